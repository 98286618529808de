// Package store keeps registry objects and finds them by id, unique id,
// logical id, patient and association end, each in constant time. An object
// once stored is never changed: a change replaces it. So what was found may be
// read, and written to the wire, without a lock and without a copy. The store
// itself has no lock: its owner has.
//
// It may import internal/wire/ebrim and the standard library.
package store
