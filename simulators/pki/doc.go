// Package pki makes the test public-key infrastructure: a synthetic authority
// ("TEST AC ETALON"), the server certificate of the simulated DMP, and client
// identities shaped like the real ones: structure certificates ORG_AUTH_CLI
// and ORG_SIGN, a CPS-like card pair, and faulty variants (expired, unknown
// authority). Everything is in memory; the caller writes and reads files.
//
// Nothing here protects anything: the keys are for tests, the .p12 password is
// public ([Password]).
//
// It may import the standard library and go-pkcs12, and nothing of Étalon but
// the root package.
package pki
