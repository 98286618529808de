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
// quantified and if expressions, instance of, treat as, cast as, castable as.
//
// Types: xs:untypedAtomic, xs:string, xs:anyURI, xs:boolean, xs:integer,
// xs:decimal (exact), xs:float, xs:double, xs:dateTime, xs:date, xs:time,
// xs:duration, xs:yearMonthDuration, xs:dayTimeDuration, xs:QName,
// xs:hexBinary, xs:base64Binary. In casts also xs:normalizedString, xs:token,
// xs:language, xs:NMTOKEN, xs:Name, xs:NCName, xs:ID, xs:long, xs:int,
// xs:short, xs:byte, xs:nonNegativeInteger, xs:positiveInteger,
// xs:nonPositiveInteger, xs:negativeInteger, xs:unsignedInt,
// xs:unsignedShort, xs:unsignedByte; the value is then of the primitive type
// (or xs:integer).
//
// Functions, with the arguments of XPath 2.0 but for collations:
//
//   - nodes: data, lang, last, local-name, name, namespace-uri, node-name,
//     position, root, string
//   - strings: codepoint-equal, codepoints-to-string, compare, concat,
//     contains, encode-for-uri, ends-with, escape-html-uri, iri-to-uri,
//     lower-case, normalize-space, starts-with, string-join, string-length,
//     string-to-codepoints, substring, substring-after, substring-before,
//     translate, upper-case
//   - regular expressions: matches, replace, tokenize
//   - numbers and booleans: abs, boolean, ceiling, false, floor, not, number,
//     round, round-half-to-even, true
//   - sequences: avg, count, deep-equal, distinct-values, empty, error,
//     exactly-one, exists, index-of, insert-before, max, min, one-or-more,
//     remove, reverse, subsequence, sum, trace, unordered, zero-or-one
//   - names: in-scope-prefixes, local-name-from-QName,
//     namespace-uri-for-prefix, namespace-uri-from-QName, prefix-from-QName,
//     QName, resolve-QName
//   - times: dateTime, year-from-, month-from-, day-from-, hours-from-,
//     minutes-from-, seconds-from- and timezone-from- dateTime, date and time
//     as far as they have the part; years-from-duration and so on to
//     seconds-from-duration; adjust-dateTime-to-timezone,
//     adjust-date-to-timezone, adjust-time-to-timezone
//   - documents: doc, doc-available, and XSLT's current and document, which
//     read only what the schema's own folder holds
//
// # What is not
//
// Each of these is an error when the schema is loaded: XPath 3 (let, at, maps,
// arrays, ||, !, =>, function items, Q{uri}names, functions and arguments that
// XPath 2.0 has not); schema-aware tests, element(*, type) and
// document-node(element()); instance of a type derived from xs:string or
// xs:integer; the namespace axis; collations other than code points; the types
// xs:gYear to xs:gDay, xs:NOTATION, xs:IDREF, xs:ENTITY and xs:unsignedLong;
// base-uri, document-uri, static-base-uri, resolve-uri, nilled,
// default-collation, id, idref, collection, normalize-unicode; XSLT's key and
// its functions that format or read text; back-references and large
// repetitions in regular expressions (see xsdregex); and whatever depends on
// the moment or the place of running (current-dateTime and its like,
// implicit-timezone): a verdict is a function of its inputs.
//
// Where W3C leaves a choice: integers have 64 bits, and beyond is FOAR0002 (in
// a cast from another number FOCA0003); decimals are exact, their
// quotients rounded to 18 digits of the fraction, or to as many as an operand
// has; more items in a sequence than can be held is XPDY0130; fractions of a
// second have nine digits; years nine, and beyond is FODT0001; a value without a
// zone is in UTC, on any machine; there are a year 0000 and a +INF (XSD 1.1). An untyped value that
// is compared with an xs:QName is XPTY0004, as XPath 2.0 has it. upper-case
// writes ß and the like as several letters for Latin and Armenian scripts
// only; lower-case does not look at the place of a sigma. xs:QName takes a
// literal or a QName.
//
// What compiles is held to W3C's test suite QT3, where there is a copy of it:
//
//	ETALON_QT3=/path/to/qt3tests go test ./validators/schematron/xpath -run QT3 -v
//
// # Our own functions
//
// A schema that binds a prefix, x by convention, to urn:etalon:xpath:1 may
// call these; one that does not, has none of them. Arguments that are not
// strings or untyped are XPTY0004, and so are several items.
//
//   - x:in-value-set($code as xs:string?, $system as xs:string?, "NAME") as
//     xs:boolean? says whether the code of the system is in the value set
//     valuesets/NAME.xml, from the folder of the entry schema. $system "*" is
//     any system; an empty sequence is in no set. When the set is held in part
//     (@partial) and the code is not in it the answer is the empty sequence:
//     test not(x:in-value-set(…) = false()) to let it pass. NAME is a literal,
//     so that a missing file is found when loading; while running it is
//     FODC0002, as is a file that is no value set.
//   - x:nir-key($nir as xs:string?) as xs:integer? is the key of the 13
//     characters of a NIR or NIA, which may have a key of two digits behind
//     them, 2A and 2B of Corsica included; the empty sequence for any other
//     text.
//   - x:is-oid($s as xs:string?) as xs:boolean says whether the text is an OID
//     in dotted form, of 64 characters at most; false for an empty sequence.
//   - x:is-uuid-urn($s as xs:string?) as xs:boolean says whether the text is
//     urn:uuid: and a UUID, in either case of letters; false for an empty
//     sequence.
package xpath
