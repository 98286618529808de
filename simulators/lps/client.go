package lps

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/insi"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/lps/hl7"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
	"github.com/etalon-dmp/etalon/simulators/lps/vihf"
)

// maxAnswer bounds what the LPS reads of one response.
const maxAnswer = 50_000_000

// The services and their wsa:Action (spec: DMP §1.2).
const ownAction = "urn:si-dmp-patients:PatientSpecificEndPoint:"

const insiAction = "urn:ServiceIdentiteCertifiee:1.0.0:"

type service struct{ path, action string }

var services = map[etalon.Transaction]service{
	etalon.TD02:  {"patients", "urn:hl7-org:v3:PRPA_IN201307UV02"},
	etalon.ITI47: {"patientsPDQ", "urn:hl7-org:v3:PRPA_IN201305UV02"},
	etalon.TD03:  {"habilitations", "urn:si-dmp-habilitations:HabilitationsEndPoint:setAuthorization"},
	etalon.TD04:  {"patientsSpecific", ownAction + "patientList"},
	etalon.TD15a: {"patientsSpecific", ownAction + "createPatientAccess"},
	etalon.TD15b: {"patientsSpecific", ownAction + "patientOTPUpdate"},
	etalon.TD15d: {"patientsSpecific", ownAction + "updatePatientAccess"},
	etalon.TD16:  {"habilitations", "urn:si-dmp-habilitations:HabilitationsEndPoint:listAuthorizationByPatient"},
	etalon.TD13a: {"patients", "urn:hl7-org:v3:PRPA_IN201307UV02"},
	etalon.TD11:  {"patients", "urn:hl7-org:v3:PRPA_IN201311UV02"},
	etalon.TD12:  {"patients", "urn:hl7-org:v3:PRPA_IN201314UV02"},
	etalon.TD13b: {"patients", "urn:hl7-org:v3:PRPA_IN201314UV02"},
	etalon.TD14:  {"patients", "urn:hl7-org:v3:PRPA_IN201314UV02"},

	etalon.INSiTraits: {"insi", insiAction + "rechercherInsAvecTraitsIdentite"},
	etalon.INSiCard:   {"insi", insiAction + "rechercherInsAvecCarteVitale"},

	etalon.ITI41: {"repository", "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"},
	etalon.ITI43: {"repository", "urn:ihe:iti:2007:RetrieveDocumentSet"},
	etalon.RAD69: {"imaging", "urn:ihe:rad:2009:RetrieveImagingDocumentSet"},
	etalon.ITI18: {"registry", "urn:ihe:iti:2007:RegistryStoredQuery"},
	etalon.ITI57: {"registry", "urn:ihe:iti:2010:UpdateDocumentSet"},
	etalon.ITI62: {"registry", "urn:ihe:iti:2010:DeleteDocumentSet"},
}

// outgoing is one HTTP request before it is sent.
type outgoing struct {
	Service     string // last step of the path
	Action      string
	Envelope    []byte
	MTOM        bool
	Boundary    string
	RootID      string
	Attachments []mtom.OutPart
	ContentType string // of the HTTP request
	MessageID   string // that the answer relates to
}

// tls is how every connection is made.
func (l *LPS) tls() *tls.Config {
	c := &tls.Config{
		RootCAs: l.cfg.Roots, Certificates: []tls.Certificate{l.cfg.Auth}, Time: l.cfg.Clock,
		MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12,
		CipherSuites: []uint16{
			tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
		},
	}
	c.VerifyConnection = l.strongEnough
	if l.hooks.tls != nil {
		l.hooks.tls(l, c)
	}
	return c
}

