// Package community is the reference server under test: a document registry and
// a document repository that know the patients they are told of, as the servers
// of a community do. It is assembled from the simulated actors, on an endpoint
// of its own that records nothing, and can be told to misbehave in one named way
// ([Mutants]): a defect changes a request before it is answered, or the answer.
//
// It may import the root package, internal/wire and simulators/{actor,dmp,front,registry}.
package community
