//go:build !cgo

package xsd

// Libxml2Version is that of the library this process has loaded; there is none.
func Libxml2Version() string { return "" }
