package scenario

import (
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// forScenario is the one value of the key "for" of a reply step.
const forScenario = "scenario"

func (r *reader) reply(o *strict.Object, st *Step) {
	name := o.Need("reply")
	b := etalon.BehaviourName(name.OneOf(strict.Text("un comportement", "a behaviour"), names(etalon.BehaviourNames())))
	t := r.awaited(o.Need("to"))
	known, _ := b.Known()
	if b != "" && t != "" && !known.Fits(t) {
		name.Problem(strict.Text("%s n'a pas de sens pour %s", "%s means nothing for %s", b, t),
			strict.Choices(string(t), names(known.On)))
	}
	k := keys{o, known}
	st.Reply = &etalon.Reply{Actor: actorAt(o, t), Transaction: t, Behaviour: b, Text: k.get(etalon.KeyText).Line()}
	code := k.get(etalon.KeyCode)
	if b == etalon.BehaveSOAPFault || b == etalon.BehaveMultipartFault {
		st.Reply.Code = code.OneOf(strict.Text("un code de faute SOAP 1.2", "a SOAP 1.2 fault code"), faultCodes)
	} else {
		st.Reply.Code = code.Match(codeForm, strict.Text("par exemple XDSUnknownPatientId", "XDSUnknownPatientId, for example"))
	}
	st.Reply.Subcode = k.get(etalon.KeySubcode).Match(codeForm, etalon.Text{})
	st.Reply.Location = k.get(etalon.KeyLocation).Line()
	st.Reply.Severity = k.get(etalon.KeySeverity).OneOf(strict.Text("une gravité", "a severity"), severities)
	st.Reply.Hold = k.duration(etalon.KeyHold)
	st.Reply.Delay = k.duration(etalon.KeyDelay)
	st.Reply.Seed = k.seed()
	st.Reply.Lasting = o.Get("for").OneOf(strict.Text("une durée", "a time"), []string{forScenario}) == forScenario
}

var severities = []string{etalon.SevereError, etalon.SevereWarning}

// keys reads those keys of a reply step that its behaviour gives a meaning.
type keys struct {
	*strict.Object
	of etalon.Behaviour
}

func (k keys) get(key string) strict.Value {
	if k.of.Name != "" && !k.of.Means(key) {
		if v := k.Get(key); v.OK() {
			v.Problem(strict.Text("cette clé n'a pas de sens avec %s", "this key means nothing with %s", k.of.Name),
				strict.Text("retirez-la", "remove it"))
		}
		return strict.Value{}
	}
	for _, needed := range k.of.Needs {
		if needed == key {
			return k.Need(key)
		}
	}
	return k.Get(key)
}

func (k keys) duration(key string) time.Duration {
	v := k.get(key)
	if !v.OK() {
		return 0
	}
	return v.Duration(MinHold, MaxHold)
}

// seed reads a whole number other than 0, which would mean none.
func (k keys) seed() int64 {
	v := k.get(etalon.KeySeed)
	if !v.OK() {
		return 0
	}
	return v.Int(1, MaxSeed)
}
