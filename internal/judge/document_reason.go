package judge

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/facts"
)

const (
	nsHL7  = "urn:hl7-org:v3"
	nsSAML = "urn:oasis:names:tc:SAML:2.0:assertion"
	nsXSLT = "http://www.w3.org/1999/XSL/Transform"
)

var nothing etalon.Text

// leftOpen says why no rule over what is said met anything in a file.
func (b *Book) leftOpen(e *facts.Evidence, h Heard) etalon.Text {
	for _, p := range e.Parts {
		switch {
		case p.Direction != "" && p.Root:
			return carriedOnly(p.Raw, h)
		case p.Direction != "":
			continue
		case p.Kind == "cda":
			return b.aboutDocument(h)
		case p.XML && h.Content > 0 && around(p.Raw) != nothing:
			return around(p.Raw)
		case p.Kind == "xades":
			return aManifest
		case p.Kind == "kos":
			return notAMessage(e.Parts)
		case p.XML:
			return aboutXML(p.Raw)
		}
	}
	return nothingMet
}

// onItsOwn tells a document that no message carries.
func onItsOwn(e *facts.Evidence) bool {
	return slices.ContainsFunc(e.Parts, func(p facts.Part) bool { return p.Direction == "" })
}

// disclaims says that a clinical document on its own does not claim to follow what
// the packs judge documents by.
func (b *Book) disclaims(e *facts.Evidence) etalon.Text {
	for _, p := range e.Parts {
		if p.Direction != "" || p.Kind != "cda" {
			continue
		}
		for _, v := range b.volumes {
			for _, s := range v.bindings {
				if why := disclaimed(s.claim, p.Raw); s.part == schemas.PartCDA && why != nothing {
					return why
				}
			}
		}
	}
	return nothing
}

// wholeButRendering is said of a document of level 1 that was judged as a whole.
var wholeButRendering = etalon.Text{
	FR: "En-tête et corps jugés. D'un PDF, seul un validateur complet dit si le rendu tient du PDF/A-1 (glyphes, couleurs, profils).",
	EN: "Header and body judged. Of a PDF, only a full validator tells whether its rendering keeps PDF/A-1 (glyphs, colours, profiles).",
}

// wholly is said of a document that was judged as a whole.
func wholly(e *facts.Evidence) etalon.Text {
	for _, p := range e.Parts {
		if p.Kind == "kos" {
			return etalon.Text{
				FR: "Fichier, contenu et inventaire du manifeste jugés, non sa fiche : etalon validate --metadata LOT.xml --document KOS.dcm --pack xds-i.",
				EN: "File, content and inventory of the manifest judged, not its entry: etalon validate --metadata LOT.xml --document KOS.dcm --pack xds-i.",
			}
		}
	}
	return wholeButRendering
}

// aboutDocument says why a clinical document on its own stays open.
func (b *Book) aboutDocument(h Heard) etalon.Text {
	switch {
	case h.Content > 0:
		return etalon.Text{
			FR: "L'en-tête de ce document et les modèles connus de son corps ont été jugés, non ce que son volet ajoute ; pour le reste, donnez un référentiel : --pack TestContenuCDA.",
			EN: "The header of this document and the known templates of its body were judged, not what its volet adds; for the rest, give a pack: --pack TestContenuCDA.",
		}
	case h.Matched == 0:
		return etalon.Text{
			FR: "Ce référentiel ne parle pas des documents CDA ; pour leur contenu : --pack TestContenuCDA.",
			EN: "This pack does not speak of CDA documents; for their content: --pack TestContenuCDA.",
		}
	}
	return etalon.Text{
		FR: "Seul le schéma XML parle de ce document ; pour son contenu, donnez un référentiel : --pack TestContenuCDA.",
		EN: "Only the XML schema speaks for this document; for its content, give a pack: --pack TestContenuCDA.",
	}
}

