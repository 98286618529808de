// Package mtom reads and writes MTOM/XOP messages: multipart/related bodies
// whose root part is a SOAP envelope. The reader keeps every byte reachable by
// offset, never fails, and reports each oddity of the wire as an
// [etalon.Anomaly]; the writer gives whole control over boundary, header order
// and parts.
//
// It may import the standard library and the root package.
package mtom
