package patients

import (
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/gdp"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/own"
)

// The codes of refusals (spec: DMP additions §1 K1, §2.2). Annex A7-1, which
// holds the others, is not public: NotPublic stands for them.
const (
	Found     = "DMPFound"  // there is an open record already
	Closed    = "DMPClosed" // the record is closed already
	Denied    = "DMPAccessDeniedByRightsService"
	NotPublic = "ETALON-REFUS"
)

// refusal is why a request is not done; the zero value: it is.
type refusal struct{ code, text string }

// Register answers a creation (TD1.1), a reactivation (TD1.2), a change (TD1.3b)
// or a closing (TD1.4). cx is the patient that the VIHF names.
func (d *Directory) Register(q gdp.Request, cx string, id hl7v3.II, now time.Time) gdp.Answer {
	a := d.registering(q, id, now)
	d.mu.Lock()
	defer d.mu.Unlock()
	why := d.apply(q, cx, now)
	if why.code != "" {
		a.Interaction, a.Ack = refusalOf(a.Interaction), "AE"
		a.Detail = hl7v3.Detail{Code: why.code, Text: why.text}
		return a
	}
	d.changed()
	oid, ins := SplitCX(cx)
	if p := d.lookup(oid, ins); p != nil {
		r := d.of(p, now)
		told := r.told(p)
		a.Person, a.Motive, a.MotiveCode = &told, r.motive, r.motiveOf
	}
	return a
}

// registering begins an answer that accepts.
func (d *Directory) registering(q gdp.Request, id hl7v3.II, now time.Time) gdp.Answer {
	a := gdp.Answer{
		Interaction: gdp.Changed, ID: id, Created: stamp(now), DMP: d.dmp, Receiver: q.Sender, ReceiverSW: q.SenderName, Target: q.ID, Ack: "AA",
	}
	if q.Interaction == gdp.Create {
		a.Interaction = gdp.Created
	}
	return a
}

func refusalOf(accepted string) string {
	if accepted == gdp.Created {
		return gdp.NoCreate
	}
	return gdp.NoChange
}

// apply changes the state as asked, or says why not. The caller holds the lock.
func (d *Directory) apply(q gdp.Request, cx string, now time.Time) refusal {
	oid, ins := SplitCX(cx)
	switch {
	case len(q.People) != 1:
		return refusal{NotPublic, "Exactement un patient est attendu dans le message"}
	case !names(q.People[0], oid, ins):
		return refusal{NotPublic, "Le patient du message n'est pas celui du VIHF"}
	}
	asked := q.People[0]
	p := d.lookup(oid, ins)
	if q.Interaction == gdp.Create {
		return d.create(asked, p, oid, ins, now)
	}
	if p == nil {
		return refusal{NotPublic, "Aucun DMP pour ce patient"}
	}
	r := d.of(p, now)
	if q.Reason == gdp.Reactivate {
		return r.reactivate(p, asked)
	}
	switch {
	case p.DMP == etalon.DMPClosed && q.Reason == gdp.Closing:
		return refusal{Closed, "Le DMP est déjà fermé"}
	case p.DMP == etalon.DMPClosed:
		return refusal{NotPublic, "Le DMP est fermé"}
	case r.person.Flags[gdp.Attached]:
		return refusal{Denied, "Le DMP est rattaché à Mon espace santé : cela ne se fait plus ici"}
	case q.Reason == gdp.Closing:
		return r.close(p, q, now)
	case q.Reason != gdp.Modify:
		return refusal{NotPublic, "Motif inconnu : " + own.Shown(q.Reason)}
	}
	r.change(p, asked)
	return refusal{}
}

// names tells whether one of the identifiers of a person is this one.
func names(p gdp.Person, oid, ins string) bool {
	for _, i := range p.IDs {
		if i.Root == oid && i.Extension == ins {
			return true
		}
	}
	return false
}

