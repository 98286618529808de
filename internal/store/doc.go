// Package store keeps campaigns in a SQL database: SQLite, inside this program, or a
// PostgreSQL that several machines share; the same tables and the same queries.
// Whoever reads or writes does so as a person, through a View that shows a vendor its
// own organisation alone, whatever a page forgets to ask. What is done and the line
// of the audit log that says so are one transaction.
//
// It may import the root package, internal/campaign, the SQL drivers and goose.
package store
