// Package xsd judges XML documents against XML Schema with two engines that do
// not share a line of code: helium, in Go, and libxml2, in C behind a child
// process. It may import the root package, internal/wire, lestrrat-go/helium
// and lestrrat-go/libxml2; not os, net or os/exec: whoever assembles the
// harness injects the schemas (an fs.FS) and the way to start a child.
//
// [Helium] gives positions and needs nothing; [Libxml2Child] gives a second,
// independent verdict; [Both] runs the two. Where they are known to differ, the
// one that follows the norm has the last word and Verdict.Known the words of
// both; any other disagreement is a finding about the harness, never about the
// system under test.
//
// A document is read by xmldoc first. What xmldoc refuses (not well-formed, a
// document type declaration, an unreadable encoding, beyond the limits) is an
// invalid document with one [Violation]; neither engine sees it. So no engine
// ever meets an entity, an external reference or a document deeper than the
// limits, and no schema is ever fetched because a document names it.
//
// Tests compare the engines with each other over mutants of the samples, and our
// schemas with published ones: ETALON_ANS_PACK is the tree that ANS publishes,
// ETALON_IHE_SCHEMAS is commons/ihe of the sources of Open eHealth IPF, and
// ETALON_XSD_MUTANTS says how many of a thousand kinds of mutants to make, or all.
package xsd
