package lps

import (
	"bytes"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// Defects of SOAP, WS-Addressing and MTOM.
func plainPackagingMutants() []Mutant {
	return []Mutant{
		define("message-id-bare", "T04", "MessageID est un UUID sans urn:uuid.", "MessageID is a UUID without urn:uuid.",
			onMessage(func(m *soap.Message) { m.MessageID = strings.TrimPrefix(m.MessageID, "urn:uuid:") }), etalon.ActQuery),
		define("body-of-two", "T03", "Le corps SOAP contient deux éléments.", "The SOAP body holds two elements.",
			onMessage(func(m *soap.Message) { m.Body += m.Body }), etalon.ActQuery),
		define("charset-latin", "T03", "Le jeu de caractères annoncé n'est pas UTF-8.", "The charset announced is not UTF-8.",
			onPacket(func(o *outgoing) {
				o.ContentType = `application/soap+xml; charset=ISO-8859-1; action="` + o.Action + `"`
			}), etalon.ActQuery),
		define("plain-xml", "T03", "Le message est annoncé comme text/xml.", "The message is announced as text/xml.",
			onPacket(func(o *outgoing) { o.ContentType = "text/xml; charset=UTF-8" }), etalon.ActQuery),
		define("retrieve-without-mtom", "T06", "ITI-43 est envoyé sans MTOM.", "ITI-43 is sent without MTOM.",
			onPacket(func(o *outgoing) { o.MTOM = false }), etalon.ActFetch),
		define("start-unresolved", "T06", "Le paramètre start ne désigne aucune partie.", "The parameter start names no part.",
			onPacket(func(o *outgoing) { o.ContentType = mtom.ContentType(o.Boundary, "autre@etalon", o.Action) }), etalon.ActFeed),
		define("type-parameter", "T06", "Le paramètre type n'est pas application/xop+xml.", "The parameter type is not application/xop+xml.",
			onPacket(func(o *outgoing) {
				o.ContentType = strings.Replace(mtom.ContentType(o.Boundary, o.RootID, o.Action), "application/xop+xml", "text/xml", 1)
			}), etalon.ActFeed),
		define("start-info-other", "T06", "start-info n'est pas le type de l'enveloppe.", "start-info is not the type of the envelope.",
			onPacket(func(o *outgoing) {
				if o.MTOM {
					o.ContentType = strings.Replace(mtom.ContentType(o.Boundary, o.RootID, o.Action), `start-info="application/soap+xml"`, `start-info="text/xml"`, 1)
				}
			}), etalon.ActFeed),
		define("written-in-latin", "T03", "L'enveloppe se dit en ISO-8859-1 sous un Content-Type en UTF-8.", "The envelope says ISO-8859-1 under a Content-Type that says UTF-8.",
			func(h *hooks) {
				h.envelope = func(_ *call, b []byte) []byte {
					return append([]byte(`<?xml version="1.0" encoding="ISO-8859-1"?>`), b...)
				}
			}, etalon.ActQuery),
		define("content-id-bare", "T06", "Un Content-ID est écrit sans chevrons.", "A Content-ID is written without angle brackets.",
			onPacket(func(o *outgoing) {
				for i := range o.Attachments {
					for j := range o.Attachments[i].Headers {
						if h := &o.Attachments[i].Headers[j]; strings.EqualFold(h.Name, "Content-ID") {
							h.Value = strings.Trim(h.Value, "<>")
						}
					}
				}
			}), etalon.ActFeed),
		define("content-id-twice", "T06", "Deux parties ont le même Content-ID.", "Two parts have one Content-ID.",
			onPacket(func(o *outgoing) {
				if len(o.Attachments) > 0 {
					o.Attachments = append(o.Attachments, o.Attachments[0])
				}
			}), etalon.ActFeed),
		define("include-beside-text", "T06", "xop:Include n'est pas seul dans Document.", "xop:Include is not alone in Document.",
			func(h *hooks) {
				h.envelope = func(_ *call, b []byte) []byte {
					return bytes.Replace(b, []byte("</xdsb:Document>"), []byte("JVBERi0=</xdsb:Document>"), 1)
				}
			}, etalon.ActFeed),
		define("include-by-url", "T06", "xop:Include désigne une adresse, pas une partie.", "xop:Include names an address, not a part.",
			rewritten(`href="cid:`, `href="https://etalon.invalid/`), etalon.ActFeed),
	}
}

// Defects of conduct after an error.
func plainReactionMutants() []Mutant {
	conduct := func(name string, b etalon.BehaviourName, a etalon.ActionName, fr, en string, f func(*flow)) Mutant {
		m := define(name, "S02", fr, en, func(h *hooks) { f(&h.flow) }, a)
		m.Behaviour = b
		return m
	}
	retry := func(f *flow) { f.retryBlindly = true }
	success := func(f *flow) { f.successAfterError = true }
	hide := func(f *flow) { f.hideCode = true }
	return []Mutant{
		conduct("partial-as-whole", "", etalon.ActFetchSeveral, "Un succès partiel est montré comme complet.", "A partial success is shown as whole.",
			func(f *flow) { f.ignorePartial, f.showAnything = true, true }),
		conduct("submission-sent-again", etalon.BehaveSOAPFault, etalon.ActFeed, "Une soumission refusée est renvoyée telle quelle.", "A refused submission is sent again as it is.", retry),
		conduct("query-sent-again", etalon.BehaveRegistryError, etalon.ActQuery, "Une recherche refusée est renvoyée telle quelle.", "A refused query is sent again as it is.", retry),
		conduct("retrieval-sent-again", etalon.BehaveRegistryError, etalon.ActFetch, "Une récupération refusée est renvoyée telle quelle.", "A refused retrieval is sent again as it is.", retry),
		conduct("update-sent-again", etalon.BehaveRegistryError, etalon.ActUpdate, "Une mise à jour refusée est renvoyée telle quelle.", "A refused update is sent again as it is.", retry),
		conduct("silence-as-success", etalon.BehaveTimeout, etalon.ActFeed, "Une soumission sans réponse est annoncée comme faite.", "A submission without an answer is announced as done.", success),
		conduct("cut-as-success", etalon.BehaveCut, etalon.ActFeed, "Une soumission coupée est annoncée comme faite.", "A submission that was cut is announced as done.", success),
		conduct("fault-as-success", etalon.BehaveMultipartFault, etalon.ActFeed, "Une faute en multipart est prise pour une réussite.", "A fault inside multipart is taken for a success.", success),
		conduct("refused-query-as-empty", etalon.BehaveRegistryError, etalon.ActQuery, "Une recherche refusée est montrée comme vide.", "A refused query is shown as empty.", success),
		conduct("refused-update-as-done", etalon.BehaveRegistryError, etalon.ActUpdate, "Une mise à jour refusée est annoncée comme faite.", "A refused update is announced as done.", success),
		conduct("truncated-used", etalon.BehaveTruncatedMultipart, etalon.ActFetch, "Une réponse multipart tronquée est utilisée.", "A truncated multipart answer is used.",
			func(f *flow) { f.trustBroken, f.showAnything = true, true }),
		conduct("missing-part-shown", etalon.BehaveMissingPart, etalon.ActFetch, "Un document qui n'est pas arrivé est montré.", "A document that did not come is shown.",
			func(f *flow) { f.showAnything = true }),
		conduct("any-answer-used", etalon.BehaveWrongRelatesTo, etalon.ActFeed, "La réponse à une autre demande est prise pour la sienne.", "The answer to another request is taken for one's own.",
			func(f *flow) { f.trustAnyAnswer = true }),
		conduct("unavailable-as-success", etalon.BehaveHTTP503, etalon.ActFeed, "Une indisponibilité est annoncée comme une réussite.", "Unavailability is announced as success.", success),
		conduct("query-code-hidden", etalon.BehaveRegistryError, etalon.ActQuery, "Le code d'une recherche refusée est caché.", "The code of a refused query is hidden.", hide),
		conduct("update-code-hidden", etalon.BehaveRegistryError, etalon.ActUpdate, "Le code d'une mise à jour refusée est caché.", "The code of a refused update is hidden.", hide),
	}
}
