// Package disk keeps dossiers and reports in folders. With cmd/etalon it is
// where the project touches the file system.
package disk
