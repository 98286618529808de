package scenario

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// Sendable is the closed list of transactions of a send step.
func Sendable() []etalon.Transaction { return etalon.SentBy(etalon.SentByEtalon) }

// tested are the actors that a SUT plays towards the client actors.
func tested() []etalon.Actor {
	var all []etalon.Actor
	for _, t := range Sendable() {
		if a := t.Actor(); !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	return all
}

// send reads a message that a client actor sends to the SUT.
func (r *reader) send(o *strict.Object, st *Step) {
	at := o.Need("send")
	t := etalon.Transaction(at.OneOf(strict.Text("une transaction que les acteurs clients jouent", "a transaction that client actors play"), names(Sendable())))
	m := &etalon.Sending{Transaction: t, To: t.Actor(), Case: etalon.CaseNominal}
	st.Send, st.Within = m, within(o, DefaultSend)
	if to := o.Get("to"); to.OK() {
		m.To = etalon.Actor(to.OneOf(strict.Text("un acteur", "an actor"), names(tested())))
		if t != "" && m.To != "" && m.To != t.Actor() {
			to.Problem(strict.Text("%s ne s'adresse pas à %s", "%s is not sent to %s", t, m.To), strict.Text("écrivez to: %s", "write to: %s", t.Actor()))
		}
	}
	if c := o.Get("case"); c.OK() {
		m.Case = c.Match(idForm, formHint)
	}
	if !Serves(r.s.Role) && r.s.Role != "" {
		o.Problem(strict.Text("un produit de rôle %s n'est pas un serveur : il ne reçoit rien", "a product of role %s is no server: it receives nothing", r.s.Role),
			strict.Text("role : l'un de %s", "role: one of %s", strings.Join(Servers(), ", ")))
	}
	known, _ := t.Info()
	m.Patient, m.Documents, m.Params = r.content(o, known.Protocol == etalon.ProtocolSOAP)
	r.checkCase(o, m)
	m.Answer = r.want(o.Get("answer"))
}

// want reads the answer a right SUT gives; without one, success.
func (r *reader) want(v strict.Value) etalon.Want {
	if !v.OK() {
		return etalon.Want{Status: etalon.WantSuccess}
	}
	o := v.Object()
	if o == nil {
		return etalon.Want{}
	}
	w := etalon.Want{Status: o.Need("status").OneOf(strict.Text("un état de réponse", "a status of an answer"), etalon.WantStatuses())}
	codes := o.Get("codes")
	for _, c := range codes.List() {
		w.Codes = append(w.Codes, c.Match(codeForm, strict.Text("par exemple XDSUnknownPatientId", "XDSUnknownPatientId, for example")))
	}
	switch refusal := w.Status == etalon.WantFailure || w.Status == etalon.WantPartial; {
	case refusal && len(w.Codes) == 0:
		o.Problem(strict.Text("un refus doit porter le bon code", "a refusal must carry the right code"),
			strict.Text("ajoutez codes: [XDS…]", "add codes: [XDS…]"))
	case (w.Status == etalon.WantSuccess || w.Status == etalon.WantNothing) && len(w.Codes) > 0:
		codes.Problem(strict.Text("une réussite n'a pas de code", "a success has no code"), strict.Text("retirez codes", "remove codes"))
	}
	o.Close()
	return w
}

// checkCase looks that the message named can be made.
func (r *reader) checkCase(o *strict.Object, m *etalon.Sending) {
	if r.cat.Cases == nil || m.Case == "" || !slices.Contains(Sendable(), m.Transaction) {
		return
	}
	var known []string
	for _, c := range r.cat.Cases {
		if c.Transaction == m.Transaction {
			known = append(known, c.Name)
		}
	}
	c, ok := find(r.cat.Cases, func(c Case) bool { return c.Transaction == m.Transaction && c.Name == m.Case })
	if !ok {
		o.Get("case").Problem(strict.Text("%s n'a pas de message « %s »", "%s has no message %q", m.Transaction, m.Case), strict.Choices(m.Case, known))
		return
	}
	for _, name := range c.Needs {
		if _, given := m.Params[name]; !given {
			o.Problem(strict.Text("le message %s demande le paramètre %s", "message %s needs parameter %s", c.Name, name),
				strict.Text("ajoutez params: {%s: …}", "add params: {%s: …}", name))
		}
	}
}
