// Package timestamp asks an authority for time stamps (RFC 3161) and verifies them: that
// a text was there at an instant, by the word of somebody else.
//
// It may import net/http and digitorus/timestamp, and nothing of ours.
package timestamp
