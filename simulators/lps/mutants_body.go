package lps

import (
	"bytes"

	"github.com/etalon-dmp/etalon"
)

// Defects of a PDF that PDF/A-1 speaks of: check BD04.
func archiveMutants() []Mutant {
	pdf := func(name string, kills etalon.RuleID, fr, en string, f func([]byte) []byte) Mutant {
		return define(name, kills, fr, en, func(h *hooks) { h.body = f }, etalon.ActFeed)
	}
	swap := func(from, to string) func([]byte) []byte {
		return func(b []byte) []byte { return bytes.Replace(b, []byte(from), []byte(to), 1) }
	}
	object := func(text string) func([]byte) []byte {
		return func(b []byte) []byte { return alter(b, "xref\n", "9 0 obj\n"+text+"\nendobj\nxref\n") }
	}
	return []Mutant{
		pdf("pdf-lzw", "BD04.forbidden", "Le PDF emploie LZW.", "The PDF uses LZW.", object("<< /Filter /LZWDecode >>")),
		pdf("pdf-transparency", "BD04.forbidden", "Le PDF a de la transparence.", "The PDF has transparency.", object("<< /Group << /S /Transparency >> >>")),
		pdf("pdf-layers", "BD04.forbidden", "Le PDF a des calques.", "The PDF has layers.", object("<< /OCProperties << >> >>")),
		pdf("pdf-blend", "BD04.forbidden", "Le PDF fond des couleurs.", "The PDF blends colours.", object("<< /Type /ExtGState /BM /Multiply >>")),
		pdf("pdf-transfer", "BD04.forbidden", "Le PDF a une fonction de transfert.", "The PDF has a transfer function.", object("<< /Type /ExtGState /TR /Identity >>")),
		pdf("pdf-interpolated", "BD04.forbidden", "Une image du PDF est interpolée.", "An image of the PDF is interpolated.", object("<< /Subtype /Image /Interpolate true >>")),
		pdf("pdf-film", "BD04.forbidden", "Le PDF montre un film.", "The PDF shows a film.", object("<< /Type /Annot /Subtype /Movie /F 4 >>")),
		pdf("pdf-hidden-note", "BD04.forbidden", "Une annotation du PDF est cachée.", "An annotation of the PDF is hidden.", object("<< /Type /Annot /Subtype /Text /F 6 >>")),
		pdf("pdf-lost-object", "BD04.xref", "La table du PDF ne mène pas à ses objets.", "The table of the PDF does not lead to its objects.", swap("\n0000000015 00000 n ", "\n0000000016 00000 n ")),
		pdf("pdf-two", "BD04.version", "Le PDF est du PDF 2.0.", "The PDF is PDF 2.0.", swap("%PDF-1.4", "%PDF-2.0")),
		pdf("pdf-no-id", "BD04.trailer-id", "La fin du PDF n'a pas d'ID.", "The trailer of the PDF has no ID.", swap("/ID [", "/IX [")),
		pdf("pdf-lost-table", "BD04.xref", "startxref du PDF ne mène nulle part.", "startxref of the PDF leads nowhere.", swap("startxref\n", "startxref\n9")),
		pdf("pdf-as-text", "BD04.binary-mark", "La marque binaire du PDF est perdue.", "The binary mark of the PDF is lost.", swap("%\xe2\xe3\xcf\xd3", "%aabb")),
		pdf("pdf-info", "BD04.info", "Info et XMP ne donnent pas la même date au PDF.", "Info and XMP do not give the PDF the same date.", swap("/CreationDate (D:2", "/CreationDate (D:1")),
		pdf("pdf-appended", "BD04.trailing", "Des octets suivent la fin du PDF.", "Octets follow the end of the PDF.", func(b []byte) []byte { return append(b, "<html>"...) }),
	}
}

// Defects of a structured body: checks PC01 to PC03.
func sectionMutants() []Mutant {
	section := func(name string, kills etalon.RuleID, fr, en, pattern, with string) Mutant {
		return define(name, kills, fr, en, edited(pattern, with), etalon.ActFeed)
	}
	const text = `<text>Contrôle annuel`
	return []Mutant{
		section("section-no-text", "PC01.emptied", "Le texte d'une section est vide.", "The text of a section is empty.", `<text>[^<]*</text>`, `<text/>`),
		section("section-no-system", "PC01.coded", "Le code d'une section n'a pas de nomenclature.", "The code of a section has no code system.", `code="29299-5" codeSystem="2.16.840.1.113883.6.1"`, `code="29299-5"`),
		section("section-code", "PC01.code", "Une section se dit d'un modèle dont elle n'a pas le code.", "A section claims a template whose code it does not have.", `<section><code code="51847-2"`,
			`<section><templateId root="1.3.6.1.4.1.19376.1.5.3.1.1.13.2.5"/><code code="51848-0"`),
		section("section-template", "PC01.needs", "Une section d'allergies n'a aucune allergie.", "A section of allergies has no allergy.", `<section><code code="51847-2"`,
			`<section><templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.13"/><code code="48765-2"`),
		section("section-parts", "PC01.parts", "Une section n'a pas les parties de son modèle.", "A section lacks the parts of its template.", `<section><code code="51847-2"`,
			`<section><templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.23"/><code code="11369-6"`),
		section("narrative-id", "PC03.unique", "Deux textes portent le même ID.", "Two texts bear the same ID.", text, `<text><content ID="a">Contrôle</content> <content ID="a">annuel</content>`),
		section("narrative-image", "PC03.media", "Le texte montre une image qui n'est pas là.", "The text shows an image that is not there.", text, `<text><renderMultiMedia referencedObject="img"/>Contrôle annuel`),
		section("narrative-note", "PC03.notes", "Le texte renvoie à une note qui n'est pas là.", "The text points at a note that is not there.", text, `<text><footnoteRef IDREF="n"/>Contrôle annuel`),
		section("narrative-link", "PC03.links", "Un lien du texte ne mène nulle part.", "A link of the text leads nowhere.", text, `<text><linkHtml href="#b">Contrôle</linkHtml> annuel`),
	}
}
