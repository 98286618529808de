package rules

import (
	"bytes"
	"text/template"
)

// PackOrder is a pack that somebody is about to write.
type PackOrder struct {
	Name    string
	Extends string // the pack whose rules, value sets and requirements apply too
}

var packFile = template.Must(template.New("pack").Parse(`# Un référentiel : ses règles s'ajoutent à celles de {{.Extends}}. Une règle change, la version change.
name: {{.Name}}
version: "1"
extends: [{{.Extends}}]
entries:
  - {name: exchange, file: exchange.sch, over: soap}
  - {name: session, file: session.sch, over: session}
`))

const packRequirements = `# Ce qu'un produit doit faire, et où c'est écrit. Confiance : A texte officiel, B documentation
# d'exigences officielles, C un seul implémenteur, D déduction ; C et D avertissent seulement.
requirements:
  - id: "LOCAL-01"
    level: must
    source: "À REMPLACER : document et version"
    clause: "À REMPLACER : paragraphe"
    confidence: D
    text:
      fr: "À REMPLACER : ce que le produit doit faire."
      en: "À REMPLACER: what the product must do."
`

var entryFile = template.Must(template.New("entry").Parse(`<?xml version="1.0" encoding="UTF-8"?>
<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2" xml:lang="fr">
  <sch:title>{{.}}</sch:title>
  <sch:ns prefix="ev" uri="urn:etalon:evidence:1"/>
  <sch:ns prefix="vs" uri="urn:etalon:valueset:1"/>
  <sch:ns prefix="soap" uri="http://www.w3.org/2003/05/soap-envelope"/>
  <sch:ns prefix="wsa" uri="http://www.w3.org/2005/08/addressing"/>
  <sch:ns prefix="wsse" uri="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"/>
  <sch:ns prefix="saml" uri="urn:oasis:names:tc:SAML:2.0:assertion"/>
  <sch:ns prefix="ds" uri="http://www.w3.org/2000/09/xmldsig#"/>
  <sch:ns prefix="hl7" uri="urn:hl7-org:v3"/>
  <sch:ns prefix="rim" uri="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"/>
  <sch:ns prefix="lcm" uri="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"/>
  <sch:ns prefix="query" uri="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"/>
  <sch:ns prefix="xdsb" uri="urn:ihe:iti:xds-b:2007"/>
  <sch:ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>
</sch:schema>
`))

// NewPack gives the files of a pack without rules, by name.
func NewPack(o PackOrder) (map[string][]byte, error) {
	files := map[string][]byte{"requirements.yaml": []byte(packRequirements)}
	for name, part := range map[string]struct {
		from *template.Template
		with any
	}{
		"pack.yaml":    {packFile, o},
		"exchange.sch": {entryFile, o.Name + " : règles sur un échange"},
		"session.sch":  {entryFile, o.Name + " : règles sur une session"},
	} {
		var b bytes.Buffer
		if err := part.from.Execute(&b, part.with); err != nil {
			return nil, err
		}
		files[name] = b.Bytes()
	}
	return files, nil
}
