// Package schematron runs ISO Schematron with query binding xslt2: rules as
// data over a flat document. It may import the root package (for RuleID),
// internal/wire/xmldoc, its own sub-packages and the standard library.
//
// [Load] reads an entry schema with its includes from an fs.FS, expands
// abstract patterns and rules, chooses the phase and compiles every
// expression. What cannot be compiled is an error that names file, line and
// rule. What the official tools would pass over in silence (an include that is
// not there, a phase that names no pattern, a value set that is missing) is a
// [Defect] and the rest loads. A [Schema] never changes; [Schema.Run] may be
// called by any number of goroutines at a time.
//
// With Options.Cache and the digest of its pack, a schema that compiled in full
// is kept as text with everything laid in, and the next process compiles only
// what its document asks for: a context when a node passes all that stands
// before its predicates, a check when its rule fires. An expression is never
// compiled for the first time late: what is in a cache compiled before.
//
// The report says what the official chain (the ISO skeleton stylesheets on an
// XSLT 2.0 processor) says, in its order, with the same ways where ISO leaves a
// choice:
//
//   - only patterns of the phase run: Options.Phase, else @defaultPhase, else all;
//   - the first rule of a pattern whose context matches a node fires on it;
//     contexts match the document node, elements, comments and processing
//     instructions, never attributes or text;
//   - lets of the schema and of patterns are global: their context is the
//     document node and any pattern may use them; lets of a rule have the
//     node it fired on as context. All are computed when first used;
//   - parameters of an abstract pattern replace $name in @context, @test,
//     @select and text, one after the other, as plain text; not in let/@value;
//   - white space alone between parts of a message is dropped; the rest is kept
//     as written;
//   - a location is /a/b[2], names as written, [n] for n over 1; that of the
//     document node is its root element's;
//   - document() and doc() take names relative to the folder of the entry schema.
//
// An expression that fails while running gives a [RunError] for its rule, and
// the rest still runs: such a rule is inconclusive.
package schematron
