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
//     contexts match any node, attributes and text too (ISO 19757-3; the
//     skeleton of the official chain visits no text, and some versions of it no
//     attributes);
//   - lets of the schema and of patterns are global: their context is the
//     document node and any pattern may use them; lets of a rule have the
//     node it fired on as context. All are computed when first used;
//   - an abstract rule stands where it is extended: it sees the lets before it,
//     its own are seen behind it, and of two with one name the later counts. It
//     is looked for in its pattern, in sch:rules, then in any pattern;
//   - parameters of an abstract pattern replace $name in @context, @test,
//     @select and text, one after the other, as plain text; not in let/@value;
//   - white space alone between parts of a message is dropped; the rest is kept
//     as written;
//   - a quotient of decimals has 18 digits in its fraction, as Saxon keeps them;
//   - xi:include stands for the root element of a file of the pack, or for its
//     fallback where there is none;
//   - a location is /a/b[2], names as written, [n] for n over 1; that of the
//     document node is its root element's;
//   - document() and doc() take names relative to the folder of the entry schema.
//
// Refused by name are, beyond what xpath refuses: instructions of XSLT in a
// schema (xsl:function, xsl:key …), parts of files in includes, elements as the
// value of a let, pattern/@documents, rule/@visit-each, let/@as, phases with conditions, an
// abstract rule, an abstract pattern or a phase of which there are two, and query
// bindings but xslt2. A schema that names none is run when the caller says so:
// see Options.QueryBinding.
//
// How grave a check is, RuleInfo.Severity tells from @severity, @role or @flag of
// the check, its rule or its pattern.
//
// An expression that fails while running gives a [RunError] for its rule, and
// the rest still runs: such a rule is inconclusive.
package schematron
