// Package service answers test beds that ask another program to judge a file: the
// validation service of the Interoperability Test Bed (GITB, SOAP 1.1) and that of IHE
// Gazelle (REST, both versions). It keeps nothing, fetches nothing, and reports no more
// green than a verdict is.
//
// Judging is given to it. It may import the root package and the standard library.
package service
