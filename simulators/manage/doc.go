// Package manage lets people and tests look at the state of simulated actors:
// plain HTTP, JSON, read-only, for the machine itself. It takes no transaction
// and changes nothing; what it shows is a copy made for each request.
//
// It may import the root package and the standard library.
package manage
