// Package endpoint is the TLS 1.2, HTTP/1.1 and SOAP front of the simulated
// DMP. It reads requests itself, so that the exact bytes of both directions
// reach the recorder: the request before anything is done with it, the answer
// before it is sent. Whatever arrives (garbage instead of TLS, broken HTTP,
// MIME or XML, a body over the limit, a bad client certificate) is recorded
// with its own word and answered; nothing of it ends the session. Only a
// recorder that fails does.
//
// It may import the root package, internal/wire/... and the standard library.
package endpoint
