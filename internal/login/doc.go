// Package login makes and checks what an account is entered with: the secret of a
// password (Argon2id, RFC 9106) and tokens, of which only the hash is kept. It
// imports nothing of ours.
package login
