// Package facts turns the bytes of an exchange into an evidence document: XML
// text in the namespace urn:etalon:evidence:1 that holds what the wire showed
// (start line, headers, MIME parts, XML parts embedded verbatim; the fields of a
// syslog frame, of a handshake, of an object) and the facts that XPath cannot
// compute (signatures, digests, certificates, attachments, MTOM anomalies). It
// may import the root package, internal/wire and internal/xmlsec; it must not
// import net, os, a simulator or a clock.
//
// Facts hold no conformance rule: nothing here says what a message should be.
// Whatever bytes come in, the text that comes out is well-formed: what cannot
// be shown becomes an ev:anomaly, and a character that XML cannot hold becomes
// U+FFFD.
//
// Conventions of the documents, for those who write rules over them:
//   - every attribute is always written, empty when its value is unknown,
//     unless its doc comment says otherwise;
//   - ev:xml holds the part from after its XML declaration to its end, so
//     comments and processing instructions around the root element are there;
//   - base64 text longer than 4 KiB is cut out of ev:xml and described by an
//     ev:attachment of the same part.
//
// What every element and attribute means, its unit, and when it is empty or
// absent, is in docs/preuves.md; a test holds that page against the documents.
//
// An exchange is taken apart once ([Take]), by its protocol: SOAP and plain HTTP
// as messages of parts, the others each in a file of their own. From that come
// its document ([Taken.Evidence]) and what the document of a session says of it
// ([Taken.Summary]). A file on its own is a [Capture].
//
// [Evidence.Locate] translates a node of the document into a place of the
// message as it was received: part, XPath inside the part, line, byte offset.
package facts
