// Package make holds, in the packages below it, the builders of what étalon
// itself writes as documents and requests: the fixtures of the simulated DMP
// and the messages of the client actors. The reference products build with code
// of their own, so that a fault of a builder is not on both sides of a
// self-test; neither may import the other's.
package make
