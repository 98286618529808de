// Package attributes checks the metadata attributes of one registry object as
// a Document Registry of IHE does before it accepts it: what must be there, how
// often, and how it is written (IHE ITI TF-3 sections 4.2.3.1.7, 4.2.3.2 to
// 4.2.3.4). It tells what a registry refuses; whether a product conforms is for
// the rules to say.
//
// It may import internal/wire/ebrim, simulators/registry/store and the standard
// library.
package attributes
