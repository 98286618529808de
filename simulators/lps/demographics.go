package lps

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/lps/hl7"
)

// mostPages bounds what is asked for after the first answer.
const mostPages = 20

// searchPatient makes an ITI-47 exchange as a patient demographics consumer: by
// the traits of params["by"], then the rest of the answers or none of them.
func (l *LPS) searchPatient(ctx context.Context, a etalon.Action) etalon.Reaction {
	c := &call{lps: l, transaction: etalon.ITI47}
	q := l.demographicsQuery(hl7.FindPatient)
	most, _ := strconv.Atoi(a.Params["quantity"])
	q.Immediate, q.Parameters, q.Control = true, traits(a), hl7.Criteria(most, a.Params["degree"])
	apply(l.hooks.hl7, c, q)
	got, t := l.send(ctx, c, q.XML(), nil)
	if t != nil {
		return l.reaction(t)
	}
	h := hl7.Read(got.payload)
	if t := hl7Trouble(h); t != nil {
		return l.reaction(t)
	}
	people := h.Patients
	if a.Params["more"] == "cancel" && h.Left > 0 {
		if t := l.cancelSearch(ctx, q, h); t != nil {
			return l.reaction(t)
		}
		if l.hooks.flow.goOnAnyway {
			_, _ = l.continueSearch(ctx, q, h, most)
		}
		return shownPeople(people, fmt.Sprintf(" ; %d autre(s) écarté(s), affinez la recherche", h.Left))
	}
	for page := 0; a.Params["more"] == "continue" && h.Left > 0 && page < mostPages; page++ {
		if h, t = l.continueSearch(ctx, q, h, most); t != nil {
			return l.reaction(t)
		}
		people = append(people, h.Patients...)
	}
	if h.Left > 0 {
		return shownPeople(people, fmt.Sprintf(" ; %d autre(s) non affiché(s)", h.Left))
	}
	return shownPeople(people, "")
}

// demographicsQuery begins a message to a supplier.
func (l *LPS) demographicsQuery(message string) *hl7.Query {
	q := hl7.New(message, l.uuid(), l.uuid(), l.now().Format("20060102150405"), sourceOID, l.cfg.Name)
	q.Processing, q.ReceiverSW = "T", ""
	return q
}

// further makes a message that goes on with a search.
func (l *LPS) further(ctx context.Context, q *hl7.Query, last hl7.Answer, does, root, state string, count int) (hl7.Answer, *trouble) {
	c := &call{lps: l, transaction: etalon.ITI47, action: "urn:hl7-org:v3:" + hl7.Continuation + does}
	next := l.demographicsQuery(hl7.Continuation)
	next.Trigger, next.QueryID = "PRPA_TE000003UV01", q.QueryID
	apply(l.hooks.hl7, c, next)
	got, t := l.send(ctx, c, next.Further(root, state, count, last.Message), nil)
	if t != nil {
		return hl7.Answer{}, t
	}
	return hl7.Read(got.payload), nil
}

func (l *LPS) continueSearch(ctx context.Context, q *hl7.Query, last hl7.Answer, most int) (hl7.Answer, *trouble) {
	h, t := l.further(ctx, q, last, "_Continue", hl7.Continuation, hl7.Continue, most)
	if t == nil {
		t = hl7Trouble(h)
	}
	return h, t
}

func (l *LPS) cancelSearch(ctx context.Context, q *hl7.Query, last hl7.Answer) *trouble {
	h, t := l.further(ctx, q, last, "_Cancel", hl7.Continuation+"_Cancel", hl7.Abort, 0)
	if t == nil && h.Ack != "CA" {
		t = &trouble{Code: cmp.Or(h.ErrorCode, h.Ack), Text: cmp.Or(h.ErrorText, "L'arrêt de la recherche n'a pas été accepté.")}
	}
	return t
}

// traits writes the parameters of a search, in the order of the schema: by name and date of birth, or as
// params["by"] says.
func traits(a etalon.Action) string {
	p, e := a.Patient, soap.Escape
	by := strings.Fields(cmp.Or(a.Params["by"], "name birth"))
	var b strings.Builder
	for _, trait := range []struct{ word, name, value, semantics string }{
		{"gender", "livingSubjectAdministrativeGender", `<value code="` + e(p.Gender) + `" codeSystem="2.16.840.1.113883.5.1"/>`, "LivingSubject.administrativeGender"},
		{"birth", "livingSubjectBirthTime", `<value value="` + e(p.Birth) + `"/>`, "LivingSubject.birthTime"},
		{"id", "livingSubjectId", `<value root="` + e(p.OID) + `" extension="` + e(p.INS) + `"/>`, "LivingSubject.id"},
		{"name", "livingSubjectName", `<value><family>` + e(p.Family) + `</family><given>` + e(p.Given) + `</given></value>`, "LivingSubject.name"},
		{"family", "livingSubjectName", `<value><family>` + e(p.Family) + `</family></value>`, "LivingSubject.name"},
		{"beginning", "livingSubjectName", `<value use="SRCH"><family>` + e(p.Family[:min(len(p.Family), 10)]) + `</family></value>`, "LivingSubject.name"},
		{"maiden", "mothersMaidenName", `<value><family>` + e(p.MaidenName) + `</family></value>`, "Person.MothersMaidenName"},
		{"domains", "", "", ""},
		{"address", "patientAddress", `<value><postalCode>` + e(p.PostalCode) + `</postalCode><city>` + e(p.City) + `</city></value>`, "Patient.addr"},
		{"telecom", "patientTelecom", `<value value="` + e(p.Telecom) + `"/>`, "Patient.telecom"},
	} {
		switch {
		case trait.word == "domains":
			for _, domain := range strings.Fields(a.Params["domains"]) {
				b.WriteString(hl7.Parameter("otherIDsScopingOrganization", `<value root="`+e(domain)+`"/>`, "OtherIDs.scopingOrganization.id"))
			}
		case slices.Contains(by, trait.word):
			b.WriteString(hl7.Parameter(trait.name, trait.value, trait.semantics))
		}
	}
	return b.String()
}

// shownPeople shows who was found, choosing nobody.
func shownPeople(people []hl7.Patient, beside string) etalon.Reaction {
	var rows, ids []string
	for _, p := range people {
		row := p.Family + " " + p.Given + " " + p.Birth
		for _, id := range p.IDs {
			row += " " + id.Extension
			ids = append(ids, id.Extension)
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return done("Aucun patient ne correspond.")
	}
	re := done(fmt.Sprintf("%d patient(s) : %s%s", len(rows), strings.Join(rows, " ; "), beside))
	re.Values = map[string]string{"count": fmt.Sprint(len(rows)), "patientIds": strings.Join(ids, " ")}
	return re
}
