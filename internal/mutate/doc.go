// Package mutate makes faulty copies of XML documents, for comparing engines:
// what two engines say of a sound document proves little, because almost nothing
// fails in it. It may import the standard library and internal/wire/xmldoc.
//
// A mutant is its origin with a few pieces of text replaced; every other byte
// stays as it is. It is a pure function of the document's bytes, a seed, a kind
// and, for heavy mutants, a list of template identifiers: the same four give the
// same bytes on any machine and at any time. Every mutant is a well-formed
// document of its own and differs from its origin, and its list of edits is
// complete: [Apply] makes the mutant from the origin and the list.
//
// The edits are the mistakes that products make: an attribute, a code, a code
// system, an identifier, a date, a nullFlavor or an xsi:type that is gone or
// wrong; an element twice, missing or misnamed; text that is empty or other.
// Heavy mutants also give elements a templateId that is not theirs, so that
// rules fire that no example reaches.
package mutate
