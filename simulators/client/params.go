package client

import (
	"maps"
	"slices"

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
	switch t {
	case etalon.ITI41:
		all = lot
	case etalon.ITI42:
		all = append(lot, "repository")
	case etalon.ITI18:
		all = []string{"query", "return"}
		for _, p := range queryParams {
			all = append(all, p.name)
		}
	case etalon.ITI43:
		all = []string{"uniqueId", "repository"}
	case etalon.ITI57:
		all = []string{"ids", "setUniqueId", "entry", "original", "status", "lid", "uniqueId", "version", "hash", "size", "repository",
			"created", "title", "source", "target", "folder", "other", "propagation"}
	case etalon.ITI62:
		all = []string{"uuid"}
	}
	slices.Sort(all)
	return all
}

func sorted(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
