package login

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/argon2"
)

// The cost of a password: the second recommended option of RFC 9106, §4, with its
// memory in KiB.
const (
	passes  = 3
	memory  = 64 << 10
	threads = 4
	keySize = 32
)

// Shortest is the least length of a password, in bytes (ANSSI, guide on passwords,
// for an account that is also rate limited).
const Shortest = 12

const longest = 200

// ErrShort is the error of a password that is too short, or absurdly long.
var ErrShort = errors.New("le mot de passe doit avoir de 12 à 200 octets (the password must have 12 to 200 bytes)")

// Secret is what a password is checked against: its parameters, a salt and its key.
func Secret(password string) (string, error) {
	if len(password) < Shortest || len(password) > longest {
		return "", ErrShort
	}
	salt := make([]byte, 16)
	if _, err := io.ReadFull(rand.Reader, salt); err != nil {
		return "", err
	}
	return written(salt, key(password, salt)), nil
}

func key(password string, salt []byte) []byte {
	return argon2.IDKey([]byte(password), salt, passes, memory, threads, keySize)
}

func written(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", memory, passes, threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// Check tells whether a password is the one of a secret. It takes as long for a
// secret that is none: whoever asks does not learn which accounts there are.
func Check(password, secret string) bool {
	var m, t, p int
	var tail string
	salt := make([]byte, 16)
	_, err := fmt.Sscanf(secret, "$argon2id$v=19$m=%d,t=%d,p=%d$%s", &m, &t, &p, &tail)
	known := err == nil && m == memory && t == passes && p == threads && len(tail) > 22
	if known {
		if s, err := base64.RawStdEncoding.DecodeString(tail[:22]); err == nil {
			salt = s
		}
	}
	if len(password) > longest {
		password = password[:longest+1]
	}
	same := subtle.ConstantTimeCompare([]byte(written(salt, key(password, salt))), []byte(secret)) == 1
	return known && same
}

// Token is a random name that nobody guesses, and the hash under which it is kept.
func Token() (token, hash string, err error) {
	raw := make([]byte, 32)
	if _, err := io.ReadFull(rand.Reader, raw); err != nil {
		return "", "", err
	}
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, Hash(token), nil
}

// Hash is what is kept of a token: SHA-256, lower-case hex.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