// Disclaimed says that a clinical document does not claim to follow what a claim
// names, and how that is seen; nothing when it does.
func Disclaimed(claim schemas.Claim, clinical xmldoc.Node) etalon.Text {
	var realms []string
	for n := range clinical.ChildrenNamed(nsHL7, "realmCode") {
		code := n.Attr("", "code")
		if code == claim.Realm {
			return nothing
		}
		realms = append(realms, code)
	}
	for n := range clinical.ChildrenNamed(nsHL7, "templateId") {
		if strings.HasPrefix(n.Attr("", "root"), claim.Template) {
			return nothing
		}
	}
	fr, en := "Pas de realmCode", "No realmCode"
	if len(realms) > 0 {
		fr = "realmCode " + strings.Join(realms, " ")
		en = fr
	}
	return etalon.Text{
		FR: fmt.Sprintf("%s, aucun modèle (templateId) du %s : ce document ne dit pas suivre le %[2]s, qui n'a pas été appliqué.", fr, claim.Of),
		EN: fmt.Sprintf("%s, no %s template: this document does not claim to follow the %[2]s, which was not applied.", en, claim.Of),
	}
}

func disclaimed(claim *schemas.Claim, raw []byte) etalon.Text {
	if claim == nil {
		return nothing
	}
	doc, err := xmldoc.Parse(raw, documentLimits)
	if err != nil {
		return nothing
	}
	return Disclaimed(*claim, doc.Root())
}

// outOfScope is said of a message of a transaction that nothing here judges.
func outOfScope(action string) etalon.Text {
	return etalon.Text{
		FR: "L'action " + action + " est d'une transaction d'IHE qu'Étalon ne juge pas.",
		EN: "Action " + action + " is of an IHE transaction that Étalon does not judge.",
	}
}

// carriedOnly is said of a message of which only what carries it was judged.
func carriedOnly(raw []byte, h Heard) etalon.Text {
	if h.Matched == 0 {
		return nothingMet
	}
	said := "?"
	if doc, err := xmldoc.Parse(raw, documentLimits); err == nil {
		said = doc.Root().Local()
		for n := range doc.Root().Children() {
			if n.Local() != "Body" {
				continue
			}
			for payload := range n.Children() {
				said = payload.Local()
			}
		}
	}
	return etalon.Text{
		FR: fmt.Sprintf("Seul ce qui porte le message a été jugé (enveloppe, encodage, adressage, sécurité, schéma XML) : aucune règle de ce référentiel ne parle de ce qu'il dit (%s).", said),
		EN: fmt.Sprintf("Only what carries the message was judged (envelope, encoding, addressing, security, XML schema): no rule of this pack speaks of what it says (%s).", said),
	}
}

// aboutXML says what other XML on its own is, and where rules would look at it.
func aboutXML(raw []byte) etalon.Text {
	doc, err := xmldoc.Parse(raw, documentLimits)
	if err != nil {
		return nothingMet
	}
	switch root := doc.Root(); {
	case root.Is(nsSAML, "Assertion"):
		return etalon.Text{
			FR: "Une assertion SAML seule : le VIHF se juge dans la requête qui le porte. Donnez la requête entière, telle qu'elle a été envoyée.",
			EN: "A SAML assertion on its own: a VIHF is judged in the request that carries it. Give the whole request, as it was sent.",
		}
	case root.Local() == "AuditMessage" || root.Local() == "IHEYr4":
		return etalon.Text{
			FR: "Un enregistrement d'audit seul : aucune règle de ce référentiel ne le juge.",
			EN: "An audit record on its own: no rule of this pack judges it.",
		}
	case root.Space() == nsXSLT:
		return etalon.Text{
			FR: "Une feuille de style XSLT, comme celle d'un document autoprésentable : aucune règle de ce référentiel n'en juge une seule ; pour le document qu'elle contient : --pack TestContenuCDA.",
			EN: "An XSLT style sheet, as of a self-presenting document: no rule of this pack judges one on its own; for the document in it: --pack TestContenuCDA.",
		}
	default:
		return etalon.Text{
			FR: fmt.Sprintf("Un document XML %s : aucune règle de ce référentiel n'en parle.", root.Local()),
			EN: fmt.Sprintf("An XML document %s: no rule of this pack speaks of it.", root.Local()),
		}
	}
}

var aManifest = etalon.Text{
	FR: "Une signature seule : seul son schéma XML a été jugé. La signature d'un lot se juge dans la soumission qui le porte : donnez le message ITI-41 entier.",
	EN: "A signature on its own: only its XML schema was judged. The signature of a submission set is judged in the submission: give the whole ITI-41 message.",
}

