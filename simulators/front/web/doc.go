// Package web is the front of simulated actors whose messages are HTTP without an
// envelope: it finds the operation that a request asks for, has the actor answer, and
// carries what comes back, several parts in a multipart/related. What HTTP itself
// refuses is refused in plain text.
//
// It may import the root package, internal/wire/mtom, simulators/actor and
// simulators/front/http.
package web
