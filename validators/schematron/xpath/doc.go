// Package xpath compiles XPath 2.0 to closures over flat documents
// (internal/wire/xmldoc). It may import the standard library, xmldoc, its
// sibling packages xsdregex and xsdtype, and helium's xpath3, of which only the
// parser is used, for the syntax tree.
//
// A [Compiler] holds what the expressions of one schema share: prefixes, names
// and variables. Compiling anything that is not supported is an error that
// names it; nothing is silently approximated. A compiled [Expr] or [Pattern]
// never changes and may be used by any number of [Run] values at a time; a Run
// belongs to one goroutine and one document.
//
// # What is supported
//
// All of XPath 2.0's operators, path expressions on the axes child, attribute,
// self, parent, descendant, descendant-or-self, ancestor, ancestor-or-self,
// following-sibling, preceding-sibling, following and preceding, for,
// quantified and if expressions, instance of, treat as, cast as, castable as;
// the atomic types of [Kind] and the functions of the table in [Functions].
// XSLT's document() and current() are there; document() and doc() read only
// what the schema's own folder holds.
//
// # What is not
//
// XPath 3 (let, maps, arrays, ||, !, function items, Q{uri}names), schema-aware
// tests, the namespace axis, collations other than code points, the types
// xs:gYear to xs:gDay and xs:NOTATION, id(), idref(), collection(),
// normalize-unicode(), XSLT's key() and format functions, and whatever depends
// on the moment of running (current-dateTime() and its like): a verdict is a
// function of its inputs. Integers have 64 bits; beyond is the error FOAR0002.
// A date without a zone is taken to be in UTC.
package xpath
