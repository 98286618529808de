// Package xsdregex compiles the regular expressions of XPath 2.0 (those of XML
// Schema with anchors, reluctant quantifiers and flags) to Go's regexp. It may
// import the standard library only.
//
// Classes are resolved to explicit ranges of characters, so that \d, \w, \i,
// \c, class subtraction and \p{…} mean what XML Schema says and not what RE2
// says. Matching is linear in the text: what is asked often of ASCII texts is matched
// by a table, one look per byte. Back-references and repetitions beyond
// Go's bound of 1000 are refused by name, as are blocks not in the table here.
//
// The flag i adds the case variants of characters and ranges, before negation
// and subtraction, and leaves \p{…}, \w and the like as they are. A point is
// any character but line feed and carriage return. With the flag m, ^ does not
// match behind a line feed that ends the text (F&O 7.6.1).
package xsdregex
