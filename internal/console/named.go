package console

import (
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// named is a word of the domain as people read it.
func named(x any) etalon.Text {
	words := map[any]etalon.Text{
		campaign.Accepted: {FR: "acceptée", EN: "accepted"},
		campaign.Rejected: {FR: "rejetée", EN: "rejected"},

		campaign.Proposed:  {FR: "proposée", EN: "proposed"},
		campaign.Confirmed: {FR: "confirmée", EN: "confirmed"},
		campaign.Signed:    {FR: "signée", EN: "signed"},
		campaign.Revoked:   {FR: "révoquée", EN: "revoked"},
		campaign.Withdrawn: {FR: "retirée", EN: "withdrawn"},

		campaign.OfDecision:   {FR: "décision", EN: "decision"},
		campaign.OfCorrection: {FR: "rectification", EN: "correction"},
		campaign.OfRevocation: {FR: "révocation", EN: "revocation"},
		campaign.OfAppeal:     {FR: "recours reçu", EN: "appeal received"},
		campaign.OfAnswer:     {FR: "réponse à un recours", EN: "answer to an appeal"},

		campaign.Upheld:    {FR: "recours admis", EN: "appeal upheld"},
		campaign.Dismissed: {FR: "recours rejeté", EN: "appeal dismissed"},

		campaign.Propose: {FR: "une proposition", EN: "a proposal"},
		campaign.Confirm: {FR: "une seconde personne", EN: "a second person"},
		campaign.Sign:    {FR: "une signature", EN: "a signature"},
		campaign.Answer:  {FR: "une réponse à un recours", EN: "an answer to an appeal"},
		campaign.Look:    {FR: "un second regard, tirée au sort", EN: "a second look, drawn by lot"},

		etalon.ModeDirect:        {FR: "DIRECTE, par carte", EN: "DIRECTE, by card"},
		etalon.ModeIndirect:      {FR: "INDIRECTE, par certificat de structure", EN: "INDIRECTE, by structure certificate"},
		etalon.ModeAIR:           {FR: "INDIRECTE_RENFORCEE, AIR", EN: "INDIRECTE_RENFORCEE, AIR"},
		campaign.ProfileUnplayed: {FR: "profil revendiqué, qu'aucune session jugée n'a joué", EN: "profile claimed, played in no judged session"},
		campaign.ModeUnplayed:    {FR: "mode revendiqué, qu'aucune session jugée n'a joué", EN: "mode claimed, played in no judged session"},
		campaign.TrafficUnasked:  {FR: "transaction vue, qu'aucun scénario n'attendait", EN: "transaction seen, awaited by no scenario"},

		waiverUsed:     {FR: "en usage", EN: "in use"},
		waiverExpired:  {FR: "échue : elle ne lève plus rien", EN: "expired: it lifts nothing any more"},
		waiverUnneeded: {FR: "sans objet : le constat n'y est pas", EN: "not needed: there is no such finding"},

		inForce: {FR: "en vigueur", EN: "in force"},
		revoked: {FR: "révoquée", EN: "revoked"},
		expired: {FR: "échue", EN: "expired"},

		campaign.Open:     {FR: "en cours", EN: "under way"},
		campaign.Stopping: {FR: "en train de s'arrêter", EN: "stopping"},
		campaign.HandedIn: {FR: "remise", EN: "handed in"},
		campaign.Failed:   {FR: "perdue", EN: "lost"},

		etalon.SealSigned:   {FR: "signé", EN: "signed"},
		etalon.SealUnsigned: {FR: "non signé", EN: "unsigned"},
		etalon.SealNone:     {FR: "aucun", EN: "none"},
	}
	if t, ok := words[x]; ok {
		return t
	}
	return etalon.Text{FR: fmt.Sprint(x), EN: fmt.Sprint(x)}
}
