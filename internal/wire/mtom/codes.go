package mtom

// The layers of the anomalies reported here: "mime" for what breaks RFC 2045,
// 2046 or 822, "mtom" for what breaks the MTOM packaging rules (RFC 2387, XOP,
// IHE ITI TF-2 Appendix V).
const (
	LayerMIME = "mime"
	LayerMTOM = "mtom"
)

// The anomaly codes of this package, a closed list.
const (
	CodeContentTypeMissing   = "content-type-missing"   // no Content-Type at all
	CodeContentTypeMalformed = "content-type-malformed" // not type/subtype, or an unreadable parameter
	CodeParameterDuplicate   = "parameter-duplicate"    // the first value is kept
	CodeParameterUnquoted    = "parameter-unquoted"     // a value that needs quotes has none: start=<a@b>
	CodeTrailingSemicolon    = "trailing-semicolon"     // an empty parameter
	CodeLineEnd              = "line-end"               // a delimiter or header line ends with LF alone (first place)
	CodeBoundaryMissing      = "boundary-missing"       // no boundary parameter
	CodeBoundaryInvalid      = "boundary-invalid"       // longer than 70, or a character that RFC 2046 forbids
	CodeBoundaryNotFound     = "boundary-not-found"     // no delimiter line in the body
	CodeBoundaryPrefix       = "boundary-prefix"        // a line starts like a delimiter but is none
	CodeClosingMissing       = "closing-missing"        // no closing delimiter
	CodePreamble             = "preamble"               // bytes before the first delimiter
	CodeEpilogue             = "epilogue"               // bytes other than one line end after the closing delimiter
	CodeHeaderMalformed      = "header-malformed"       // a part header line without a colon, with a bad name or with a control character
	CodeHeaderUnterminated   = "header-unterminated"    // no empty line after the part headers
	CodeHeaderDuplicate      = "header-duplicate"       // the same header twice in one part
	CodeHeaderEmpty          = "header-empty"           // a part header of this package that says nothing
	CodeLimitParts           = "limit-parts"            // more parts than the limit: the rest is not read
	CodeLimitHeaders         = "limit-headers"          // part headers longer than the limit: cut
	CodeLimitBytes           = "limit-bytes"            // body longer than the limit: cut

	CodeTypeMissing        = "type-missing"         // no type parameter
	CodeTypeUnexpected     = "type-unexpected"      // type is not application/xop+xml
	CodeStartMissing       = "start-missing"        // no start parameter: the first part is the root
	CodeStartBrackets      = "start-brackets"       // start without < >
	CodeStartUnresolved    = "start-unresolved"     // no part has that Content-ID: the first part is the root
	CodeStartInfoMissing   = "start-info-missing"   // no start-info parameter
	CodeContentIDMissing   = "content-id-missing"   // a part without Content-ID
	CodeContentIDBrackets  = "content-id-brackets"  // Content-ID without < >
	CodeContentIDDuplicate = "content-id-duplicate" // two parts with one Content-ID
	CodeRootType           = "root-type"            // the root part is not application/xop+xml
	CodeRootEncoding       = "root-encoding"        // root part in quoted-printable or base64
	CodePartEncoding       = "part-encoding"        // another part in quoted-printable or base64
	CodeEncodingUnknown    = "encoding-unknown"     // a part in a transfer encoding that RFC 2045 does not have
)
