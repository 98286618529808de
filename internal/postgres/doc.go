// Package postgres starts a PostgreSQL for tests: the one that this machine has, as a
// user that is not root, on a socket in a folder of its own. Nothing listens on a port.
//
// It imports nothing of ours. Only tests import it.
package postgres
