// Package xmldoc is the one XML reader of the project: a document as flat
// arrays in document order, each node with its byte range and line. It may
// import the standard library only.
//
// [Parse] is strict: well-formedness of XML 1.0 (5th edition) and of Namespaces
// in XML 1.0, nothing repaired, nothing loaded from outside. A document type
// declaration is refused, or, with [Limits].AllowDTD, skipped without reading
// any declaration in it: no entity but the five predefined ones and character
// references is ever expanded. The parser does not recurse and every size it
// may reach is a limit, so that bytes from outside cost time and memory
// proportional to their length at most.
//
// Nodes follow the XPath data model: document, element, attribute, text (with
// adjacent character data, CDATA sections and references merged), comment and
// processing instruction. Namespace declarations are not attributes; ask
// [Node.LookupNamespace]. A node is a number into the arrays of its [Doc]:
// the document is 0, an element is followed by its attributes and then its
// content, so comparing numbers compares document order and [Doc.End] gives
// the first number after a subtree. A Doc never changes after Parse and may be
// shared between goroutines.
package xmldoc
