// Package packdiff tells what changes when rules change: which rules, value-set
// codes and files two packs differ in, and which documents would get another
// verdict, and why. It may import the root package, schemas, the engines that
// load rules (validators/schematron, internal/wire/xmldoc) and internal/judge
// for what it says of documents; it judges nothing itself.
//
// A rule is the same rule in both packs when it has the same id in the same
// entry. One without an id is known by its pattern, its context and its test; at
// the same place with another test it is the same rule, changed; and so is one
// of which nothing but the id is other. A code is known by its file, itself and
// its code system. What no rule and no code shows (a variable of the schema, a
// parameter, an XML Schema) shows as a file that differs: nothing that differs
// between two packs is left out.
//
// Everything is pure and in a stable order: the same packs give the same bytes.
package packdiff
