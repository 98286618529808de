//go:build !cgo

package xsd

import "os"

func childMode(mode string) error {
	if mode == "serve" {
		return ServeLibxml2(os.Stdin, os.Stdout)
	}
	return otherChildMode(mode)
}
