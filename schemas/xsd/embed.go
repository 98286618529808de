package xsd

import (
	"embed"
	"io/fs"
)

// The drivers, by their path in FS.
const (
	Message = "message.xsd"
	CDA     = "cda.xsd"
	XAdES   = "xades.xsd"
)

//go:embed *.xsd MANIFEST.yaml
var files embed.FS

// FS gives the schemas and their manifest.
func FS() fs.FS { return files }
