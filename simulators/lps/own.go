package lps

import (
	"context"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// The namespaces of the DMP's own services (spec: DMP additions §5).
const (
	habilitations = "urn:si-dmp-habilitations"
	specific      = "urn:si-dmp-patients"
)

// ownRequest is a request to one of the DMP's own services, before it is
// written. Its patient is that of the VIHF; the services name none.
type ownRequest struct {
	Service   string // namespace
	Operation string
	Fields    [][2]string // name and value, in the order of the schema
}

func (q *ownRequest) xml() string {
	prefix := "pat"
	if q.Service == habilitations {
		prefix = "hab"
	}
	var b strings.Builder
	b.WriteString(`<` + prefix + `:` + q.Operation + ` xmlns:` + prefix + `="` + soap.Escape(q.Service) + `">`)
	for _, f := range q.Fields {
		b.WriteString(`<` + prefix + `:` + f[0] + `>` + soap.Escape(f[1]) + `</` + prefix + `:` + f[0] + `>`)
	}
	b.WriteString(`</` + prefix + `:` + q.Operation + `>`)
	return b.String()
}

// ownService makes one exchange with one of these services. DMPOk with words
// beside it is no error (spec: DMP §6.2); any other status is, in its own case.
func (l *LPS) ownService(ctx context.Context, x etalon.Transaction, p etalon.Patient, q *ownRequest) (xmldoc.Node, *trouble) {
	c := &call{lps: l, transaction: x, patient: p}
	apply(l.hooks.own, c, q)
	a, t := l.send(ctx, c, q.xml(), nil)
	if t != nil {
		return a.payload, t
	}
	status, text := ownStatus(a.payload)
	if status != "DMPOk" {
		return a.payload, &trouble{Code: status, Text: text, status: true}
	}
	return a.payload, nil
}

// withdrawAccess makes a TD0.3 exchange that ends the own authorisation.
func (l *LPS) withdrawAccess(ctx context.Context, a etalon.Action) etalon.Reaction {
	if t := l.open(ctx, a.Patient, false); t != nil {
		return l.reaction(t)
	}
	if mode := l.session.purpose; mode != "" {
		return l.reaction(refusal("L'accès ne se retire pas en mode " + mode + "."))
	}
	if t := l.authorise(ctx, a.Patient, "SUPPRESSION", a.Params["role"]); t != nil {
		return l.reaction(t)
	}
	delete(l.session.records, a.Patient.INS) // what was known holds no more
	return done("Votre accès à ce DMP est retiré.")
}

// listRecords makes a TD0.4 exchange; it is about no patient.
func (l *LPS) listRecords(ctx context.Context, a etalon.Action) etalon.Reaction {
	q := &ownRequest{Service: specific, Operation: "patientList"}
	if since := a.Params["since"]; since != "" {
		by := "LASTAUTORIZATION"
		if a.Params["by"] == "document" {
			by = "LASTDOC"
		}
		q.Fields = [][2]string{{"startDate", since}, {"dateType", by}}
	}
	payload, t := l.ownService(ctx, etalon.TD04, etalon.Patient{}, q)
	if t != nil {
		return l.reaction(t)
	}
	var rows []string
	for r := range payload.ChildrenNamed(specific, "patientlistData") {
		rows = append(rows, value(r, "lastName")+" "+value(r, "firstName")+" "+value(r, "dateOfBirth"))
	}
	re := done(fmt.Sprintf("%d dossier(s) : %s", len(rows), strings.Join(rows, " ; ")))
	re.Values = map[string]string{"count": fmt.Sprint(len(rows))}
	return re
}

func value(n xmldoc.Node, name string) string {
	return strings.TrimSpace(n.Child(n.Space(), name).Value())
}

// listAuthorised makes a TD1.6 exchange.
func (l *LPS) listAuthorised(ctx context.Context, a etalon.Action) etalon.Reaction {
	if t := l.open(ctx, a.Patient, false); t != nil {
		return l.reaction(t)
	}
	q := &ownRequest{Service: habilitations, Operation: "listAuthorizationByPatient", Fields: [][2]string{{"mode", a.Params["mode"]}}}
	payload, t := l.ownService(ctx, etalon.TD16, a.Patient, q)
	if t != nil {
		return l.reaction(t)
	}
	var rows []string
	for r := range payload.ChildrenNamed(habilitations, "listOfAuthorizationByPatient") {
		rows = append(rows, value(r, "lastName")+" "+value(r, "firstName")+" "+value(r, "mode"))
	}
	re := done(fmt.Sprintf("%d professionnel(s) : %s", len(rows), strings.Join(rows, " ; ")))
	re.Values = map[string]string{"count": fmt.Sprint(len(rows))}
	return re
}

// createAccount, updateChannel and renewAccount make the exchanges of TD1.5, for
// a record that is not attached to Mon espace santé.
func (l *LPS) createAccount(ctx context.Context, a etalon.Action) etalon.Reaction {
	return l.account(ctx, a, etalon.TD15a, "createPatientAccess", "type", "channel")
}

func (l *LPS) updateChannel(ctx context.Context, a etalon.Action) etalon.Reaction {
	return l.account(ctx, a, etalon.TD15b, "patientOTPUpdate", "type", "channel", "action")
}

func (l *LPS) renewAccount(ctx context.Context, a etalon.Action) etalon.Reaction {
	return l.account(ctx, a, etalon.TD15d, "updatePatientAccess")
}

func (l *LPS) account(ctx context.Context, a etalon.Action, x etalon.Transaction, operation string, params ...string) etalon.Reaction {
	if t := l.manageable(ctx, a.Patient); t != nil {
		return l.reaction(t)
	}
	q := &ownRequest{Service: specific, Operation: operation}
	for _, name := range params {
		if v := a.Params[name]; v != "" {
			field := name
			if name == "channel" {
				field = "canal"
			}
			q.Fields = append(q.Fields, [2]string{field, v})
		}
	}
	payload, t := l.ownService(ctx, x, a.Patient, q)
	switch {
	case t != nil && t.Code == "DMPPatientAccessAlreadyExists": // not a failure (spec: DMP additions §2.2)
		return done("Ce patient a déjà un compte. [" + t.Code + "] " + t.Text)
	case t != nil:
		return l.reaction(t)
	}
	shown := "Compte du patient mis à jour."
	if login := value(payload, "login"); login != "" {
		shown = "Compte du patient : " + login + "."
	}
	return done(shown)
}
