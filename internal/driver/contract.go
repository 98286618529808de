package driver

import _ "embed"

//go:embed openapi.yaml
var openAPI []byte

// OpenAPI gives the contract of HTTP drivers, an OpenAPI 3.1 document in YAML.
// The Action and Reaction of exec drivers are the same.
func OpenAPI() []byte { return append([]byte(nil), openAPI...) }
