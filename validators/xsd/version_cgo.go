//go:build cgo

package xsd

/*
#cgo pkg-config: libxml-2.0
#include <libxml/parser.h>
static const char *etalon_libxml2(void) { return xmlParserVersion; }
*/
import "C"

import (
	"fmt"
	"strconv"
)

// Libxml2Version is that of the library this process has loaded, "2.9.14"; "" in a
// binary built without cgo. The library says 20914 and may add words.
func Libxml2Version() string {
	said := C.GoString(C.etalon_libxml2())
	digits := 0
	for digits < len(said) && said[digits] >= '0' && said[digits] <= '9' {
		digits++
	}
	n, err := strconv.Atoi(said[:digits])
	if err != nil {
		return said
	}
	return fmt.Sprintf("%d.%d.%d", n/10000, n/100%100, n%100)
}
