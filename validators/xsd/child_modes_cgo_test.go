//go:build cgo

package xsd

import "os"

func childMode(mode string) error {
	switch mode {
	case "serve":
		return ServeLibxml2(os.Stdin, os.Stdout)
	case "fragile": // libxml2 with the binding's own error buffer
		return serveLibxml2(os.Stdin, os.Stdout, false)
	}
	return otherChildMode(mode)
}
