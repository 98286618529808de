// Package queue hands out the work of campaigns: a session that was handed in is
// judged, in its turn, once, and again after a crash. It is River on the database of
// the store, SQLite or PostgreSQL; an order is given in the transaction that it belongs
// to. On PostgreSQL any number of processes share the work.
//
// It may import the root package, internal/campaign and River. What judging is, it is
// given.
package queue
