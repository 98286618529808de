// Package store keeps campaigns in a SQL database: SQLite, inside this program.
// Whoever reads or writes does so as a person, through a View that shows a vendor its
// own organisation alone, whatever a page forgets to ask. What is done and the line
// of the audit log that says so are one transaction.
//
// It may import the root package, internal/campaign, the SQL driver and goose.
package store
