// Package xsdtype reads, compares and writes the values of XML Schema's simple
// types that XPath 2.0 computes with: decimals, doubles, dates, times and
// durations. It may import the standard library only.
//
// Values are those of XSD 1.1 (there is a year 0000). A date or time without a
// zone is taken to be in UTC when it is compared with one that has a zone.
// Fractions of a second are kept to the nanosecond.
package xsdtype
