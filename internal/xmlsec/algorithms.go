package xmlsec

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"errors"
	"fmt"
	"math/big"

	_ "crypto/sha1"   // SHA-1 is still met in products; it is reported, not refused
	_ "crypto/sha256" // registered for crypto.Hash
	_ "crypto/sha512" // registered for crypto.Hash
)

// The namespaces of signatures.
const (
	NamespaceDSig  = "http://www.w3.org/2000/09/xmldsig#"
	NamespaceXAdES = "http://uri.etsi.org/01903/v1.1.1#" // the version of the DMP's lot signature
	namespaceXAdE3 = "http://uri.etsi.org/01903/v1.3.2#" // met in newer signatures
	namespaceExc   = "http://www.w3.org/2001/10/xml-exc-c14n#"
)

// Algorithm identifiers, as they stand in Algorithm attributes.
const (
	RSASHA1   = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
	RSASHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
	RSASHA384 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"
	RSASHA512 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"

	ECDSASHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
	ECDSASHA384 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"
	ECDSASHA512 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512"

	SHA1   = "http://www.w3.org/2000/09/xmldsig#sha1"
	SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
	SHA384 = "http://www.w3.org/2001/04/xmldsig-more#sha384"
	SHA512 = "http://www.w3.org/2001/04/xmlenc#sha512"

	C14N          = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
	C14NComments  = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"
	C14N11        = "http://www.w3.org/2006/12/xml-c14n11"
	C14N11Comment = "http://www.w3.org/2006/12/xml-c14n11#WithComments"
	ExcC14N       = "http://www.w3.org/2001/10/xml-exc-c14n#"
	ExcComments   = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"

	Enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
	Base64    = "http://www.w3.org/2000/09/xmldsig#base64"

	TypeManifest         = "http://www.w3.org/2000/09/xmldsig#Manifest"
	TypeSignedProperties = NamespaceXAdES + "SignedProperties"
)

// maxRSABits bounds the work of one RSA verification.
const maxRSABits = 16384

func digestHash(uri string) (crypto.Hash, bool) {
	switch uri {
	case SHA1:
		return crypto.SHA1, true
	case SHA256:
		return crypto.SHA256, true
	case SHA384:
		return crypto.SHA384, true
	case SHA512:
		return crypto.SHA512, true
	}
	return 0, false
}

func digest(uri string, b []byte) ([]byte, error) {
	h, ok := digestHash(uri)
	if !ok {
		return nil, fmt.Errorf("unknown digest algorithm %q", uri)
	}
	w := h.New()
	w.Write(b)
	return w.Sum(nil), nil
}

// signatureHash gives the hash of a signature method and whether it is RSA
// (else ECDSA).
func signatureHash(uri string) (h crypto.Hash, isRSA, ok bool) {
	switch uri {
	case RSASHA1:
		return crypto.SHA1, true, true
	case RSASHA256:
		return crypto.SHA256, true, true
	case RSASHA384:
		return crypto.SHA384, true, true
	case RSASHA512:
		return crypto.SHA512, true, true
	case ECDSASHA256:
		return crypto.SHA256, false, true
	case ECDSASHA384:
		return crypto.SHA384, false, true
	case ECDSASHA512:
		return crypto.SHA512, false, true
	}
	return 0, false, false
}

// checkValue verifies a signature value over canonical bytes with a public key.
func checkValue(method string, key any, signed, value []byte) error {
	h, isRSA, ok := signatureHash(method)
	if !ok {
		return fmt.Errorf("unknown signature algorithm %q", method)
	}
	w := h.New()
	w.Write(signed)
	sum := w.Sum(nil)
	switch pub := key.(type) {
	case *rsa.PublicKey:
		if !isRSA {
			return errors.New("the key is RSA, the method is ECDSA")
		}
		if pub.N.BitLen() > maxRSABits {
			return fmt.Errorf("RSA key of %d bits is over the limit of %d", pub.N.BitLen(), maxRSABits)
		}
		return rsa.VerifyPKCS1v15(pub, h, sum, value)
	case *ecdsa.PublicKey:
		if isRSA {
			return errors.New("the key is EC, the method is RSA")
		}
		if len(value) == 0 || len(value)%2 != 0 || len(value) > 256 {
			return errors.New("ECDSA value is not two numbers of equal length")
		}
		r := new(big.Int).SetBytes(value[:len(value)/2])
		s := new(big.Int).SetBytes(value[len(value)/2:])
		if !ecdsa.Verify(pub, sum, r, s) {
			return errors.New("ECDSA verification failed")
		}
		return nil
	}
	return errors.New("the key is neither RSA nor ECDSA")
}
