package demographics

import (
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

func head(n xmldoc.Node) Head {
	device := n.Path(hl7v3.NS, "sender", "device")
	h := Head{ID: name(n.Child(hl7v3.NS, "id"))}
	if called := text(device.Child(hl7v3.NS, "softwareName")); len(called) <= MostID {
		h.SenderName = called
	}
	if root := strings.TrimSpace(device.Child(hl7v3.NS, "id").Attr("", "root")); IsOID(root) {
		h.Sender = root
	}
	return h
}

// ReadSearch reads the payload of a search.
func ReadSearch(n xmldoc.Node) *Search {
	act := n.Child(hl7v3.NS, "controlActProcess")
	by := act.Child(hl7v3.NS, "queryByParameter")
	s := &Search{Head: head(n), QueryID: name(by.Child(hl7v3.NS, "queryId")), Least: -1, Parameters: by}
	base := "/" + n.Local() + "/controlActProcess/queryByParameter"
	if !by.OK() {
		s.flaw(Missing, base, "queryByParameter est absent", "queryByParameter is missing")
		return s
	}
	if id := by.Child(hl7v3.NS, "queryId"); !id.OK() {
		s.flaw(Missing, base+"/queryId", "queryId est absent", "queryId is missing")
	} else if s.QueryID.Root == "" {
		s.bad(BadValue, id, "queryId n'a pas de racine OID ou UUID, ou est démesuré", "queryId has no OID or UUID root, or is far too long")
	}
	s.control(by)
	list := by.Child(hl7v3.NS, "parameterList")
	values := 0
	for p := range list.Children() {
		if p.Space() != hl7v3.NS {
			continue
		}
		if values += valuesOf(p); values > MostValues {
			s.flaw(NotInTable, path(list), "plus de "+strconv.Itoa(MostValues)+" valeurs de critères", "more than "+strconv.Itoa(MostValues)+" values of parameters")
			for c := range list.Children() {
				s.Wrong = append(s.Wrong, Flaw{At: c})
			}
			return s
		}
		s.parameter(p)
	}
	if s.Empty() && len(s.Wrong) == 0 {
		s.flaw(Missing, base+"/parameterList", "aucun critère de recherche", "no search parameter")
	}
	return s
}

func valuesOf(p xmldoc.Node) int {
	n := 0
	for range p.ChildrenNamed(hl7v3.NS, "value") {
		n++
	}
	return max(n, 1)
}

// control reads how the answer is wanted. Of the forms of HL7, IHE has that of an
// immediate answer in real time alone.
func (s *Search) control(by xmldoc.Node) {
	for _, want := range []struct{ name, code, fr, en string }{
		{"responseModalityCode", "R", "réponse en temps réel (R) seule servie", "only an answer in real time (R) is served"},
		{"responsePriorityCode", "I", "réponse immédiate (I) seule servie : le mode différé (D) n'existe pas ici", "only an immediate answer (I) is served: there is no deferred mode (D) here"},
	} {
		n := by.Child(hl7v3.NS, want.name)
		if code := strings.TrimSpace(n.Attr("", "code")); n.OK() && code != want.code {
			s.bad(NotInTable, n, want.fr+", "+quoted(code), want.en+", "+quoted(code))
		}
	}
	if n := by.Child(hl7v3.NS, "initialQuantity"); n.OK() {
		v, err := strconv.Atoi(strings.TrimSpace(n.Attr("", "value")))
		if err != nil || v < 1 {
			s.bad(BadValue, n, "initialQuantity n'est pas un entier positif", "initialQuantity is not a positive integer")
		}
		s.Limit = max(v, 0)
	}
	criteria := by.Child(hl7v3.NS, "matchCriterionList")
	s.Algorithm = text(criteria.Path(hl7v3.NS, "matchAlgorithm", "value"))
	if n := criteria.Path(hl7v3.NS, "minimumDegreeMatch", "value"); n.OK() {
		v, err := strconv.Atoi(strings.TrimSpace(n.Attr("", "value")))
		if err != nil || v < 0 || v > 100 {
			s.bad(BadValue, criteria, "minimumDegreeMatch n'est pas un entier de 0 à 100", "minimumDegreeMatch is not an integer from 0 to 100")
			v = -1
		}
		s.Least = v
	}
}

// parameter reads one element of parameterList.
func (s *Search) parameter(p xmldoc.Node) {
	many := 0
	for v := range p.ChildrenNamed(hl7v3.NS, "value") {
		many++
		s.value(p, v)
	}
	if many == 0 && p.Local() != "id" {
		s.bad(Missing, p, "le critère "+p.Local()+" n'a pas de valeur", "the parameter "+p.Local()+" has no value")
	}
}

// value reads one value of a parameter.
func (s *Search) value(p, v xmldoc.Node) {
	switch p.Local() {
	case "livingSubjectAdministrativeGender":
		s.gender(p, v)
	case "livingSubjectBirthTime":
		s.birth(p, v)
	case "livingSubjectId":
		if id, ok := s.identifier(p, v, true); ok {
			s.IDs = append(s.IDs, id)
		}
	case "principalCareProviderId":
		if id, ok := s.identifier(p, v, false); ok {
			s.Providers = append(s.Providers, id)
		}
	case "otherIDsScopingOrganization":
		if id, ok := s.identifier(p, v, false); ok {
			s.Scopes = append(s.Scopes, Scope{id.Root, path(v)})
		}
	case "livingSubjectName":
		s.Names = s.named(s.Names, p, v)
	case "mothersMaidenName":
		s.Maidens = s.named(s.Maidens, p, v)
	case "patientAddress":
		a := Address{
			strings.Join(texts(v, "streetAddressLine"), " "), text(v.Child(hl7v3.NS, "city")), text(v.Child(hl7v3.NS, "postalCode")),
			text(v.Child(hl7v3.NS, "state")), text(v.Child(hl7v3.NS, "country")),
		}
		if a == (Address{}) {
			s.bad(Missing, p, "l'adresse demandée est vide", "the address asked for is empty")
			return
		}
		s.Addresses = append(s.Addresses, a)
	case "patientTelecom":
		t := strings.TrimSpace(v.Attr("", "value"))
		if t == "" {
			s.bad(Missing, p, "l'adresse de télécommunication demandée est vide", "the telecom asked for is empty")
			return
		}
		s.Telecoms = append(s.Telecoms, t)
	default:
		s.bad(NotInTable, p, "critère non servi : "+p.Local(), "parameter not served: "+p.Local())
	}
}

func (s *Search) gender(p, v xmldoc.Node) {
	switch code := strings.TrimSpace(v.Attr("", "code")); {
	case code != "M" && code != "F" && code != "UN":
		s.bad(NotInTable, p, "sexe inconnu : "+quoted(code), "unknown gender: "+quoted(code))
	case len(s.Genders) > 0:
		s.bad(NotInTable, p, "un seul sexe peut être demandé", "one gender only can be asked for")
	default:
		s.Genders = append(s.Genders, code)
	}
}

func (s *Search) birth(p, v xmldoc.Node) {
	if len(s.Births) > 0 {
		s.bad(NotInTable, p, "une seule date de naissance peut être demandée", "one date of birth only can be asked for")
		return
	}
	var given [3]string
	any := false
	for i, at := range []xmldoc.Node{v, v.Child(hl7v3.NS, "low"), v.Child(hl7v3.NS, "high")} {
		raw, is := at.LookupAttr("", "value")
		if !is {
			continue
		}
		digits, ok := moment(raw)
		if !ok {
			s.bad(BadValue, p, "date de naissance impossible : "+quoted(raw), "impossible date of birth: "+quoted(raw))
			return
		}
		given[i], any = digits, true
	}
	in := Interval{given[1], given[2]}
	if given[0] != "" {
		in = Interval{given[0], given[0]}
	}
	switch n := min(len(in.Low), len(in.High)); {
	case !any:
		s.bad(Missing, p, "la date de naissance demandée est vide", "the date of birth asked for is empty")
	case in.Low[:n] > in.High[:n]:
		s.bad(BadValue, p, "l'intervalle de naissance finit avant de commencer", "the interval of birth ends before it begins")
	default:
		s.Births = append(s.Births, in)
	}
}

// identifier reads an identifier; one of a person has an extension.
func (s *Search) identifier(p, v xmldoc.Node, person bool) (hl7v3.II, bool) {
	id := name(v)
	switch {
	case id.Root == "" || !IsOID(id.Root):
		s.bad(BadValue, p, p.Local()+" n'a pas de racine OID, ou est démesuré", p.Local()+" has no OID root, or is far too long")
	case person && strings.TrimSpace(id.Extension) == "":
		s.bad(Missing, p, "l'identifiant demandé n'a pas d'extension", "the identifier asked for has no extension")
	default:
		return id, true
	}
	return hl7v3.II{}, false
}

func (s *Search) named(all []Name, p, v xmldoc.Node) []Name {
	n := Name{texts(v, "family"), texts(v, "given"), v.Attr("", "use") == "SRCH"}
	if whole := text(v); len(n.Families)+len(n.Givens) == 0 && whole != "" {
		n.Families = []string{whole} // a name without parts
	}
	if len(n.Families)+len(n.Givens) == 0 {
		s.bad(Missing, p, "le nom demandé est vide", "the name asked for is empty")
		return all
	}
	return append(all, n)
}

func (s *Search) flaw(code, location, fr, en string) {
	s.Wrong = append(s.Wrong, Flaw{Code: code, Text: fr + " (" + en + ")", Location: location})
}

// bad tells of an element that is not said again.
func (s *Search) bad(code string, at xmldoc.Node, fr, en string) {
	s.Wrong = append(s.Wrong, Flaw{code, fr + " (" + en + ")", path(at), at})
}
