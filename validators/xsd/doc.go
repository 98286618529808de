// Package xsd judges XML documents against XML Schema with two engines that do
// not share a line of code: helium, in Go, and libxml2, in C behind a child
// process. It may import the root package, internal/wire, lestrrat-go/helium
// and lestrrat-go/libxml2; not os, net or os/exec: whoever assembles the
// harness injects the schemas (an fs.FS) and the way to start a child.
//
// [Helium] gives positions and needs nothing; [Libxml2Child] gives a second,
// independent verdict; [Both] runs the two and says where they disagree, which
// is a finding about the harness, never about the system under test.
//
// A document is read by xmldoc first. What xmldoc refuses (not well-formed, a
// document type declaration, an unreadable encoding, beyond the limits) is an
// invalid document with one [Violation]; neither engine sees it. So no engine
// ever meets an entity, an external reference or a document deeper than the
// limits, and no schema is ever fetched because a document names it.
package xsd
