package scenario

import (
	"encoding/json"
	"regexp"
	"strconv"

	"github.com/invopop/jsonschema"
)

// field is one key of an object schema.
type field struct {
	name   string
	schema *jsonschema.Schema
	need   bool
}

func need(name string, s *jsonschema.Schema) field { return field{name, s, true} }
func may(name string, s *jsonschema.Schema) field  { return field{name, s, false} }

func object(what string, fields ...field) *jsonschema.Schema {
	s := &jsonschema.Schema{
		Type: "object", Description: what,
		Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema,
	}
	for _, f := range fields {
		s.Properties.Set(f.name, f.schema)
		if f.need {
			s.Required = append(s.Required, f.name)
		}
	}
	return s
}

func list(items *jsonschema.Schema, what string, least uint64) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "array", Description: what, Items: items}
	if least > 0 {
		s.MinItems = &least
	}
	return s
}

func among(what string, words []string) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string", Description: what}
	for _, w := range words {
		s.Enum = append(s.Enum, w)
	}
	return s
}

func form(re *regexp.Regexp, what string) *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", Description: what, Pattern: re.String()}
}

func line(what string) *jsonschema.Schema { return form(lineForm, what) }

func duration(what string) *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", Description: what, Pattern: `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`, Examples: []any{"30s", "2m"}}
}

func whole(what string, least, most int64) *jsonschema.Schema {
	return &jsonschema.Schema{
		Type: "integer", Description: what,
		Minimum: json.Number(strconv.FormatInt(least, 10)), Maximum: json.Number(strconv.FormatInt(most, 10)),
	}
}

func truth(what string) *jsonschema.Schema {
	return &jsonschema.Schema{Type: "boolean", Description: what}
}

func text() *jsonschema.Schema { return object("", need("fr", line("")), need("en", line(""))) }

func about(s *jsonschema.Schema, what string) *jsonschema.Schema {
	s.Description = what
	return s
}

func either(a, b *jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{OneOf: []*jsonschema.Schema{a, b}}
}

func ref(name string) *jsonschema.Schema { return &jsonschema.Schema{Ref: "#/$defs/" + name} }

func stepID() field { return may("id", form(stepForm, "Nom de l'étape, pour les captures.")) }

func deadline() field { return may("within", duration("Délai.")) }
