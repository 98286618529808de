package console

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// object is a JSON object in the making.
type object map[string]any

// describe gives the description of all routes (OpenAPI 3.1): what is asked, and what
// is answered to a program that accepts application/json.
func describe(routes []route) ([]byte, error) {
	schemas, paths := object{}, object{}
	problems := object{"description": "Pourquoi ce n'est pas fait (why it was not done)", "content": object{"application/problem+json": object{"schema": schema(schemas, problem{})}}}
	all := operations()
	for _, r := range routes {
		method, path, _ := strings.Cut(r.pattern, " ")
		path = strings.TrimSuffix(path, "{$}")
		op := all[r.pattern]
		out := object{"summary": op.say.FR + " (" + op.say.EN + ")", "x-deed": r.deed, "responses": object{"200": answer(schemas, op), "default": problems}}
		if r.deed == campaign.ReadRegister {
			out["security"] = []object{} // anybody
		}
		if p := parameters(path, op); len(p) > 0 {
			out["parameters"] = p
		}
		if b := body(op); b != nil {
			out["requestBody"] = b
		}
		item, _ := paths[path].(object)
		if item == nil {
			item = object{}
			paths[path] = item
		}
		item[strings.ToLower(method)] = out
	}
	return json.MarshalIndent(object{
		"openapi": "3.1.0",
		"info": object{
			"title": "Étalon, campagnes (campaigns)", "version": "1",
			"description": "Accept: application/json. Un jeton de produit (Authorization: Bearer) ou le cookie de connexion. (A product's token, or the cookie of a login.)",
		},
		"security": []object{{"token": []string{}}, {"cookie": []string{}}},
		"paths":    paths,
		"components": object{"schemas": schemas, "securitySchemes": object{
			"token": object{"type": "http", "scheme": "bearer"}, "cookie": object{"type": "apiKey", "in": "cookie", "name": cookie},
		}},
	}, "", "  ")
}

func parameters(path string, op operation) []object {
	var out []object
	if strings.Contains(path, "{id}") {
		out = append(out, object{"name": "id", "in": "path", "required": true, "schema": object{"type": "integer", "minimum": 1}})
	}
	for _, p := range []string{"exchange", "what", "digest"} {
		if strings.Contains(path, "{"+p+"}") {
			out = append(out, object{"name": p, "in": "path", "required": true, "schema": object{"type": "string"}})
		}
	}
	for _, w := range op.words {
		out = append(out, object{"name": w, "in": "query", "schema": object{"type": "string"}})
	}
	for _, q := range op.query {
		out = append(out, object{"name": q, "in": "query", "schema": object{"type": "integer", "minimum": 0}})
	}
	return out
}

func body(op operation) object {
	if op.takes != "" {
		return object{"required": true, "content": object{op.takes: object{"schema": object{"type": "string", "format": "binary"}}}}
	}
	if len(op.fields) == 0 {
		return nil
	}
	fields, needed := object{}, []string{}
	for _, f := range op.fields {
		name := strings.TrimSuffix(f, "!")
		fields[name] = object{"type": "string"}
		if name != f {
			needed = append(needed, name)
		}
	}
	return object{"required": true, "content": object{"application/x-www-form-urlencoded": object{"schema": object{"type": "object", "properties": fields, "required": needed}}}}
}

func answer(schemas object, op operation) object {
	media, what := op.media, object{}
	switch {
	case op.gives != nil:
		media, what = "application/json", schema(schemas, op.gives)
	case media == "":
		media = "application/json"
	}
	return object{"description": op.say.EN, "content": object{media: object{"schema": what}}}
}

// schema gives the JSON Schema of a value's type; those of the types in it are kept
// once, by name.
func schema(schemas object, of any) object {
	r := jsonschema.Reflector{AllowAdditionalProperties: true, Anonymous: true, Mapper: func(t reflect.Type) *jsonschema.Schema {
		if t == reflect.TypeFor[etalon.Verdict]() {
			return &jsonschema.Schema{Type: "string", Enum: []any{"NOT_APPLICABLE", "PASS", "INCONCLUSIVE", "FAIL", "ERROR"}}
		}
		return nil
	}}
	raw, err := json.Marshal(r.Reflect(of))
	var one object
	if err == nil {
		err = json.Unmarshal([]byte(strings.ReplaceAll(string(raw), `"#/$defs/`, `"#/components/schemas/`)), &one)
	}
	if err != nil {
		return object{} // of types of ours: it cannot fail
	}
	if defs, ok := one["$defs"].(map[string]any); ok {
		for name, d := range defs {
			schemas[name] = d
		}
	}
	delete(one, "$defs")
	delete(one, "$schema")
	return one
}

func (c *Console) openapi(v *visit) error {
	v.w.Header().Set("Content-Type", "application/json")
	_, err := v.w.Write(c.description)
	return err
}
