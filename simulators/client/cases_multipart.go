package client

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/mtom"
)

// multipartCases are about MTOM packaging (ITI-41, ITI-43).
func multipartCases() []Case {
	return []Case{
		{
			Name: "odd-boundary", Text: say("Le délimiteur a tous les signes permis.", "The boundary has every sign that is allowed."),
			Source: "RFC 2046, 5.1.1", Answer: success(), packing: func(p *packet) { p.boundary = "=_'()+,-./:=?_" + p.boundary },
		},
		{
			Name: "preamble", Text: say("Un texte précède le premier délimiteur.", "A text stands before the first delimiter."),
			Source: "RFC 2046, 5.1.1", Answer: success(), packing: func(p *packet) { p.preamble = "Texte à ignorer.\r\n" },
		},
		{
			Name: "no-boundary", Text: say("Le Content-Type n'a pas de délimiteur.", "The Content-Type has no boundary."),
			Source: appendixV + ".3", Answer: fault("Sender"), packing: without("boundary"),
		},
		{
			Name: "wrong-boundary", Text: say("Le délimiteur annoncé n'est pas dans le corps.", "The boundary announced is not in the body."),
			Source: appendixV + ".3", Answer: fault("Sender"), packing: func(p *packet) {
				p.media = func(m string) string { return strings.Replace(m, p.boundary, "autre-"+p.boundary, 1) }
			},
		},
		{
			Name: "unknown-start", Text: say("start ne désigne aucune partie.", "start names no part."),
			Source: appendixV + ".3", Answer: fault("Sender"), packing: func(p *packet) {
				p.media = func(m string) string { return strings.Replace(m, p.rootID, "nulle-part", 1) }
			},
		},
		{
			Name: "no-type", Text: say("Le paramètre type du Content-Type manque.", "The type parameter of the Content-Type is missing."),
			Source: appendixV + ".3", Answer: fault("Sender"), packing: without("type"),
		},
		{
			Name: "cut-multipart", Text: say("Le corps multipart n'a pas de délimiteur final.", "The multipart body has no closing delimiter."),
			Source: "RFC 2046, 5.1.1", Answer: fault("Sender"), packing: func(p *packet) { p.cut = true },
		},
	}
}

// provideMultipartCases are about the parts of documents (ITI-41).
func provideMultipartCases() []Case {
	missing := failure("XDSMissingDocument", "XDSRepositoryError")
	return []Case{
		{
			Name: "root-last", Text: say("La partie racine est la dernière ; start la désigne.", "The root part is the last one; start names it."),
			Source: "RFC 2387, 3.2", Answer: success(), packing: func(p *packet) { p.reorder = true },
		},
		{
			Name: "unresolved-cid", Text: say("L'inclusion xop désigne une partie absente.", "The xop inclusion names a part that is not there."),
			Source: "XOP 1.0, 2.1", Answer: missing, packing: func(p *packet) { rename(&p.parts[0], "<autre@etalon>") },
		},
		{
			Name: "no-content-id", Text: say("La partie du document n'a pas de Content-ID.", "The part of the document has no Content-ID."),
			Source: appendixV + ".3; XOP 1.0", Answer: missing, packing: func(p *packet) { p.parts[0].Headers = p.parts[0].Headers[:len(p.parts[0].Headers)-1] },
		},
		{
			Name: "bare-content-id", Text: say("Le Content-ID de la partie n'a pas de chevrons.", "The Content-ID of the part has no angle brackets."),
			Source: appendixV + ".3; RFC 2392", Answer: missing, packing: func(p *packet) {
				h := p.parts[0].Headers[len(p.parts[0].Headers)-1]
				rename(&p.parts[0], strings.Trim(h.Value, "<>"))
			},
		},
	}
}

func rename(p *mtom.OutPart, id string) {
	h := append([]mtom.Header(nil), p.Headers...)
	h[len(h)-1].Value = id
	p.Headers = h
}

// without takes a parameter out of the Content-Type.
func without(parameter string) func(*packet) {
	return func(p *packet) {
		p.media = func(m string) string {
			var kept []string
			for part := range strings.SplitSeq(m, "; ") {
				if !strings.HasPrefix(part, parameter+"=") {
					kept = append(kept, part)
				}
			}
			return strings.Join(kept, "; ")
		}
	}
}
