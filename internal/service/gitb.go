package service

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// The namespaces of a service of the test bed. Elements of a service that are no root
// are in none; those of core and tr are qualified.
const (
	soap11     = "http://schemas.xmlsoap.org/soap/envelope/"
	addressing = "http://www.w3.org/2005/08/addressing"
	vs         = "http://www.gitb.com/vs/v1/"
	core       = "http://www.gitb.com/core/v1/"
	actions    = "http://gitb.com/ValidationService/"
)

type envelope struct {
	Header struct {
		MessageID string `xml:"http://www.w3.org/2005/08/addressing MessageID"`
	} `xml:"http://schemas.xmlsoap.org/soap/envelope/ Header"`
	Body struct {
		Define   *struct{} `xml:"http://www.gitb.com/vs/v1/ GetModuleDefinitionRequest"`
		Validate *validate `xml:"http://www.gitb.com/vs/v1/ ValidateRequest"`
	} `xml:"http://schemas.xmlsoap.org/soap/envelope/ Body"`
}

type validate struct {
	Inputs inputs `xml:"input"`
}

// inputs are those of a request.
type inputs []content

// UnmarshalXML takes one more, as long as there are not too many.
func (l *inputs) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	if len(*l) == mostInputs {
		return errMany
	}
	var one content
	if err := d.DecodeElement(&one, &start); err != nil {
		return err
	}
	*l = append(*l, one)
	return nil
}

type content struct {
	Name   string `xml:"name,attr"`
	Method string `xml:"embeddingMethod,attr"`
	Value  string `xml:"http://www.gitb.com/core/v1/ value"`
}

// The names of the inputs.
const (
	inputFile    = "xml"
	inputProfile = "type"
	inputLocale  = "locale"
)

func (s *Service) soap(w http.ResponseWriter, r *http.Request) {
	var in envelope
	d := xml.NewDecoder(r.Body)
	if err := d.Decode(&in); err != nil {
		s.fault(w, "Client", "SOAP 1.1 : "+err.Error())
		return
	}
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		s.fault(w, "Client", err.Error())
		return
	}
	switch {
	case in.Body.Define != nil:
		s.reply(w, in.Header.MessageID, "getModuleDefinitionResponse", s.definition())
	case in.Body.Validate != nil:
		report, err := s.verify(r, *in.Body.Validate)
		if err != nil {
			code := "Client"
			if !errors.Is(err, errAsked) {
				s.note(err)
				code = "Server"
			}
			s.fault(w, code, err.Error())
			return
		}
		s.reply(w, in.Header.MessageID, "validateResponse", `<vs:ValidationResponse xmlns:vs="`+vs+`">`+report+`</vs:ValidationResponse>`)
	default:
		s.fault(w, "Client", "GetModuleDefinitionRequest ou (or) ValidateRequest")
	}
}

// errAsked is the error of a request that asks for what there is not.
var errAsked = errors.New("demande refusée (request refused)")

// verify judges the file of a request, and gives its report as an element of the answer.
func (s *Service) verify(r *http.Request, q validate) (string, error) {
	var raw []byte
	profile, lang := "", "fr"
	seen := map[string]bool{}
	for _, in := range q.Inputs {
		if seen[in.Name] {
			return "", fmt.Errorf("%w: input %q : deux fois (twice)", errAsked, in.Name)
		}
		seen[in.Name] = true
		switch in.Name {
		case inputFile:
			var err error
			if raw, err = in.bytes(); err != nil {
				return "", err
			}
		case inputProfile, inputLocale:
			b, err := in.bytes()
			if err != nil {
				return "", err
			}
			if in.Name == inputProfile {
				profile = strings.TrimSpace(string(b))
			} else if strings.HasPrefix(string(b), "en") {
				lang = "en"
			}
		}
	}
	if len(raw) == 0 || len(raw) > mostFile {
		return "", fmt.Errorf("%w: input %q", errAsked, inputFile)
	}
	p, ok := s.known(profile)
	if !ok {
		return "", fmt.Errorf("%w: input %q: %q n'existe pas ici (there is no such one here)", errAsked, inputProfile, profile)
	}
	text, err := s.judged(r.Context(), p.ID, inputFile, raw, "gitb", lang)
	if err != nil {
		return "", err
	}
	report := strings.TrimSpace(strings.TrimPrefix(string(text), xml.Header))
	report = strings.Replace(report, "<tr:TestStepReport ", "<report ", 1)
	return strings.TrimSuffix(report, "</tr:TestStepReport>") + "</report>", nil
}

// bytes are what an input holds. Nothing is fetched.
func (c content) bytes() ([]byte, error) {
	switch c.Method {
	case "STRING":
		return []byte(c.Value), nil
	case "", "BASE64":
		b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(c.Value), ""))
		if err != nil {
			return nil, fmt.Errorf("%w: input %q: base64: %w", errAsked, c.Name, err)
		}
		return b, nil
	}
	return nil, fmt.Errorf("%w: input %q: embeddingMethod %q ; rien n'est cherché ailleurs (nothing is fetched)", errAsked, c.Name, c.Method)
}

// definition is what the module is, and the inputs that it takes.
func (s *Service) definition() string {
	var ids []string
	for _, p := range s.Profiles {
		ids = append(ids, p.ID)
	}
	return `<vs:GetModuleDefinitionResponse xmlns:vs="` + vs + `" xmlns:core="` + core + `"><module id="etalon" operation="V"><core:metadata><core:name>Étalon</core:name><core:version>` + escaped(s.Version) + `</core:version></core:metadata><core:inputs>` +
		`<core:param name="` + inputFile + `" type="object" use="R" desc="Le fichier (the file)"/>` +
		`<core:param name="` + inputProfile + `" type="string" use="R" desc="` + escaped(strings.Join(ids, ", ")) + `"/>` +
		`<core:param name="` + inputLocale + `" type="string" use="O" desc="fr, en"/></core:inputs></module></vs:GetModuleDefinitionResponse>`
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // to memory: it cannot fail
	return b.String()
}

// reply answers; addressing is answered where it was used.
func (s *Service) reply(w http.ResponseWriter, to, action, body string) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	head := `<wsa:Action>` + actions + action + `</wsa:Action>`
	if to != "" {
		head += `<wsa:RelatesTo>` + escaped(to) + `</wsa:RelatesTo>`
	}
	if _, err := io.WriteString(w, xml.Header+`<soap:Envelope xmlns:soap="`+soap11+`"><soap:Header xmlns:wsa="`+addressing+`">`+head+`</soap:Header><soap:Body>`+body+`</soap:Body></soap:Envelope>`); err != nil { //nolint:gosec // XML, escaped where it is from outside
		s.note(err)
	}
}

func (s *Service) fault(w http.ResponseWriter, code, why string) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	w.WriteHeader(http.StatusInternalServerError)
	if _, err := io.WriteString(w, xml.Header+`<soap:Envelope xmlns:soap="`+soap11+`"><soap:Body><soap:Fault><faultcode>soap:`+code+`</faultcode><faultstring>`+escaped(why)+`</faultstring></soap:Fault></soap:Body></soap:Envelope>`); err != nil {
		s.note(err)
	}
}
