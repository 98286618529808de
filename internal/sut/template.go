package sut

import (
	_ "embed"
	"fmt"
	"net"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
)

//go:embed template.yaml
var template string

// What the template says where the vendor is to write; [Untouched] finds it.
const (
	nobody   = "NOM DU LOGICIEL"
	noVendor = "NOM DE L'ÉDITEUR"
)

// Template gives the commented sut.yaml of `etalon init`: the vendor replaces
// the identity, the rest works as it is. Listen is host:port, pki a folder, hosts
// the other names by which the product reaches this machine.
func Template(listen, pki string, hosts []string) string {
	names := "# hostNames: [etalon.local, 192.0.2.10]"
	if len(hosts) > 0 {
		quoted := make([]string, len(hosts))
		for i, h := range hosts {
			quoted[i] = strconv.Quote(h)
		}
		names = "hostNames: [" + strings.Join(quoted, ", ") + "]"
	}
	return strings.NewReplacer("@LISTEN@", strconv.Quote(listen), "@PKI@", strconv.Quote(pki), "@HOSTS@", names,
		"@NAME@", strconv.Quote(nobody), "@VENDOR@", strconv.Quote(noVendor)).Replace(template)
}

// Untouched names the keys of a declaration that still say what the template says.
func Untouched(s etalon.SUT) []string {
	var out []string
	if s.Name == nobody {
		out = append(out, "name")
	}
	if s.Vendor == noVendor {
		out = append(out, "vendor")
	}
	return out
}

// Listenable tells what is wrong with an address to listen on; nil when nothing is.
func Listenable(at string) error {
	host, port, err := net.SplitHostPort(at)
	if n, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || n > 65535 || strings.ContainsAny(host, " /\t") {
		return fmt.Errorf("« %s » n'est pas une adresse d'écoute (is not an address to listen on)", at)
	}
	return nil
}
