// Package jsonreport writes verdict.json: the whole [etalon.Result], indented,
// in the order of its fields, with a final newline. The format is described by
// verdict.schema.json (JSON Schema 2020-12), which [Schema] returns.
//
// It may import the root package, reports and the standard library only.
package jsonreport
