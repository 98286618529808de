// Package sut reads sut.yaml, the declaration of a system under test, as
// strictly as scenario files are read, and writes the commented file that
// `etalon init` leaves for a vendor to fill in.
//
// It may import the root package, internal/scenario/strict and
// internal/scenario for closed lists; it opens no file.
package sut
