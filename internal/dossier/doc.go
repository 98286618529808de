// Package dossier keeps the evidence of one session: an append-only journal of
// hash-chained entries, and the exact bytes they speak of as content-addressed
// blobs. Nothing is acknowledged before it is durable, so a crash loses nothing
// that a simulator has already answered for.
//
// A dossier is a folder:
//
//	journal.ndjson   one entry a line; each carries the SHA-256 of the line before it
//	blobs/<sha256>   the bytes of requests, responses and certificates
//
// The last entry of a complete session is a seal. A dossier without one is
// readable and can be judged, but never gives a pass.
//
// It may import the root package and the standard library. Storage is an
// interface: this package never opens a file itself.
package dossier
