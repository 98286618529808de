// Package schemas holds what messages are judged against: the project's own
// Schematron packs (schematron/ihe-xds for XDS.b, schematron/dmp for what France
// adds), the value sets they look codes up in (valuesets), and the loading of any
// other pack from a folder. XML Schemas
// live in schemas/xsd. It may import the root package, the standard library and
// a YAML reader; it must not import a validator.
//
// A pack is a folder with a pack.yaml: a name, a version, and its entries, each
// a Schematron file and the kind of document it is run over. Its digest covers
// every file, so that a verdict can name exactly the rules it was judged by.
package schemas
