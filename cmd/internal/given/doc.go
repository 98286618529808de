// Package given finds the files that a command line names: files, folders, archives
// and standard input.
package given
