// Package address is one address for many products: the simulated DMP on one host and
// port, where the client certificate of a connection tells whose session a request
// belongs to. Each session is played by internal/session, as one at a terminal is, with
// a DMP, a dossier and keys of its own; this package hands it its connections, asks its
// tester what the plan asks of a person, and tells what came and why it did not count.
// What belongs to no session is answered, and told to its owner.
//
// It may import the root package, internal/{campaign,dossier,driver,exit,plan,repertoire,
// run,scenario,session,sut}, simulators/front and simulators/pki; files, the clock and
// whose a certificate is are given.
package address
