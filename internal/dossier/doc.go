// Package dossier keeps the evidence of one session: an append-only journal of
// hash-chained entries, and the exact bytes they speak of as content-addressed
// blobs. Nothing is acknowledged before it is durable, so a crash loses nothing
// that a simulator has already answered for.
//
// A dossier is a folder:
//
//	journal.ndjson   one entry a line; each carries the SHA-256 of the line before it
//	blobs/<sha256>   the bytes of requests and responses; of protocols that have
//	                 none, of the one message there is
//	redacted.json    which messages were taken out of a copy, by their digests
//	incomplete/      messages that were not received or written whole; absent
//	                 from a dossier that ended well
//
// What has been acknowledged survives the process (SIGKILL) and a loss of
// power: an answer is sent after the bytes of both messages, their names and
// then the journal were flushed, which exchanges that end at the same time
// share. A request that was not answered yet survives the process from the
// moment it was recorded; a loss of power may take it, and [Dossier].Lost says so.
//
// The last entry of a complete session is a seal. A dossier without one is
// readable and can be judged, but never gives a pass. A session that stopped goes on
// in the same journal, after an entry that says so; the answer of a person is taken
// back by an entry of its own. Nothing that was written is ever changed.
//
// It may import the root package, internal/outcome and the standard library. Storage is an
// interface: this package never opens a file itself.
package dossier
