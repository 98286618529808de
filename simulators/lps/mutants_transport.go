package lps

import (
	"bytes"
	"crypto/tls"
	"encoding/base64"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// Defects of TLS, SOAP, WS-Addressing and MTOM: checks T01 to T07.
func transportMutants() []Mutant {
	return []Mutant{
		define("tls-signature-certificate", "T02", "TLS s'authentifie avec le certificat de signature.", "TLS authenticates with the signature certificate.",
			func(h *hooks) {
				h.tls = func(l *LPS, c *tls.Config) { c.Certificates = []tls.Certificate{l.cfg.Sign} }
			}),
		define("tls-no-certificate", "T02", "Aucun certificat client n'est présenté.", "No client certificate is presented.",
			func(h *hooks) { h.tls = func(_ *LPS, c *tls.Config) { c.Certificates = nil } }),
		define("soap-1.1", "T03", "L'enveloppe est en SOAP 1.1.", "The envelope is SOAP 1.1.",
			func(h *hooks) { h.envelope = replaceAll(soap.NS12, soap.NS11) }),
		define("action-content-type", "T03", "L'action du Content-Type n'est pas celle de wsa:Action.", "The Content-Type action is not that of wsa:Action.",
			func(h *hooks) { h.packaging = func(_ *call, o *outgoing) { o.Action = "urn:autre" } }),
		define("action-wrong", "T03", "wsa:Action nomme une autre opération.", "wsa:Action names another operation.",
			func(h *hooks) { h.soap = func(_ *call, m *soap.Message) { m.Action += "-autre" } }),
		define("sent-to-another-service", "T07", "Le message est envoyé à l'adresse d'un autre service.", "The message is sent to the address of another service.",
			func(h *hooks) { h.packaging = func(_ *call, o *outgoing) { o.Service = "patients" } }, etalon.ActListRecords),
		define("message-id-reused", "T04", "Le même MessageID sert à toutes les requêtes.", "One MessageID serves all requests.",
			func(h *hooks) {
				h.soap = func(c *call, m *soap.Message) { m.MessageID = c.lps.keep("message-id", m.MessageID) }
			}, etalon.ActListDocuments, etalon.ActFeed),
		define("message-id-not-uuid", "T04", "MessageID n'est pas un urn:uuid.", "MessageID is no urn:uuid.",
			func(h *hooks) {
				h.soap = func(_ *call, m *soap.Message) { m.MessageID = strings.TrimPrefix(m.MessageID, "urn:uuid:") }
			}),
		define("to-missing", "T04", "wsa:To est absent.", "wsa:To is missing.",
			func(h *hooks) { h.soap = func(_ *call, m *soap.Message) { m.To, m.WithTo = "", false } }),
		define("reply-to-missing", "T04", "wsa:ReplyTo est absent.", "wsa:ReplyTo is missing.",
			func(h *hooks) { h.soap = func(_ *call, m *soap.Message) { m.ReplyTo = "" } }),
		define("must-understand-missing", "T04", "Action et ReplyTo ne portent pas mustUnderstand.", "Action and ReplyTo lack mustUnderstand.",
			func(h *hooks) { h.envelope = replaceAll(` soap:mustUnderstand="true"`, "") }),
		define("header-unknown", "T04.unknown", "Un en-tête de l'éditeur doit être compris.", "A header of the vendor's own must be understood.",
			func(h *hooks) {
				h.envelope = replaceAll(`<wsa:Action `, `<t:Trace xmlns:t="urn:x:trace" soap:mustUnderstand="true">1</t:Trace><wsa:Action `)
			}),
		define("feed-without-mtom", "T06", "L'alimentation est envoyée sans MTOM, documents en base64.", "Feeding is sent without MTOM, documents in base64.",
			func(h *hooks) {
				h.set = onlyFeed(func(s *submission.Set) {
					for i := range s.Documents {
						d := &s.Documents[i]
						d.Href, d.Inline = "", base64.StdEncoding.EncodeToString(d.Content)
					}
				})
				h.packaging = func(_ *call, o *outgoing) { o.MTOM, o.Attachments = false, nil }
			}, etalon.ActFeed),
		define("cid-unresolved", "T06", "Un xop:Include vise une partie qui n'existe pas.", "An xop:Include points at no part.",
			func(h *hooks) {
				h.set = onlyFeed(func(s *submission.Set) { s.Documents[0].Href += ".absent" })
			}, etalon.ActFeed),
		define("document-id-case", "T06", "L'id d'un Document diffère par la casse de celui de sa fiche.", "A Document id differs in letter case from its entry's.",
			func(h *hooks) {
				h.set = onlyFeed(func(s *submission.Set) { s.Documents[0].ID = strings.ToLower(s.Documents[0].ID) })
				h.packaging = func(_ *call, o *outgoing) { // the part itself is still there
					for i := range o.Attachments {
						for j := range o.Attachments[i].Headers {
							hd := &o.Attachments[i].Headers[j]
							hd.Value = strings.Replace(hd.Value, "<document0", "<Document0", 1)
						}
					}
				}
			}, etalon.ActFeed),
		define("document-missing", "T06", "Une fiche n'a pas son Document.", "An entry has no Document.",
			func(h *hooks) {
				h.set = onlyFeed(func(s *submission.Set) { s.Documents = s.Documents[1:] })
			}, etalon.ActFeed),
	}
}

func replaceAll(old, replacement string) func(*call, []byte) []byte {
	return func(_ *call, b []byte) []byte { return bytes.ReplaceAll(b, []byte(old), []byte(replacement)) }
}

// onlyFeed limits a defect of submissions to ITI-41.
func onlyFeed(f func(*submission.Set)) func(*call, *submission.Set) {
	return func(c *call, s *submission.Set) {
		if c.transaction == etalon.ITI41 {
			f(s)
		}
	}
}

// keep gives the first value that was kept under a name in this session.
func (l *LPS) keep(name, value string) string {
	if v, ok := l.session.kept[name]; ok {
		return v
	}
	l.session.kept[name] = value
	return value
}

// keepForever is keep, but a reset does not forget it: a defect of the
// installation rather than of the session.
func (l *LPS) keepForever(name, value string) string {
	if v, ok := l.forever[name]; ok {
		return v
	}
	l.forever[name] = value
	return value
}
