package client

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Params is the closed list of parameters that a message of a transaction
// takes, sorted.
func Params(t etalon.Transaction) []string {
	var all []string
	// What each says: ids "symbolic" or "uuid", uniqueId one per document,
	// created a DTM, kilobytes the size of the content, replaces the uniqueId
	// that the CDA names, target and folder entryUUIDs, other the INS of another
	// patient.
	lot := []string{"ids", "uniqueId", "setUniqueId", "folderUniqueId", "created", "kilobytes", "hash", "size", "replaces", "target", "folder", "other"}
	if t == etalon.RAD55 || t == etalon.RAD107 {
		all = slices.Clone(imageParams)
	}
	if p, ok := plays(t); ok {
		all = p.params(lot)
	}
	slices.Sort(all)
	return all
}

// ofOne are the parameters of a submission or an update that name one thing.
var ofOne = []string{"target", "folder", "other", "original", "lid", "source", "version", "setUniqueId", "folderUniqueId", "replaces", "hash", "size", "repository"}

// checkParams refuses several values where one is meant: a product that gave an
// id twice must not have étalon send nonsense.
func checkParams(m etalon.Sending) error {
	if p, _ := plays(m.Transaction); p.many {
		return nil
	}
	for _, name := range ofOne {
		if v := m.Params[name]; strings.ContainsAny(strings.TrimSpace(v), " \t\r\n") {
			return fmt.Errorf("parameter %s is one value, not %q", name, v)
		}
	}
	return nil
}

func sorted(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
