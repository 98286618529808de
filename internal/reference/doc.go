// Package reference holds the products whose conformity is known beforehand, as
// systems under test: how a session declares builtin:lps and builtin:xds, how
// the client is configured and the server is run, and which defects can be
// seeded in them and where they show.
//
// It may import the root package, internal/{exit,seed,plan,scenario} and the
// simulators that these products are made of; it starts no process.
package reference
