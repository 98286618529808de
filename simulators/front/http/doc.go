// Package http is the HTTP/1.1 front of simulated actors. It reads requests
// itself, so that the exact bytes of both directions reach the recorder: the
// request before anything is done with it, the answer before it is sent.
// Whatever arrives (broken HTTP, a body over the limit) is recorded with its own
// word and answered. What a request means is for a [Service]: SOAP in
// simulators/front/soap, or a service of plain HTTP.
//
// It may import the root package, simulators/actor, simulators/front/tls and the
// standard library.
package http
