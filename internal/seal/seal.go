package seal

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/go-jose/go-jose/v4"
)

// The files of a bench's key, in its folder of keys.
const (
	KeyFile    = "sceau.key.pem" // PKCS#8
	PublicFile = "sceau.pem"     // PKIX, for whoever verifies
)

// mediaType is the typ of the signature: nothing else that the key may sign is
// taken for a seal.
const mediaType = "etalon-seal+jws"

// Statement is the typ of the signature of a decision.
const Statement = "etalon-statement+jws"

// ErrKey is the error of a key that is not on the curve P-256.
var ErrKey = errors.New("not a P-256 key")

// Key signs seals.
type Key struct{ private *ecdsa.PrivateKey }

// New makes a key.
func New() (Key, error) {
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Key{}, fmt.Errorf("seal: make a key: %w", err)
	}
	return Key{k}, nil
}

// Parse reads the text of a KeyFile.
func Parse(text []byte) (Key, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return Key{}, fmt.Errorf("seal: no PEM block: %w", ErrKey)
	}
	k, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return Key{}, fmt.Errorf("seal: %w", err)
	}
	private, ok := k.(*ecdsa.PrivateKey)
	if !ok || private.Curve != elliptic.P256() {
		return Key{}, fmt.Errorf("seal: %w", ErrKey)
	}
	return Key{private}, nil
}

// Files gives the files of the key.
func (k Key) Files() (map[string][]byte, error) {
	private, err := x509.MarshalPKCS8PrivateKey(k.private)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	public, err := x509.MarshalPKIXPublicKey(&k.private.PublicKey)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return map[string][]byte{
		KeyFile:    pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}),
		PublicFile: pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}),
	}, nil
}

// Sign signs what a seal is over.
func (k Key) Sign(payload []byte) (string, error) { return k.SignAs(mediaType, payload) }

// SignAs signs a payload as what media says it is.
func (k Key) SignAs(media string, payload []byte) (string, error) {
	options := (&jose.SignerOptions{EmbedJWK: true}).WithType(jose.ContentType(media))
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: k.private}, options)
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	signed, err := s.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	return signed.CompactSerialize()
}

// Verify reads the signature of a seal with the key that it carries, and gives what
// was signed and the name of the key.
func Verify(signature string) (payload []byte, key string, err error) {
	return VerifyAs(mediaType, signature)
}

// VerifyAs is Verify for what media says.
func VerifyAs(media, signature string) (payload []byte, key string, err error) {
	s, err := jose.ParseSignedCompact(signature, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return nil, "", fmt.Errorf("seal: %w", err)
	}
	head := s.Signatures[0].Protected // of the compact form there is one
	if head.ExtraHeaders[jose.HeaderType] != media || head.JSONWebKey == nil {
		return nil, "", fmt.Errorf("seal: not the signature of a %s: %w", media, jose.ErrCryptoFailure)
	}
	public, ok := head.JSONWebKey.Key.(*ecdsa.PublicKey)
	if !ok {
		return nil, "", fmt.Errorf("seal: %w", ErrKey)
	}
	if payload, err = s.Verify(public); err != nil {
		return nil, "", fmt.Errorf("seal: %w", err)
	}
	key, err = name(public)
	return payload, key, err
}

// Name gives the name of the public key of a PublicFile: its thumbprint (RFC 7638,
// SHA-256) in lower-case hex.
func Name(text []byte) (string, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return "", fmt.Errorf("seal: no PEM block: %w", ErrKey)
	}
	k, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	public, ok := k.(*ecdsa.PublicKey)
	if !ok {
		return "", fmt.Errorf("seal: %w", ErrKey)
	}
	return name(public)
}

func name(public *ecdsa.PublicKey) (string, error) {
	sum, err := (&jose.JSONWebKey{Key: public}).Thumbprint(crypto.SHA256)
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	return hex.EncodeToString(sum), nil
}
