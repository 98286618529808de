// Package actor is the contract of a simulated actor: the transactions it
// serves, how it answers them truthfully, how it says an error in its own wire,
// what it tells of a request, and its state. Beside it stand what fronts and
// compositions of actors share: the behaviours armed for requests to come
// ([Orders]) and the exchanges that arrived ([Arrivals]).
//
// An actor knows no transport: a front reads a message, puts it on record, asks
// the actor and carries the answer.
//
// It may import the root package, internal/wire/... and the standard library.
package actor
