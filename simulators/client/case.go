package client

import (
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/make/xua"
)

// Case is one named message of a transaction. All but the base differ from
// their base by what Text says, and by nothing else.
type Case struct {
	Transaction etalon.Transaction
	Name        string
	Base        string      // the case it is a variation of; "" for none
	Text        etalon.Text // what is different
	Source      string      // document and section that says what a right server does
	// Answer is what a right server answers, for those who write scenarios: the
	// harness does not judge by it.
	Answer etalon.Want
	Needs  []string // parameters without which the message cannot be made

	before  func(*draft)       // changes what is asked for
	shape   func(*draft) error // changes the objects
	edits   []edit             // of the payload
	packing func(*packet)      // of the envelope, the packaging and HTTP
	// token makes the identity assertion that goes with the message; nil for none.
	token func(*draft, xua.Token) (string, error)
}

// Cases is the closed list of cases, by transaction, nominal ones first.
func Cases() []Case {
	var all []Case
	for _, t := range etalon.SentBy(etalon.SentByEtalon) {
		all = append(all, casesOf(t)...)
	}
	return all
}

// casesOf lists the cases of one transaction.
func casesOf(t etalon.Transaction) []Case {
	switch t { // without an envelope
	case etalon.ITI1:
		return timeCases()
	case etalon.ITI19:
		return nodeCases()
	case etalon.RAD55, etalon.RAD107:
		return webCases(t)
	case etalon.ITI20:
		var all []Case
		for _, one := range records() {
			all = append(all, one.Case)
		}
		return all
	default:
	}
	p, ok := plays(t)
	if !ok {
		return nil
	}
	all := slices.Concat(p.cases()...)
	all = append(all, envelopeCases()...)
	all = append(all, identityCases()...)
	for i := range all {
		all[i].Transaction = t
		if all[i].Base == "" && all[i].Name != etalon.CaseNominal && all[i].Name != onlySet {
			all[i].Base = etalon.CaseNominal
		}
	}
	return all
}

func find(t etalon.Transaction, name string) (Case, bool) {
	list := casesOf(t)
	i := slices.IndexFunc(list, func(c Case) bool { return c.Name == name })
	if i < 0 {
		return Case{}, false
	}
	return list[i], true
}

// lineage is a case after what it varies, the nominal one first.
func lineage(c Case) []Case {
	if c.Base == "" {
		return []Case{c}
	}
	base, _ := find(c.Transaction, c.Base)
	return append(lineage(base), c)
}

func names(t etalon.Transaction) []string {
	var all []string
	for _, c := range casesOf(t) {
		all = append(all, c.Name)
	}
	return all
}

// The answers that cases expect.
func success() etalon.Want { return etalon.Want{Status: etalon.WantSuccess} }

func failure(codes ...string) etalon.Want {
	return etalon.Want{Status: etalon.WantFailure, Codes: codes}
}

func partial(codes ...string) etalon.Want {
	return etalon.Want{Status: etalon.WantPartial, Codes: codes}
}

func fault(codes ...string) etalon.Want { return etalon.Want{Status: etalon.WantFault, Codes: codes} }

func say(fr, en string) etalon.Text { return etalon.Text{FR: fr, EN: en} }
