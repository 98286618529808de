package lps

import (
	"context"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/lps/hl7"
)

// record is what the existence test said of a patient's DMP.
type record struct {
	exists        bool
	closed        bool
	why           string
	authorisation string
	attached      bool // to Mon espace santé
}

// existence makes a TD0.2 exchange and remembers what it said.
func (l *LPS) existence(ctx context.Context, p etalon.Patient) (record, *trouble) {
	c := &call{lps: l, transaction: etalon.TD02, patient: p}
	q := hl7.New(hl7.ExistenceTest, l.uuid(), l.uuid(), l.now().Format("20060102150405"), sourceOID, l.cfg.Name)
	q.ByINS(p.OID, p.INS, "TEST_EXST")
	apply(l.hooks.hl7, c, q)
	a, t := l.send(ctx, c, q.XML(), nil)
	if t != nil {
		return record{}, t
	}
	h := hl7.Read(a.payload)
	if t := hl7Trouble(h); t != nil {
		return record{}, t
	}
	r := record{authorisation: h.Authorisation}
	if h.Response == "OK" && len(h.Patients) > 0 {
		r.exists = true
		r.closed = h.Patients[0].Status == "terminated"
		r.why = h.Patients[0].Why
		r.attached = h.Patients[0].Flags["RATTACHEMENT_ENS"]
	}
	l.session.records[p.INS] = r
	return r, nil
}

// open is what comes before any access to a record: the existence test, once
// in a session, and the decision to go on. reading asks for a valid
// authorisation; feeding needs none, but is impossible for who is blocked
// (spec: DMP §3.1, preconditions).
func (l *LPS) open(ctx context.Context, p etalon.Patient, reading bool) *trouble {
	if l.hooks.flow.skipExistenceTest || l.cfg.Plain {
		return nil
	}
	r, known := l.session.records[p.INS]
	if !known {
		var t *trouble
		if r, t = l.existence(ctx, p); t != nil {
			return t
		}
	}
	if l.hooks.flow.useAnyRecord {
		return nil
	}
	if t := r.usable(); t != nil {
		return t
	}
	if reading && l.session.purpose == "" && r.authorisation != "VALIDE" && r.authorisation != "" {
		return refusal("Vous n'êtes pas autorisé sur ce DMP (" + r.authorisation + ") : recueillez le consentement du patient puis déclarez votre accès.")
	}
	return nil
}

// usable refuses the records nothing can be done with.
func (r record) usable() *trouble {
	switch {
	case !r.exists:
		return refusal("Ce patient n'a pas de DMP.")
	case r.closed:
		return refusal(strings.TrimSpace("Le DMP de ce patient est fermé. " + r.why))
	case r.authorisation == "INTERDIT":
		return refusal("Le patient vous interdit l'accès à son DMP.")
	}
	return nil
}

func (l *LPS) existenceTest(ctx context.Context, a etalon.Action) etalon.Reaction {
	r, t := l.existence(ctx, a.Patient)
	if t != nil {
		return l.reaction(t)
	}
	shown := "DMP actif. Autorisation : " + r.authorisation + "."
	switch {
	case !r.exists:
		shown = "Ce patient n'a pas de DMP."
	case r.closed:
		shown = strings.TrimSpace("DMP fermé. " + r.why)
	case r.authorisation == "INTERDIT":
		shown = "DMP actif. Le patient vous en interdit l'accès."
	case r.authorisation == "EXPIRE":
		shown = "DMP actif. Votre autorisation est échue."
	}
	if l.hooks.flow.listOnOpening {
		l.listDocuments(ctx, a)
	}
	re := done(shown)
	re.Values = map[string]string{"authorisation": r.authorisation}
	return re
}

// declareAccess makes a TD0.3 exchange when there is something to declare.
func (l *LPS) declareAccess(ctx context.Context, a etalon.Action) etalon.Reaction {
	r, known := l.session.records[a.Patient.INS]
	if !known && !l.hooks.flow.skipExistenceTest {
		var t *trouble
		if r, t = l.existence(ctx, a.Patient); t != nil {
			return l.reaction(t)
		}
	}
	if !l.hooks.flow.skipExistenceTest {
		if t := r.usable(); t != nil {
			return l.reaction(t)
		}
	}
	if mode := l.session.purpose; mode != "" && !l.hooks.flow.declareAlways {
		return l.reaction(refusal("L'accès ne se déclare pas en mode " + mode + "."))
	}
	if r.authorisation == "VALIDE" && a.Params["role"] == "" && !l.hooks.flow.declareAlways {
		return done("Votre accès à ce DMP est déjà autorisé : rien n'a été envoyé.")
	}
	if t := l.authorise(ctx, a.Patient, "AJOUT", a.Params["role"]); t != nil {
		return l.reaction(t)
	}
	r.authorisation = "VALIDE"
	l.session.records[a.Patient.INS] = r
	return done("Accès au DMP autorisé.")
}

// authorise makes a TD0.3 exchange. role is "" or MEDECIN_TRAITANT.
func (l *LPS) authorise(ctx context.Context, p etalon.Patient, action, role string) *trouble {
	q := &ownRequest{Service: habilitations, Operation: "setAuthorization", Fields: [][2]string{{"action", action}}}
	if role != "" {
		q.Fields = append(q.Fields, [2]string{"role", role})
	}
	_, t := l.ownService(ctx, etalon.TD03, p, q)
	if t != nil && t.status {
		t.Text = "L'autorisation n'a pas été enregistrée. " + t.Text
	}
	return t
}

// ownStatus finds the status and the context text of the DMP's own services.
func ownStatus(payload xmldoc.Node) (status, text string) {
	for n := range payload.Descendants() {
		switch n.Local() {
		case "status":
			status = strings.TrimSpace(n.Value())
		case "context":
			text = strings.TrimSpace(n.Value())
		}
	}
	return status, text
}

// findPatient makes a TD0.5 exchange and shows who was found, choosing nobody.
func (l *LPS) findPatient(ctx context.Context, a etalon.Action) etalon.Reaction {
	c := &call{lps: l, transaction: etalon.ITI47}
	q := hl7.New(hl7.FindPatient, l.uuid(), l.uuid(), l.now().Format("20060102150405"), sourceOID, l.cfg.Name)
	q.ByTraits(a.Patient.Family, a.Patient.Given, a.Patient.Birth, a.Patient.Gender)
	apply(l.hooks.hl7, c, q)
	got, t := l.send(ctx, c, q.XML(), nil)
	if t != nil {
		return l.reaction(t)
	}
	h := hl7.Read(got.payload)
	if t := hl7Trouble(h); t != nil {
		return l.reaction(t)
	}
	var rows []string
	for _, p := range h.Patients {
		row := p.Family + " " + p.Given + " " + p.Birth
		for _, id := range p.IDs {
			if id.Root == a.Patient.OID {
				row += " " + id.Extension
			}
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return done("Aucun patient ne correspond.")
	}
	re := done(fmt.Sprintf("%d patient(s) : %s", len(rows), strings.Join(rows, " ; ")))
	re.Values = map[string]string{"count": fmt.Sprint(len(rows))}
	return re
}
