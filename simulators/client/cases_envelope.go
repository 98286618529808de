package client

import (
	"bytes"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

const (
	appendixV = "IHE ITI TF-2 Appendix V.3"
	wsaSOAP   = "WS-Addressing 1.0 SOAP Binding 6.4"
	// elsewhere is where an asynchronous answer would go: nobody listens there.
	elsewhere = "http://127.0.0.1:9/etalon"
)

// envelopeCases are about SOAP, WS-Addressing and HTTP: they exist for every
// transaction.
func envelopeCases() []Case {
	required := []string{"MessageAddressingHeaderRequired", "Sender"}
	action := []string{"ActionNotSupported", "InvalidAddressingHeader", "ActionMismatch", "Sender"}
	return []Case{
		{
			Name: "chunked", Text: say("Le corps HTTP est en morceaux (chunked).", "The HTTP body is chunked."),
			Source: "RFC 9112, 7.1", Answer: success(), packing: func(p *packet) { p.chunk = 4096 },
		},
		{
			Name: "expect-continue", Text: say("La requête annonce Expect: 100-continue.", "The request announces Expect: 100-continue."),
			Source: "RFC 9110, 10.1.1", Answer: success(), packing: header("Expect", "100-continue"),
		},
		{
			Name: "other-prefixes", Text: say("Les préfixes de l'enveloppe sont autres.", "The prefixes of the envelope are different."),
			Source: "Namespaces in XML 1.0", Answer: success(), packing: rewritten("soap:", "e1:", "xmlns:soap=", "xmlns:e1=", "wsa:", "adresse:", "xmlns:wsa=", "xmlns:adresse="),
		},
		{
			Name: "xml-declaration", Text: say("L'enveloppe commence par une déclaration XML et un commentaire.", "The envelope begins with an XML declaration and a comment."),
			Source: "XML 1.0", Answer: success(), packing: func(p *packet) {
				p.rewrite = func(b []byte) []byte {
					return append([]byte("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!-- étalon -->\r\n"), b...)
				}
			},
		},
		{
			Name: "optional-headers", Text: say("Des en-têtes SOAP facultatifs, inconnus, à ignorer.", "Optional, unknown SOAP headers, to be ignored."),
			Source: appendixV + ".2; SOAP 1.2 part 1, 2.4", Answer: success(), packing: block(`<x:Trace xmlns:x="urn:etalon:header" soap:mustUnderstand="false">1</x:Trace>`),
		},
		{
			Name: "no-reply-to", Text: say("wsa:ReplyTo manque : la réponse est attendue sur la même connexion (WS-Addressing), mais IHE le demande (WSA102).", "wsa:ReplyTo is missing: the answer is due on the same connection (WS-Addressing), though IHE asks for it (WSA102)."),
			Source: appendixV + ".2.2", Answer: success(), packing: func(p *packet) { p.soap.ReplyTo = "" },
		},
		{
			Name: "no-content-type-action", Text: say("Le Content-Type n'a pas de paramètre action.", "The Content-Type has no action parameter."),
			Source: appendixV + ".2; RFC 3902", Answer: success(), packing: func(p *packet) { p.action = "" },
		},

		{
			Name: "no-action", Text: say("wsa:Action manque.", "wsa:Action is missing."),
			Source: appendixV + ".2.2 (WSA101); " + wsaSOAP + ".1.2", Answer: fault(required...), packing: func(p *packet) { p.soap.Action = "" },
		},
		{
			Name: "unknown-action", Text: say("wsa:Action est inconnue.", "wsa:Action is unknown."),
			Source: appendixV + ".2.2; " + wsaSOAP + ".2", Answer: fault(action...), packing: func(p *packet) { p.soap.Action, p.action = "urn:etalon:inconnue", "urn:etalon:inconnue" },
		},
		{
			Name: "wrong-action", Text: say("wsa:Action est celle de la réponse.", "wsa:Action is that of the response."),
			Source: appendixV + ".2.2; " + wsaSOAP + ".2", Answer: fault(action...), packing: func(p *packet) { p.soap.Action += "Response" },
		},
		{
			Name: "two-actions", Text: say("wsa:Action est répétée.", "wsa:Action is repeated."),
			Source: wsaSOAP + ".1.1", Answer: fault("InvalidAddressingHeader", "Sender"), packing: func(p *packet) {
				p.soap.Headers = append(p.soap.Headers, `<wsa:Action soap:mustUnderstand="true">`+p.soap.Action+`</wsa:Action>`)
			},
		},
		{
			Name: "no-message-id", Text: say("wsa:MessageID manque.", "wsa:MessageID is missing."),
			Source: appendixV + ".2.2; " + wsaSOAP + ".1.2", Answer: fault(required...), packing: func(p *packet) { p.soap.MessageID = "" },
		},
		{
			Name: "two-message-ids", Text: say("wsa:MessageID est répété.", "wsa:MessageID is repeated."),
			Source: wsaSOAP + ".1.1", Answer: fault("InvalidAddressingHeader", "Sender"), packing: func(p *packet) {
				p.soap.Headers = append(p.soap.Headers, `<wsa:MessageID>`+p.soap.MessageID+`</wsa:MessageID>`)
			},
		},
		{
			Name: "asynchronous", Text: say("wsa:ReplyTo demande une réponse asynchrone, que le serveur ne sait pas donner.", "wsa:ReplyTo asks for an asynchronous answer, which the server does not support."),
			Source: appendixV + ".2.2; " + wsaSOAP + ".1.8", Answer: fault("OnlyAnonymousAddressSupported", "InvalidAddressingHeader", "Sender"), packing: func(p *packet) { p.soap.ReplyTo = elsewhere },
		},
		{
			Name: "unknown-mandatory-header", Text: say("Un en-tête inconnu porte mustUnderstand.", "An unknown header carries mustUnderstand."),
			Source: "SOAP 1.2 part 1, 2.4 and 5.4.8", Answer: fault("MustUnderstand"), packing: block(`<x:Inconnu xmlns:x="urn:etalon:header" soap:mustUnderstand="true"/>`),
		},
		{
			Name: "soap-1.1", Text: say("L'enveloppe est en SOAP 1.1.", "The envelope is SOAP 1.1."),
			Source: "SOAP 1.2 part 1, appendix A", Answer: fault("VersionMismatch"), packing: rewritten(soap.NS12, soap.NS11),
		},
		{
			Name: "no-payload", Text: say("Le corps SOAP est vide.", "The SOAP body is empty."),
			Source: appendixV + ".2", Answer: fault("Sender"), packing: func(p *packet) { p.soap.Body = "" },
		},
		{
			Name: "other-payload", Text: say("Le corps SOAP est celui d'une autre opération.", "The SOAP body is that of another operation."),
			Source: appendixV + ".2", Answer: fault("Sender"), packing: func(p *packet) { p.soap.Body = `<x:Autre xmlns:x="urn:etalon:body"/>` },
		},
		{
			Name: "not-xml", Text: say("L'enveloppe n'est pas du XML bien formé.", "The envelope is not well-formed XML."),
			Source: "XML 1.0; SOAP 1.2 part 1, 5", Answer: fault("Sender"), packing: func(p *packet) {
				p.rewrite = func(b []byte) []byte { return bytes.Replace(b, []byte("</soap:Body>"), []byte("</soap:Corps>"), 1) }
			},
		},
		{
			Name: "doctype", Text: say("L'enveloppe a une déclaration de type de document, que SOAP interdit.", "The envelope has a document type declaration, which SOAP forbids."),
			Source: "SOAP 1.2 part 1, 5", Answer: fault("Sender"), packing: func(p *packet) {
				p.rewrite = func(b []byte) []byte { return append([]byte("<!DOCTYPE x [<!ENTITY e \"e\">]>"), b...) }
			},
		},
		{
			Name: "wrong-packaging", Text: say("Le message est dans l'autre des deux emballages, SOAP simple ou MTOM.", "The message is in the other one of the two packagings, simple SOAP or MTOM."),
			Source: appendixV + ".3", Answer: fault("Sender"), packing: func(p *packet) { p.mtom = !p.mtom },
		},
		{
			Name: "wrong-content-type", Text: say("Le Content-Type est text/plain.", "The Content-Type is text/plain."),
			Source: "RFC 3902; SOAP 1.2 part 2, 7", Answer: fault("Sender"), packing: func(p *packet) {
				p.media = func(string) string { return "text/plain; charset=UTF-8" }
			},
		},
	}
}

func header(name, value string) func(*packet) {
	return func(p *packet) { p.headers = append(p.headers, mtom.Header{Name: name, Value: value}) }
}

func block(xml string) func(*packet) {
	return func(p *packet) { p.soap.Headers = append(p.soap.Headers, xml) }
}

// rewritten replaces texts of the envelope, in pairs.
func rewritten(pairs ...string) func(*packet) {
	return func(p *packet) {
		p.rewrite = func(b []byte) []byte { return []byte(strings.NewReplacer(pairs...).Replace(string(b))) }
	}
}
