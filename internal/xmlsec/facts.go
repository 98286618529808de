package xmlsec

// Report is what [Verify] found in one document.
type Report struct {
	Signatures []Signature // in document order
	// Problem says why the document could not be looked at as a whole (not
	// well-formed, over a limit); empty otherwise.
	Problem string
}

// Signature holds the facts of one ds:Signature element.
type Signature struct {
	ID           string // ds:Signature/@Id
	Parent       string // local name of the element that holds it; "" when it is the document element
	ParentSpace  string // namespace of that element
	ParentID     string // its ID
	Method       string // SignatureMethod URI
	C14N         string // CanonicalizationMethod URI
	ValueValid   bool   // SignatureValue fits SignedInfo and the certificate's key
	References   []Reference
	Certificates [][]byte // DER of KeyInfo/X509Data/X509Certificate, message order
	BareKey      bool     // there is no certificate, and a key by itself verified or not
	Signer       int      // index in Certificates of the key that verified; 0 otherwise
	XAdES        *XAdES   // nil when there are no qualifying properties
	Problems     []string // what could not be read, one sentence each
}

// Certificate is the DER of the signer's certificate, nil when none is given.
func (s Signature) Certificate() []byte {
	if s.Signer < len(s.Certificates) {
		return s.Certificates[s.Signer]
	}
	return nil
}

// Valid says whether the value and every reference of SignedInfo hold.
// References inside a manifest do not count: XML-DSig leaves them to the
// application.
func (s Signature) Valid() bool {
	if !s.ValueValid {
		return false
	}
	n := 0
	for _, r := range s.References {
		if r.Manifest {
			continue
		}
		if n++; r.Digest != DigestValid {
			return false
		}
	}
	return n > 0
}

// DigestState is how the digest of a reference compares.
type DigestState string

// The states of a digest.
const (
	DigestValid      DigestState = "true"
	DigestInvalid    DigestState = "false"
	DigestDummy      DigestState = "dummy"      // the value AA==, which stands for the submission set
	DigestUnresolved DigestState = "unresolved" // nothing to compute it over, or no way to
)

// dummyDigest is one zero byte in base64.
const dummyDigest = "AA=="

// Reference holds the facts of one ds:Reference.
type Reference struct {
	URI          string
	Type         string
	DigestMethod string
	DigestValue  string // as written
	Digest       DigestState
	Transforms   []string // algorithm URIs, in order
	Resolves     bool     // to exactly one thing
	// Covers is the local name of the element digested; empty for detached
	// octets.
	Covers string
	// CoversParent says that the element digested is the one that holds the
	// signature: what an enveloped signature of an assertion must do.
	CoversParent bool
	Manifest     bool // it stands in a ds:Manifest, not in SignedInfo
	// Signed says of a reference in a manifest that a reference of SignedInfo
	// covers that manifest, with a digest that holds. A manifest beside the one
	// that was signed is only text.
	Signed  bool
	Problem string // why it could not be checked
}

// EnvelopedOnly says whether the transforms are the enveloped-signature one
// followed by exclusive canonicalization, and nothing else.
func (r Reference) EnvelopedOnly() bool {
	return len(r.Transforms) == 2 && r.Transforms[0] == Enveloped && r.Transforms[1] == ExcC14N
}

// XAdES holds the facts of the qualifying properties.
type XAdES struct {
	Namespace     string
	SigningTime   string // as written
	PolicyImplied bool
	Certificates  []CertificateReference
	// SignedProperties says whether a reference of SignedInfo covers them, with
	// a digest that holds.
	SignedProperties bool
}

// CertificateReference is one xades:Cert of SigningCertificate.
type CertificateReference struct {
	DigestMethod string
	Issuer       string // X509IssuerName as written
	Serial       string // X509SerialNumber as written, decimal
	// Matches is the index in Signature.Certificates whose digest this is; -1
	// when none.
	Matches int
}
