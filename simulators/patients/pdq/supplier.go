package pdq

import (
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3/demographics"
)

// MostTold bounds the matches of one answer: more are told when they are asked
// for, as with initialQuantity.
const MostTold = 1000

// Supplier is a Patient Demographics Supplier. Its methods are safe for
// concurrent use as long as the index that they are given does not change.
type Supplier struct {
	device string // OID that answers bear, also of the organisation
	held   held
}

// NewSupplier makes a supplier that holds nothing.
func NewSupplier(device string) *Supplier { return &Supplier{device: device} }

// Reset forgets what was not told to its end.
func (p *Supplier) Reset() { p.held.clear() }

// wrapper begins an answer.
func (p *Supplier) wrapper(to demographics.Head, id string, now time.Time) demographics.Wrapper {
	return demographics.Wrapper{
		ID: hl7v3.II{Root: p.device, Extension: id}, Created: now.UTC().Format("20060102150405"), From: p.device, To: to, Ack: "AA",
	}
}

// Began is an answer to a search that has found nothing yet: id names it.
func (p *Supplier) Began(s *demographics.Search, id string, now time.Time) demographics.Answer {
	return demographics.Answer{Wrapper: p.wrapper(s.Head, id, now), QueryID: s.QueryID, Response: "OK", Echo: s.Echo()}
}

// Search answers a search: id names the answer.
func (p *Supplier) Search(x *Index, s *demographics.Search, keep func(*etalon.Patient) bool, id string, now time.Time) demographics.Answer {
	a := p.Began(s, id, now)
	if len(s.Wrong) > 0 {
		return Refuse(a, "QE", s.Wrong)
	}
	if unknown := x.unknown(s.Scopes); len(unknown) > 0 {
		return Refuse(a, "AE", unknown)
	}
	if !Known(s.Algorithm) {
		a.Details = append(a.Details, demographics.Detail{
			Kind: "W", Code: demographics.NotInTable, Location: "/" + demographics.SearchMessage + "/controlActProcess/queryByParameter/matchCriterionList/matchAlgorithm",
			Text: "Algorithme inconnu, celui du fournisseur est appliqué : " + Exact + " ou " + Phonetic + " sont connus. (Unknown algorithm, that of the supplier is applied.)",
		})
	}
	matches := x.Find(s, keep)
	r := &result{id: s.QueryID, asker: s.Sender, matches: matches, page: min(max(s.Limit, 0), MostTold), used: now}
	if s.Limit == 0 {
		r.page = MostTold
	}
	for _, scope := range s.Scopes {
		r.scopes = append(r.scopes, scope.Root)
	}
	r.next = min(r.page, len(matches))
	if r.next < len(matches) {
		p.held.put(r)
	}
	if len(matches) == 0 {
		a.Response = "NF"
	}
	return x.tell(a, matches[:r.next], len(matches), len(matches)-r.next, r.scopes)
}

// unknown tells of the domains that issue nothing here, one detail each.
func (x *Index) unknown(scopes []demographics.Scope) []demographics.Flaw {
	var flaws []demographics.Flaw
	for _, s := range scopes {
		if !x.Issues(s.Root) {
			flaws = append(flaws, demographics.Flaw{
				Code: demographics.UnknownKey, Location: s.Location, Text: "domaine d'identification inconnu : " + s.Root + " (unknown domain of identifiers)",
			})
		}
	}
	return flaws
}

// Continue answers what asks for more of a search.
func (p *Supplier) Continue(x *Index, c *demographics.Continuation, id string, now time.Time) demographics.Answer {
	a := demographics.Answer{Wrapper: p.wrapper(c.Head, id, now), QueryID: c.QueryID, Response: "OK"}
	wrong := c.Wrong
	if c.Status == demographics.Abort {
		wrong = append(wrong, demographics.Flaw{
			Code: demographics.NotInTable, Location: "/" + demographics.ContinuationMessage + "/controlActProcess/queryContinuation/statusCode",
			Text: "statusCode demande d'arrêter, l'action de continuer (statusCode asks to stop, the action to continue)",
		})
	}
	if len(wrong) > 0 {
		return Refuse(a, "QE", wrong)
	}
	page, r, left, ok := p.held.take(c.QueryID, c.Sender, c.Start, c.Count, now)
	if !ok {
		return Refuse(a, "AE", []demographics.Flaw{noQuery("il n'y a pas, ou plus, de recherche de ce nom, ou pas de tel résultat (there is no such search, or no longer, or no such result)")})
	}
	return x.tell(a, page, len(r.matches), left, r.scopes)
}

// Cancel answers what ends a search: an accept acknowledgement.
func (p *Supplier) Cancel(c *demographics.Continuation, id string, now time.Time) demographics.Wrapper {
	w := p.wrapper(c.Head, id, now)
	w.Ack = "CA"
	wrong := c.Wrong
	if c.Status == demographics.Continue {
		wrong = append(wrong, demographics.Flaw{
			Code: demographics.NotInTable, Location: "/" + demographics.ContinuationMessage + "/controlActProcess/queryContinuation/statusCode",
			Text: "statusCode demande de continuer, l'action d'arrêter (statusCode asks to continue, the action to stop)",
		})
	}
	if len(wrong) == 0 && !p.held.forget(c.QueryID, c.Sender) {
		wrong = append(wrong, noQuery("il n'y a pas, ou plus, de recherche de ce nom (there is no such search, or no longer)"))
	}
	if len(wrong) > 0 {
		w.Ack, w.Details = "CE", details(wrong)
	}
	return w
}

func noQuery(text string) demographics.Flaw {
	return demographics.Flaw{Code: demographics.UnknownKey, Text: text, Location: "/" + demographics.ContinuationMessage + "/controlActProcess/queryContinuation/queryId"}
}

// Refuse makes a refusal of an answer: QE for a query that is wrong, AE for what
// cannot be answered.
func Refuse(a demographics.Answer, response string, wrong []demographics.Flaw) demographics.Answer {
	a.Ack, a.Response, a.Stopped, a.People, a.Total, a.Left = "AE", response, true, nil, 0, 0
	a.Details = append(a.Details, details(wrong)...)
	return a
}

// mostDetails bounds the errors told of one message.
const mostDetails = 20

func details(wrong []demographics.Flaw) []demographics.Detail {
	var all []demographics.Detail
	for _, f := range wrong {
		if f.Code != "" && len(all) < mostDetails {
			all = append(all, demographics.Detail{Kind: "E", Code: f.Code, Text: f.Text, Location: f.Location})
		}
	}
	return all
}

// tell adds people to an answer. scopes are the domains whose identifiers are
// wanted; none: that of the supplier.
func (x *Index) tell(a demographics.Answer, page []Match, total, left int, scopes []string) demographics.Answer {
	a.Total, a.Left = total, left
	for _, m := range page {
		p := &x.people[m.Place]
		told := demographics.Person{
			Family: p.Family, Given: p.Given, Gender: p.Gender, Birth: p.Birth, City: p.City, PostalCode: p.PostalCode,
			Telecom: p.Telecom, Maiden: p.MaidenName, Match: int(m.Degree), IDs: []hl7v3.II{{Root: p.OID, Extension: p.INS}},
		}
		for i, root := range scopes {
			if root == p.OID || slices.Contains(scopes[:i], root) {
				continue
			}
			other := hl7v3.II{Root: root} // no identifier there
			for _, id := range p.OtherIDs {
				if id.Root == root {
					other = hl7v3.II(id)
				}
			}
			told.Others = append(told.Others, other)
		}
		a.People = append(a.People, told)
	}
	return a
}
