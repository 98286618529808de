// Package ebrim reads and writes the ebXML registry messages of XDS.b (ITI-18,
// 41, 43, 57): registry objects, stored queries, retrieve requests and
// registry responses. An object read keeps every slot, classification and
// identifier in the order received, and is written back in the element order of
// the ebRIM 3.0 schema. It states what a message holds and checks nothing.
//
// It may import the standard library, internal/wire/soap and internal/wire/xmldoc.
package ebrim
