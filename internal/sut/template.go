package sut

import (
	_ "embed"
	"strconv"
	"strings"
)

//go:embed template.yaml
var template string

// Template gives the commented sut.yaml of `etalon init`: the vendor replaces
// the identity, the rest works as it is. Listen is host:port, pki a folder.
func Template(listen, pki string) string {
	return strings.NewReplacer("@LISTEN@", strconv.Quote(listen), "@PKI@", strconv.Quote(pki)).Replace(template)
}
