package scenarios

import (
	"embed"
	"io/fs"
)

//go:embed catalogue fixtures generations.yaml groups.yaml profiles.yaml scenario.schema.json
var files embed.FS

// Catalogue is the folder of scenario files inside FS, one sub-folder per profile.
const Catalogue = "catalogue"

// SchemaFile is the JSON Schema of scenario files inside FS.
const SchemaFile = "scenario.schema.json"

// FS gives the embedded files: catalogue/PROFILE/*.yaml, fixtures/*.yaml,
// generations.yaml, groups.yaml, profiles.yaml and scenario.schema.json.
func FS() fs.FS { return files }
