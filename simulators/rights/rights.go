package rights

import (
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/own"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// AccessDenied is the status of what the rights of the professional do not let
// do.
const AccessDenied = own.AccessDenied

// NotPublic stands for the statuses of annex A7-1, which is not public.
const NotPublic = own.NotPublic

const (
	valid     = "VALIDE"
	forbidden = "INTERDIT"
)

// Directory is where authorisations are kept; patients are named by CX.
type Directory interface {
	Authorise(cx string, who actor.Who, attending bool, now time.Time) (before string, known bool)
	Withdraw(cx string, who actor.Who, attending bool, now time.Time) (before string, known bool)
	Authorised(cx string, who actor.Who, mode string, now time.Time) (rows []own.Authorisation, known bool)
	Closed(cx string) bool
}

// Set answers a setAuthorization (TD0.3) for the patient of a CX: who asks, in
// what mode, for what.
func Set(d Directory, payload xmldoc.Node, cx string, who actor.Who, now time.Time) own.Answer {
	a := own.Answer{Operation: "setAuthorization", Status: own.OK}
	action, role := own.Field(payload, "action"), own.Field(payload, "role")
	refuse := func(status, context string) own.Answer {
		a.Status, a.Context = status, context
		return a
	}
	switch {
	case who.Purpose == "bris_de_glace" || who.Purpose == "centre_15":
		return refuse(AccessDenied, "On ne change pas son autorisation en mode "+who.Purpose)
	case role != "" && role != own.Attending:
		return refuse(own.NotPublic, "role inconnu : "+own.Shown(role))
	}
	var before string
	var known bool
	switch action {
	case own.Add:
		before, known = d.Authorise(cx, who, role != "", now)
		a.Context = "Autorisation ajoutée"
		if before == valid {
			a.Context = "Autorisation déjà présente : aucune modification"
		}
	case own.Remove:
		before, known = d.Withdraw(cx, who, role != "", now)
		a.Context = "Autorisation supprimée"
		if role != "" {
			a.Context = "N'est plus médecin traitant ; l'autorisation reste"
		}
	default:
		return refuse(own.NotPublic, "action absente ou inconnue : "+own.Shown(action))
	}
	switch {
	case !known:
		return refuse(AccessDenied, none(d, cx))
	case before == forbidden:
		return refuse(AccessDenied, "Le patient a bloqué ce professionnel")
	}
	return a
}

// none says why there is no open record.
func none(d Directory, cx string) string {
	if d.Closed(cx) {
		return "Le DMP est fermé"
	}
	return "Aucun DMP pour ce patient"
}

// List answers a listAuthorizationByPatient (TD1.6).
func List(d Directory, payload xmldoc.Node, cx string, who actor.Who, now time.Time) own.Answer {
	a := own.Answer{Operation: "listAuthorizationByPatient", Status: own.OK}
	mode := own.Field(payload, "mode")
	switch {
	case mode == "":
		mode = own.All // the field is optional
	case mode != own.Active && mode != own.Forbidden && mode != own.All:
		a.Status, a.Context = own.NotPublic, "mode inconnu : "+own.Shown(mode)
		return a
	case who.Purpose == "bris_de_glace" || who.Purpose == "centre_15":
		a.Status, a.Context = AccessDenied, "La liste ne se demande pas en mode "+who.Purpose
		return a
	}
	var known bool
	if a.Authorisations, known = d.Authorised(cx, who, mode, now); !known {
		a.Status, a.Context = AccessDenied, none(d, cx)
	}
	return a
}