var anAuditFrame = etalon.Text{
	FR: "Une trace d'audit : aucune règle de ce référentiel n'en juge. Pour elle : --pack ihe-atna.",
	EN: "An audit record: no rule of this pack judges one. For it: --pack ihe-atna.",
}

// syslogFrame tells a frame of RFC 5424, with or without the length before it.
func syslogFrame(raw []byte) bool {
	return regexp.MustCompile(`^([1-9][0-9]{0,8} )?<[0-9]{1,3}>[1-9][0-9]{0,2} `).Match(raw[:min(len(raw), 64)])
}

// unreadable reports what a pack over documents was given and cannot read: XML that
// is none is red; a message that carries no document, or other bytes, are nothing
// that the pack speaks of.
func unreadable(raw []byte, err error) DocumentReport {
	parts := facts.Document(raw).Parts
	switch {
	case syslogFrame(raw):
		return DocumentReport{Verdict: etalon.Inconclusive, Reason: anAuditFrame}
	case slices.ContainsFunc(parts, func(p facts.Part) bool { return p.Direction != "" }):
		return DocumentReport{Verdict: etalon.Inconclusive, Reason: etalon.Text{
			FR: "Un message qui ne porte pas de document CDA : ce référentiel juge des documents. Pour le message : --pack dmp ou ihe-xds.",
			EN: "A message that carries no CDA document: this pack judges documents. For the message: --pack dmp or ihe-xds.",
		}}
	case len(raw) > 0 && !looksLikeXML(raw):
		return DocumentReport{Verdict: etalon.Inconclusive, Reason: notAMessage(parts)}
	}
	return Unreadable(raw, err)
}

// notAMessage is said of bytes that are no message and no XML.
func notAMessage(parts []facts.Part) etalon.Text {
	kind := ""
	if len(parts) > 0 {
		kind = parts[0].Kind
	}
	switch kind {
	case "pdf":
		return etalon.Text{
			FR: "Un PDF seul : les règles le jugent dans le document CDA ou le message qui le porte.",
			EN: "A PDF on its own: rules judge it in the CDA document or the message that carries it.",
		}
	case "kos":
		return etalon.Text{
			FR: "Un manifeste d'imagerie (KOS) : aucune règle de ce référentiel n'en parle. Pour lui : --pack xds-i.",
			EN: "An imaging manifest (KOS): no rule of this pack speaks of it. For it: --pack xds-i.",
		}
	case "dicom":
		return etalon.Text{
			FR: "Un objet DICOM qui n'est pas un manifeste (KOS) : aucune règle ne le juge seul.",
			EN: "A DICOM object that is not a manifest (KOS): no rule judges it on its own.",
		}
	}
	return etalon.Text{
		FR: "Ce fichier n'est ni un message HTTP, ni un corps multipart, ni une enveloppe SOAP, ni un document XML.",
		EN: "This file is neither an HTTP message, nor a multipart body, nor a SOAP envelope, nor an XML document.",
	}
}

// undone gives a remark for each thing that a capture tool did to a message: it
// says nothing about the product.
func undone(what []etalon.Anomaly) []etalon.Finding {
	var out []etalon.Finding
	for _, a := range what {
		f := etalon.Finding{
			Rule: etalon.RuleID("CAPTURE." + a.Code), Outcome: etalon.OutcomeFailed, Severity: etalon.SeverityInfo,
			Location: etalon.Location{Offset: a.Offset}, Observed: a.Detail,
			Hint: etalon.Text{
				FR: "Pour juger les octets mêmes, enregistrez-les tels qu'ils traversent le fil.",
				EN: "To judge the very bytes, record them as they cross the wire.",
			},
		}
		switch a.Code {
		case facts.UndoneChunks:
			f.Message = etalon.Text{
				FR: "L'outil de capture a joint les morceaux du corps (chunked) : ce qui suit l'en-tête est jugé comme le corps.",
				EN: "The capture tool had joined the chunks of the body: what follows the header is judged as the body.",
			}
		case facts.UndoneLineEnds:
			f.Message = etalon.Text{
				FR: "L'outil de capture a écrit LF au lieu de CR LF : il manque exactement les CR à la longueur annoncée.",
				EN: "The capture tool wrote LF for CR LF: the length announced is short of exactly the CRs.",
			}
		}
		out = append(out, f)
	}
	return out
}