func (d *Directory) create(asked gdp.Person, p *etalon.Patient, oid, ins string, now time.Time) refusal {
	switch {
	case p != nil && p.DMP == etalon.DMPClosed:
		return refusal{NotPublic, "Un DMP fermé existe : il se réactive"}
	case p != nil:
		return refusal{Found, "Le DMP existe déjà"}
	case !asked.Flags[gdp.OpeningConsent]:
		return refusal{NotPublic, "Sans consentement, aucun DMP n'est créé"}
	case asked.Name.Birth == "" && asked.Name.Usual == "" || len(asked.Name.Given) == 0 || asked.Birth == "" || asked.Gender == "":
		return refusal{NotPublic, "Nom, prénom, sexe et date de naissance sont obligatoires"}
	}
	fresh := d.fresh(oid, ins)
	fresh.DMP, fresh.Authorisation, fresh.MES, fresh.Account = etalon.DMPActive, None, false, false
	r := d.of(fresh, now)
	r.change(fresh, asked)
	return refusal{}
}

// fresh is the patient of the scenario who has no record yet, or a new one.
func (d *Directory) fresh(oid, ins string) *etalon.Patient {
	if p := d.numbered(oid, ins); p != nil {
		return p
	}
	d.byID = nil
	d.patients = append(d.patients, etalon.Patient{ID: "CREE-" + ins, OID: oid, INS: ins})
	return &d.patients[len(d.patients)-1]
}

func (r *record) reactivate(p *etalon.Patient, asked gdp.Person) refusal {
	switch {
	case p.DMP == etalon.DMPActive:
		return refusal{Found, "Le DMP est déjà ouvert"}
	case !asked.Flags[gdp.ReactivationConsent]:
		return refusal{NotPublic, "Sans consentement, aucun DMP n'est réactivé"}
	}
	p.DMP, p.ClosedWhy, p.Authorisation = etalon.DMPActive, "", None
	r.motive, r.motiveOf, r.person.ClosedAt = "", "", ""
	r.change(p, asked)
	return refusal{}
}

func (r *record) close(p *etalon.Patient, q gdp.Request, now time.Time) refusal {
	if q.Motive == "" || q.People[0].Status != "terminated" {
		return refusal{NotPublic, "Une fermeture dit son motif et le statut terminated"}
	}
	p.DMP, p.ClosedWhy = etalon.DMPClosed, q.MotiveText
	r.motiveOf, r.motive, r.person.ClosedAt = q.Motive, q.MotiveText, stamp(now)
	return refusal{}
}

// change takes what a message says of the person; what it leaves out stays.
func (r *record) change(p *etalon.Patient, asked gdp.Person) {
	to := &r.person
	keep := func(field *string, value string) {
		if value != "" {
			*field = value
		}
	}
	keep(&to.Name.Prefix, asked.Name.Prefix)
	keep(&to.Name.Usual, asked.Name.Usual)
	keep(&to.Name.Birth, asked.Name.Birth)
	if len(asked.Name.Given) > 0 {
		to.Name.Given = asked.Name.Given
		p.Given = asked.Name.Given[0]
	}
	keep(&p.Usual, asked.Name.Usual)
	if p.Family == "" {
		p.Family = to.Name.Birth
	}
	keep(&to.Gender, asked.Gender)
	keep(&to.Birth, asked.Birth)
	keep(&p.Gender, asked.Gender)
	keep(&p.Birth, asked.Birth)
	keep(&to.Street, asked.Street)
	keep(&to.PostalCode, asked.PostalCode)
	keep(&to.City, asked.City)
	keep(&p.PostalCode, asked.PostalCode)
	keep(&p.City, asked.City)
	keep(&to.BirthPlace, asked.BirthPlace)
	if len(asked.Telecoms) > 0 {
		to.Telecoms = asked.Telecoms
	}
	if asked.CardName != nil {
		to.CardName = asked.CardName
	}
	if len(asked.Relatives) > 0 {
		to.Relatives = asked.Relatives
	}
	for _, flag := range []string{gdp.OpeningConsent, gdp.ReactivationConsent, gdp.OpposedEmergency, gdp.OpposedRegulation} {
		if v, said := asked.Flags[flag]; said {
			to.Flags[flag] = v
		}
	}
}
