package cda

import (
	"regexp"
	"strings"
)

// The shell of a self-presenting document: a style sheet that holds the document and
// shows it. It has neither script nor link. Source: CI-SIS, structuration minimale
// v1.16.8, "document autoprésentable".
const (
	shellBegin = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<?xml-stylesheet type="text/xsl" href="#"?>` + "\n" +
		`<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:data="urn:asip-sante:ci-sis" version="1.0"><data:Contenu>`
	shellEnd = `</data:Contenu><xsl:output method="html" encoding="UTF-8"/><xsl:template match="/"><html><head><title>` +
		`<xsl:value-of select="//c:ClinicalDocument/c:title" xmlns:c="urn:hl7-org:v3"/></title></head><body><h1>` +
		`<xsl:value-of select="//c:ClinicalDocument/c:title" xmlns:c="urn:hl7-org:v3"/></h1>` +
		`<xsl:for-each select="//c:section" xmlns:c="urn:hl7-org:v3"><h2><xsl:value-of select="c:title"/></h2><p><xsl:value-of select="c:text"/></p></xsl:for-each>` +
		`</body></html></xsl:template></xsl:stylesheet>` + "\n"
)

// tag is where the name of an element begins, in what this package writes.
var tag = regexp.MustCompile(`<(/?)([A-Za-z])`)

// shelled puts a document into the shell: each of its elements bears the prefix c.
func shelled(document string) []byte {
	_, document, _ = strings.Cut(document, "?>\n")
	document = strings.Replace(tag.ReplaceAllString(document, "<${1}c:${2}"), ` xmlns="`, ` xmlns:c="`, 1)
	return []byte(shellBegin + strings.TrimSpace(document) + shellEnd)
}
