// Package schemas holds what messages are judged against: one folder per rule
// pack in packs (packs/ihe-xds for XDS.b, packs/dmp for what France adds), and
// the loading of any other pack from a folder. XML Schemas live in schemas/xsd.
// It may import the root package, the standard library and a YAML reader; it must
// not import a validator.
//
// A pack is a folder that holds all of itself: pack.yaml (name, version, what it
// extends, its entries, the XML Schemas that it binds to parts of messages), the
// Schematron files, requirements.yaml with the requirements that its rules speak
// for, valuesets/ with the codes that they look up, and examples/. A pack that
// extends another is judged by together with it, and finds its value sets. The
// digest of a pack covers all of its files but the examples, so that a verdict can
// name exactly the rules that it stands on.
package schemas
