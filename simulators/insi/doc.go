// Package insi is INSi as a practice meets it: the teleservice of the health insurance
// that tells under which number somebody is known. It answers from the patients that a
// scenario gives (one, nobody, several; histories, provisional identities, Corsican
// numbers) and refuses, in the words of its faults, who shows neither an assertion in
// force nor a certificate of the service. It judges no product.
//
// The answers say the authorities of production, as the test service does; the numbers
// are nobody's.
//
// It may import the root package, internal/wire/{insi,soap}, simulators/actor,
// golang.org/x/text/unicode/norm and the standard library.
package insi