func (l *LPS) transport(with tls.Certificate) *http.Client {
	config := l.tls()
	if len(with.Certificate) > 0 {
		config.Certificates = []tls.Certificate{with}
	}
	return &http.Client{
		Timeout: l.cfg.Timeout,
		// One connection per request: net/http would otherwise repeat a request
		// by itself when a kept connection turns out dead.
		Transport:     &http.Transport{TLSClientConfig: config, DisableKeepAlives: true, Proxy: nil},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// answer is a response that could be read.
type answer struct {
	payload xmldoc.Node
	fault   *trouble // a SOAP fault
	parts   mtom.Message
}

// send makes one exchange: VIHF, envelope, HTTP, and the response read back. A
// trouble is what the user must be told: no answer, or one that is no answer.
func (l *LPS) send(ctx context.Context, c *call, body string, documents []submission.Document) (answer, *trouble) {
	out, err := l.pack(c, body, documents)
	if err != nil {
		return answer{}, &trouble{Text: "Le message n'a pas pu être fait : " + err.Error()}
	}
	a, t := l.audited(ctx, c, out)
	if l.hooks.flow.retryBlindly && (t != nil || a.failed()) {
		a, t = l.audited(ctx, c, out)
	}
	if l.hooks.flow.repeatDone && c.transaction == etalon.ITI41 && t == nil && !a.failed() {
		_, _ = l.audited(ctx, c, out)
	}
	if t == nil && a.fault != nil {
		return a, a.fault
	}
	return a, t
}

// gdpWrapper is the namespace of the answers to registrations.
const gdpWrapper = "asip:ci-sis:gdp:2010" //nolint:gosec // a namespace

// failed says whether a response is an error of any kind.
func (a answer) failed() bool {
	if a.fault != nil || submission.Read(a.payload).Status == "Failure" {
		return true
	}
	return a.payload.Space() == gdpWrapper && hl7.Read(a.payload).Ack != "AA"
}

// pack writes the message.
func (l *LPS) pack(c *call, body string, documents []submission.Document) (*outgoing, error) {
	var headers []string
	asksINSi := c.asksINSi()
	if asksINSi && l.door() {
		headers = l.insiHeaders(c)
	} else if asksINSi {
		token, err := l.insiToken(c)
		if err != nil {
			return nil, err
		}
		headers = append(l.insiHeaders(c), vihf.Header(token))
	} else if !l.cfg.Plain {
		token, err := l.token(c)
		if err != nil {
			return nil, err
		}
		headers = append(headers, vihf.Header(token))
	} else if l.cfg.Identity {
		token, err := l.identity(c)
		if err != nil {
			return nil, err
		}
		headers = append(headers, vihf.Header(token))
	}
	s := services[c.transaction]
	if c.action != "" {
		s.action = c.action
	}
	m := &soap.Message{
		Action: s.action, MessageID: "urn:uuid:" + l.uuid(), ReplyTo: soap.Anonymous, To: l.address(s.path), WithTo: true,
		Headers: headers, Body: body,
	}
	if asksINSi { // whose messages are named by a UUID without urn:
		m.MessageID = "uuid:" + l.uuid()
	}
	apply(l.hooks.soap, c, m)
	out := &outgoing{Service: s.path, Action: s.action, Envelope: m.Bytes(), MessageID: m.MessageID}
	if l.hooks.envelope != nil {
		out.Envelope = l.hooks.envelope(c, out.Envelope)
	}
	if c.transaction == etalon.ITI41 || c.transaction == etalon.ITI43 || c.transaction == etalon.RAD69 {
		out.MTOM = true
		out.Boundary, out.RootID = "etalon-"+l.uuid(), "root."+l.uuid()+"@etalon"
		for _, d := range documents {
			out.Attachments = append(out.Attachments, mtom.BinaryPart(contentID(d), d.Media, d.Content))
		}
	}
	apply(l.hooks.packaging, c, out)
	if out.ContentType == "" {
		out.ContentType = soap.ContentType(out.Action)
		if out.MTOM {
			out.ContentType = mtom.ContentType(out.Boundary, out.RootID, out.Action)
		}
	}
	return out, nil
}

// contentID is where an xop:Include of a document points.
func contentID(d submission.Document) string { return d.ID + "@etalon" }

func (o *outgoing) body() []byte {
	if !o.MTOM {
		return o.Envelope
	}
	parts := append([]mtom.OutPart{mtom.RootPart(o.RootID, o.Envelope)}, o.Attachments...)
	return mtom.Outgoing{Boundary: o.Boundary, Parts: parts}.Bytes()
}

func (l *LPS) address(path string) string { return l.base.JoinPath(path).String() }

func (l *LPS) exchange(ctx context.Context, out *outgoing) (answer, *trouble) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, l.address(out.Service), bytes.NewReader(out.body()))
	if err != nil {
		return answer{}, &trouble{Text: "Adresse du DMP inutilisable : " + err.Error()}
	}
	req.Header.Set("Content-Type", out.ContentType)
	req.Header.Set("User-Agent", l.cfg.Name+"/"+l.cfg.Version)
	client := l.client
	if l.door() && out.Service == services[etalon.INSiTraits].path && !l.hooks.flow.ownDoor {
		client = l.insi
	}
	resp, err := client.Do(req)
	if err != nil {
		return answer{}, noAnswer(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return answer{}, noAnswer(err)
	}
	if l.cfg.Answered != nil {
		l.cfg.Answered(out.MessageID)
	}
	return l.readAnswer(out, resp.StatusCode, resp.Header.Get("Content-Type"), b)
}

// leastBits is the size of the smallest RSA key that is taken (RFC 9325 §4.5).
const leastBits = 2048

// strongEnough refuses a server whose key is too small: the library does not.
func (l *LPS) strongEnough(s tls.ConnectionState) error {
	if key, is := s.PeerCertificates[0].PublicKey.(*rsa.PublicKey); is && key.N.BitLen() < leastBits {
		return untrusted{fmt.Errorf("la clé du serveur n'a que %d bits", key.N.BitLen())}
	}
	return l.notRevoked(s)
}

// untrusted is a server that is not taken for the right one.
type untrusted struct{ error }

func noAnswer(err error) *trouble {
	var wrong *tls.CertificateVerificationError
	var weak untrusted
	if errors.As(err, &wrong) || errors.As(err, &weak) {
		return &trouble{Code: "CERTIFICAT", Text: "Le serveur n'est pas celui attendu ; rien n'a été envoyé : " + err.Error()}
	}
	var timeout interface{ Timeout() bool }
	if errors.As(err, &timeout) && timeout.Timeout() {
		return &trouble{Code: "TIMEOUT", Text: "Le DMP n'a pas répondu à temps. Rien ne dit que la demande a été prise en compte ; elle n'est pas renvoyée."}
	}
	return &trouble{Code: "CONNEXION", Text: "La liaison avec le DMP a échoué : " + err.Error()}
}

// readAnswer reads a response, multipart or not, whatever its HTTP status: a
// fault may come either way (spec: DMP §6.2). An answer to another request, or
// one that is not whole, is none.
func (l *LPS) readAnswer(out *outgoing, status int, contentType string, b []byte) (answer, *trouble) {
	a := answer{parts: mtom.Read(contentType, b, 0, mtom.Limits{})}
	unreadable := &trouble{Code: "HTTP " + strconv.Itoa(status), Text: "La réponse du serveur est illisible."}
	root, ok := a.parts.Root()
	if !ok {
		return a, unreadable
	}
	if broken(a.parts) && !l.hooks.flow.trustBroken {
		return a, &trouble{Code: "MIME", Text: "La réponse du serveur est incomplète ou ambiguë : elle n'est pas utilisée."}
	}
	if t := a.parts.Media.Type; !a.parts.Multipart && t != "application/soap+xml" {
		return a, &trouble{Code: "HTTP " + strconv.Itoa(status), Text: "La réponse du serveur n'est pas un message SOAP 1.2 : " + t}
	}
	doc, err := xmldoc.Parse(root.Body, xmldoc.Limits{})
	if err != nil {
		return a, unreadable
	}
	e := soap.Read(doc)
	if r := e.RelatesTo(); r != "" && r != out.MessageID && !l.hooks.flow.trustAnyAnswer {
		return a, &trouble{Code: "wsa:RelatesTo", Text: "La réponse du serveur ne répond pas à cette demande."}
	}
	if code, subcode, reason, isFault := e.Fault(); isFault {
		t := &trouble{Code: code, Text: reason}
		if subcode != "" {
			t.Code = subcode
		}
		if own, is := insi.ReadError(e.Payload); is {
			t.Code = own.Code
		}
		a.fault = t
		return a, nil
	}
	if !e.Payload.OK() {
		return a, unreadable
	}
	a.payload = e.Payload
	return a, nil
}

func signerOf(c tls.Certificate) (xmlsec.Signer, error) {
	key, ok := c.PrivateKey.(crypto.Signer)
	if !ok || len(c.Certificate) == 0 {
		return xmlsec.Signer{}, fmt.Errorf("no private key with a certificate")
	}
	return xmlsec.Signer{Key: key, Chain: c.Certificate}, nil
}
