package lps

import (
	"context"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/hl7"
)

// readData makes a TD1.3a exchange.
func (l *LPS) readData(ctx context.Context, a etalon.Action) etalon.Reaction {
	if t := l.open(ctx, a.Patient, false); t != nil {
		return l.reaction(t)
	}
	c := &call{lps: l, transaction: etalon.TD13a, patient: a.Patient}
	q := hl7.New(hl7.ExistenceTest, l.uuid(), l.uuid(), l.now().Format("20060102150405"), sourceOID, l.cfg.Name)
	q.ByINS(a.Patient.OID, a.Patient.INS, "CNSLT_DATA")
	apply(l.hooks.hl7, c, q)
	got, t := l.send(ctx, c, q.XML(), nil)
	if t != nil {
		return l.reaction(t)
	}
	h := hl7.Read(got.payload)
	if t := hl7Trouble(h); t != nil {
		return l.reaction(t)
	}
	if len(h.Patients) == 0 {
		return l.reaction(refusal("Ce patient n'a pas de DMP."))
	}
	p := h.Patients[0]
	usual := p.Usual
	if usual == "NON RENSEIGNE" { // not a name: it is not shown (spec: DMP §3.1, REC_0.2-1120)
		usual = p.Family
	}
	return done(strings.TrimSpace(usual + " " + p.Given + " " + p.Birth + " " + p.Street + " " + p.City))
}

// manageable opens a record that is to be changed, closed or given an account:
// it is open, and not attached to Mon espace santé.
func (l *LPS) manageable(ctx context.Context, p etalon.Patient) *trouble {
	if t := l.open(ctx, p, false); t != nil {
		return t
	}
	if l.session.records[p.INS].attached && !l.hooks.flow.manageAttached {
		return refusal("Ce DMP est rattaché à Mon espace santé : le patient le gère là.")
	}
	return nil
}

func (l *LPS) updateData(ctx context.Context, a etalon.Action) etalon.Reaction {
	if t := l.manageable(ctx, a.Patient); t != nil {
		return l.reaction(t)
	}
	return l.register(ctx, a, etalon.TD13b, l.registration(a, hl7.Change, "MODIF_DATA"), "Les données du DMP sont modifiées.")
}

func (l *LPS) closeRecord(ctx context.Context, a etalon.Action) etalon.Reaction {
	if t := l.manageable(ctx, a.Patient); t != nil {
		return l.reaction(t)
	}
	r := l.registration(a, hl7.Change, "FERM")
	r.Patient, r.Motive, r.MotiveText = "terminated", "FERMETURE_DEMANDE_PATIENT", a.Params["reason"]
	return l.register(ctx, a, etalon.TD14, r, "Le DMP est fermé.")
}

func (l *LPS) createRecord(ctx context.Context, a etalon.Action) etalon.Reaction {
	r, t := l.existence(ctx, a.Patient)
	switch {
	case t != nil:
		return l.reaction(t)
	case r.exists && r.closed:
		return l.reaction(refusal("Ce patient a un DMP fermé : il se réactive."))
	case r.exists && !l.hooks.flow.useAnyRecord:
		return l.reaction(refusal("Ce patient a déjà un DMP."))
	}
	m := l.registration(a, hl7.Create, "CREA_RD")
	m.CardFamily, m.CardGiven = a.Patient.Family, a.Patient.Given
	m.Flags = append([]hl7.Flag{{Code: "CONSENTEMENT_OUVERTURE_DMP", Value: true}}, m.Flags...)
	return l.register(ctx, a, etalon.TD11, m, "Le DMP est créé.")
}

func (l *LPS) reactivateRecord(ctx context.Context, a etalon.Action) etalon.Reaction {
	r, t := l.existence(ctx, a.Patient)
	switch {
	case t != nil:
		return l.reaction(t)
	case !r.exists:
		return l.reaction(refusal("Ce patient n'a pas de DMP."))
	case !r.closed && !l.hooks.flow.useAnyRecord:
		return l.reaction(refusal("Le DMP de ce patient est ouvert."))
	}
	m := l.registration(a, hl7.Change, "REAC")
	m.Flags = append([]hl7.Flag{{Code: "CONSENTEMENT_REACTIVATION_DMP", Value: true}}, m.Flags...)
	return l.register(ctx, a, etalon.TD12, m, "Le DMP est réactivé.")
}

// registration is a message about the patient of an action, with what the user
// entered.
func (l *LPS) registration(a etalon.Action, interaction, reason string) *hl7.Registration {
	p := a.Patient
	r := hl7.NewRegistration(interaction, reason, l.uuid(), l.now().Format("20060102150405"), sourceOID, l.cfg.Name)
	r.PatientID = hl7.ID{Root: p.OID, Extension: p.INS}
	r.Usual, r.Birth, r.Given, r.Gender, r.BirthTime = first(a.Params["usual"], p.Usual, p.Family), p.Family, p.Given, p.Gender, p.Birth
	r.Street, r.PostalCode, r.City = a.Params["street"], first(a.Params["postalCode"], p.PostalCode), first(a.Params["city"], p.City)
	r.Mobile, r.Mail = a.Params["phone"], a.Params["mail"]
	if p.Representative != nil {
		r.RelativeRole, r.RelativeFamily, r.RelGiven = p.Representative.Role, p.Representative.Family, p.Representative.Given
	}
	for _, o := range [][2]string{{"opposeEmergency", "OPPOSITION_BRIS_DE_GLACE"}, {"opposeRegulation", "OPPOSITION_ACCES_URGENCE"}} {
		if said := a.Params[o[0]]; said != "" || interaction == hl7.Create {
			r.Flags = append(r.Flags, hl7.Flag{Code: o[1], Value: said == "true"})
		}
	}
	r.AuthorID, r.AuthorFamily, r.AuthorGiven, r.StructureID = l.cfg.UserID, l.cfg.UserFamily, l.cfg.UserGiven, l.cfg.StructureID
	return r
}

// register makes the exchange; what was known of the record holds no more.
func (l *LPS) register(ctx context.Context, a etalon.Action, x etalon.Transaction, r *hl7.Registration, shown string) etalon.Reaction {
	c := &call{lps: l, transaction: x, patient: a.Patient}
	apply(l.hooks.register, c, r)
	got, t := l.send(ctx, c, r.XML(), nil)
	if t != nil {
		return l.reaction(t)
	}
	delete(l.session.records, a.Patient.INS)
	h := hl7.Read(got.payload)
	if h.Ack == "AA" {
		return done(shown)
	}
	t = &trouble{Code: first(h.ErrorCode, h.Ack), Text: first(h.ErrorText, "Le service des patients a répondu par une erreur.")}
	switch t.Code { // informational, not failures (spec: DMP additions §2.2)
	case "DMPFound":
		return done("Le DMP existe déjà. [DMPFound] " + t.Text)
	case "DMPClosed":
		if x == etalon.TD14 {
			return done("Le DMP était déjà fermé. [DMPClosed] " + t.Text)
		}
	}
	return l.reaction(t)
}

// first is the first value that is not empty.
func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
