// Package facts turns the bytes of an exchange into an evidence document: XML
// text in the namespace urn:etalon:evidence:1 that holds what the wire showed
// (start line, headers, MIME parts, XML parts embedded verbatim) and the facts
// that XPath cannot compute (signatures, digests, certificates, attachments,
// MTOM anomalies). It may import the root package, internal/wire and
// internal/xmlsec; it must not import net, os, a simulator or a clock.
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
// # The document of an exchange
//
//	ev:exchange @id @scenario @step @sut-role @actor @transaction @behaviour @received @answered @note
//	            (@capture http|mtom|soap|document: only when a file is judged on its own, see [Capture])
//	  ev:environment @vihf-version @ins-oid @dmp-oid @repository-id @mode @lps-name @lps-version
//	  ev:connection @id @opened @tls @suite @server-name @error @garbage
//	    ev:certificate @role tls-client|signature @position @subject @issuer @serial (hex) @not-before @not-after
//	                   @valid-at @trusted true|false|unknown @sha256 @organization-unit @common-name @error
//	      ev:key-usage, ev:extended-key-usage, ev:extension @oid @value (text, empty when it is none)
//	  ev:request @sent-by sut|etalon @bytes @method @path @protocol
//	  ev:response @sent-by @bytes @status @protocol      (absent when none was sent)
//	    ev:header @name (lower case) @value              (in order)
//	    ev:media @type / ev:param @name @value           (absent without Content-Type)
//	    ev:anomaly @layer @code @offset @part @line      (text: detail; those of layer xml are in their ev:part)
//	    ev:part @index @root @content-id @type @encoding @offset @size @inline @document-id @unique-id @referenced
//	            @kind soap|cda|xades|kos|pdf|xml|text|binary @sha1 @sha256 @pdfa
//	      ev:soap @version 1.1|1.2|none @action          (root part)
//	      ev:include @href @resolves @part               (root part, one for each xop:Include)
//	      ev:attachment @media-type @size @sha1 @kind pdf|jpeg|png|tiff|rtf|kos|xml|text|binary @pdfa @error
//	      ev:xml                                         (absent when the part is not well-formed XML)
//	    ev:signature @kind vihf|xades|other @part @id @reference-uri @references @reference-resolves @digest-valid
//	                 @value-valid @signature-method @digest-method @canonicalization @transforms @enveloped-only
//	                 @issuer-matches @same-as-tls @covers @certificates @signer @problem
//	      ev:certificate…
//	      ev:qualifying @namespace @signing-time @policy-implied @signed   (XAdES)
//	        ev:signing-certificate @digest-method @issuer @serial (decimal) @certificate (position, -1 none)
//	      ev:manifest-reference @uri @digest-valid true|false|dummy|unresolved @digest-method @target lot|document|unknown
//	    ev:assertion-time @issue-instant @skew-seconds   (absent when unreadable)
//	    ev:dn-issuer @value @equals-signer @in-order @error
//	  ev:document @sent-by @bytes                        (in place of a message: a file that is none)
//	    ev:part…, ev:signature…
//
// The document of a session is in [Session].
//
// [Evidence.Locate] translates a node of the document into a place of the
// message as it was received: part, XPath inside the part, line, byte offset.
package facts
