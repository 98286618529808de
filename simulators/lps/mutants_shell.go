package lps

import "github.com/etalon-dmp/etalon"

// Defects of the shell of a self-presenting document: checks SM14 and BD03.
func shellMutants() []Mutant {
	shell := func(name string, kills etalon.RuleID, fr, en, pattern, with string) Mutant {
		change := patched(pattern, with)
		return define("shell-"+name, kills, fr, en, func(h *hooks) { h.content = change }, etalon.ActFeed)
	}
	prefix := shell("prefix", "SM14.prefix", "Un élément du document n'a pas le préfixe c.", "An element of the document lacks the prefix c.", `<c:(title)>([^<]*)</c:title><c:effectiveTime`, `<title xmlns="urn:hl7-org:v3">${2}</title><c:effectiveTime`)
	prefix.Warns = true
	const sheet = `(<xsl:stylesheet .*<body>)`
	return []Mutant{
		shell("script", "BD03.script", "La feuille de style a un script.", "The style sheet has a script.", sheet, `${1}<script>window.alert(1)</script>`),
		shell("handler", "BD03.script", "La feuille de style a un script dans un attribut.", "The style sheet has a script in an attribute.", `(<xsl:stylesheet .*<body)>`, `${1} onload="window.alert(1)">`),
		shell("link", "BD03.link", "La feuille de style charge une image d'ailleurs.", "The style sheet loads an image from elsewhere.", sheet, `${1}<img src="https://exemple.invalid/logo.png"/>`),
		shell("import", "BD03.link", "La feuille de style en importe une autre.", "The style sheet imports another.", `(</data:Contenu>)`, `${1}<xsl:import href="https://exemple.invalid/autre.xsl"/>`),
		shell("separate", "BD03.separate", "Le document désigne une feuille de style séparée.", "The document points at a separate style sheet.", `(xml-stylesheet type="text/xsl" href=")#`, `${1}autre.xsl`),
		shell("version", "SM14.version", "La feuille de style est d'une autre version de XSLT.", "The style sheet is of another version of XSLT.", `(<xsl:stylesheet [^>]*version=")1\.0`, `${1}2.0`),
		shell("not-itself", "SM14.itself", "Rien ne dit que le document se présente lui-même.", "Nothing says that the document presents itself.", `(<)\?xml-stylesheet [^>]*>\s*<`, `${1}`),
		shell("content", "SM14.content", "Le document n'est pas dans Contenu.", "The document is not in Contenu.", `<data:Contenu>(.*)</data:Contenu>`, `<data:Document>${1}</data:Document>`),
		prefix,
	}
}
