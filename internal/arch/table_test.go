package arch

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// room is a row of the import table. A package belongs to the room with the
// longest name that its path begins with.
type room struct {
	name string
	// may is what of ours its files may import: rooms, with all below them. The
	// root package may be imported by all others and is not written.
	may []string
	// never is what it must not reach, not even through others; "=name" is a
	// package that its own files must not name.
	never []string
}

const ginkgo = "github.com/onsi/ginkgo"

// rooms is the import table of the whole module: a package that is in no row is a
// fault, and so is a row without a package.
func rooms() []room {
	return []room{
		{"", nil, []string{"@ours", "@third"}}, // the standard library only
		{"scenarios", nil, nil},
		{"schemas", []string{"schemas", "internal/wire"}, []string{"validators", "simulators", "internal/judge", "internal/run"}},
		{"simulators", []string{"simulators", "internal/wire", "internal/xmlsec"}, []string{"validators", "internal/judge", "reports", "internal/suite", ginkgo}},
		{"simulators/actor", []string{"internal/wire", "simulators/actor"}, []string{"simulators/front", "validators", "=net", "=net/http"}},
		{"simulators/front", []string{"internal/wire", "simulators/actor", "simulators/awkward", "simulators/front"}, []string{"simulators/patients", "simulators/rights", "simulators/registry", "simulators/repository", "simulators/dmp", "validators"}},
		{"simulators/lps", []string{"internal/wire", "internal/xmlsec", "simulators/lps"}, []string{"simulators/make", "simulators/front", "validators"}},
		{"simulators/patients", []string{"internal/wire", "simulators/actor", "simulators/patients"}, []string{"simulators/front", "validators"}},
		{"simulators/rights", []string{"internal/wire", "simulators/actor", "simulators/rights"}, []string{"simulators/front", "validators"}},
		{"simulators/insi", []string{"internal/wire", "simulators/actor"}, []string{"simulators/front", "validators", "=net", "=net/http"}},
		{"simulators/imaging", []string{"internal/wire", "simulators/actor", "simulators/make/study"}, []string{"simulators/front", "validators", "=net", "=net/http"}},
		{"simulators/audit", []string{"internal/wire", "simulators/actor"}, []string{"simulators/front", "validators", "=net", "=net/http"}},
		{"simulators/collector", []string{"internal/wire", "simulators/lps/inquiry", "simulators/lps/trace", "simulators/pki"}, []string{"simulators/front", "validators", "=net/http"}},
		{"simulators/revocation", []string{"simulators/pki"}, []string{"simulators/front", "simulators/lps", "validators"}},
		{"simulators/clock", []string{"internal/wire", "simulators/actor"}, []string{"simulators/front", "validators", "=net", "=net/http"}},
		{"simulators/registry", []string{"internal/wire", "simulators/actor", "simulators/registry"}, []string{"simulators/front", "validators"}},
		{"simulators/repository", []string{"internal/wire", "simulators/actor", "simulators/repository"}, []string{"simulators/front", "validators"}},
		{"simulators/make", []string{"internal/wire", "internal/xmlsec", "simulators/make"}, []string{"simulators/lps", "simulators/front", "validators"}},
		{"validators", []string{"validators", "internal/wire", "internal/xmlsec", "schemas"}, []string{"simulators", "internal/run", "internal/judge", "reports", "internal/plan", "internal/dossier"}},
		{"reports", []string{"reports"}, []string{"internal/run", "internal/judge", "internal/dossier", "simulators", "validators", "=net", "=net/http"}},

		// words, codecs, evidence
		{"internal/exit", nil, nil},
		{"internal/population", []string{"internal/exit", "internal/population"}, []string{"=net", "=net/http"}},
		{"internal/seed", nil, nil},
		{"internal/outcome", nil, nil},
		{"internal/identity", nil, []string{"=net", "=net/http"}},
		{"internal/coverage", nil, nil},
		{"internal/wire", []string{"internal/wire"}, []string{"=net", "=net/http"}},
		{"internal/xmlsec", []string{"internal/wire"}, []string{"=net", "=net/http"}},
		{"internal/dossier", []string{"internal/identity", "internal/outcome"}, nil},
		{"internal/seal", nil, []string{"=net", "=net/http"}},
		{"internal/mutate", []string{"internal/wire"}, nil},
		{"internal/mutate/batch", []string{"internal/exit", "internal/mutate", "internal/validate", "internal/verdicts", "reports"}, []string{"simulators"}},

		// what is to be played
		{"internal/scenario", []string{"internal/population", "internal/scenario", "scenarios", "schemas"}, nil},
		{"internal/plan", []string{"internal/plan", "internal/scenario", "scenarios", "schemas"}, nil},
		{"internal/standing", []string{"internal/plan", "schemas"}, []string{"simulators", "validators", "internal/judge", "internal/run"}},
		{"internal/sut", []string{"internal/scenario"}, nil},
		{"internal/repertoire", []string{"internal/exit", "internal/scenario", "scenarios", "schemas"}, []string{"simulators", "validators"}},

		// playing: it only collects
		{"internal/run", []string{"internal/dossier", "internal/outcome", "internal/plan", "internal/scenario", "simulators/actor"}, []string{"simulators/dmp", "validators", "internal/judge", "reports", ginkgo}},
		{"internal/suite", []string{"internal/outcome", "internal/plan", "internal/run"}, []string{"internal/judge", "validators", "reports"}},
		{"internal/driver", []string{"internal/plan"}, []string{"simulators", "validators", "=os/exec"}},
		{"internal/launch", nil, []string{ginkgo, "internal/judge", "internal/run"}},
		{"internal/reference", []string{"internal/exit", "internal/plan", "internal/scenario", "internal/seed", "simulators"}, []string{"validators", "internal/judge", "reports"}},
		{"internal/session", []string{
			"internal/dossier", "internal/driver", "internal/exit", "internal/launch", "internal/outcome", "internal/plan", "internal/reference",
			"internal/repertoire", "internal/run", "internal/scenario", "internal/seal", "internal/seed", "internal/standing", "internal/sut", "schemas/xsd", "simulators",
		}, []string{"validators", "internal/judge", "reports", ginkgo}},
		{"internal/token", []string{"internal/exit", "internal/seed", "simulators/lps", "simulators/pki"}, []string{"validators", "reports", ginkgo, "=net", "=os"}},
		{"internal/setup", []string{"internal/exit", "internal/seal", "internal/seed", "internal/session", "simulators/pki"}, []string{"validators", "reports", ginkgo}},
		{"internal/address", []string{
			"internal/campaign", "internal/dossier", "internal/driver", "internal/exit", "internal/outcome", "internal/plan", "internal/repertoire", "internal/run", "internal/scenario", "internal/session",
			"internal/sut", "internal/wire/soap", "simulators/actor", "simulators/front", "simulators/pki",
		}, []string{"validators", "internal/judge", "internal/store", "internal/console", "reports", ginkgo, "=os"}},
		{"internal/doctor", []string{"internal/plan", "internal/reference", "internal/session", "internal/sut", "simulators/pki"}, []string{"validators", "reports", ginkgo}},

		// judging: it never talks
		{"internal/judge", []string{"internal/dossier", "internal/identity", "internal/outcome", "internal/plan", "internal/standing", "internal/wire", "schemas", "validators"}, []string{"internal/run", "simulators", ginkgo, "=net", "=net/http", "=os/exec"}},
		{"internal/packdiff", []string{"internal/judge", "internal/wire", "reports", "schemas", "validators"}, []string{"simulators", "internal/run"}},
		// campaigns
		{"internal/campaign", nil, []string{"=net", "=net/http"}},
		{"internal/login", nil, nil},
		{"internal/oidc", nil, []string{"=os"}},
		{"internal/service", nil, []string{"=os"}},
		{"internal/notify", nil, []string{"=os"}},
		{"internal/objects", nil, []string{"=os"}},
		{"internal/paper", nil, []string{"=net", "=net/http", "=os"}},
		{"internal/timestamp", nil, []string{"=os"}},
		{"internal/store", []string{"internal/campaign"}, []string{"internal/judge", "=net/http"}},
		{"internal/queue", []string{"internal/campaign"}, []string{"internal/judge", "internal/store"}},
		{"internal/console", []string{"internal/campaign", "internal/login", "internal/oidc", "internal/paper", "internal/store"}, []string{"internal/judge", "internal/dossier", "simulators", "=os"}},
		{"internal/desk", []string{
			"internal/campaign", "internal/console", "internal/dossier", "internal/exit", "internal/login", "internal/notify", "internal/plan", "internal/queue", "internal/scenario",
			"internal/seal", "internal/standing", "internal/store", "internal/timestamp", "internal/union", "internal/verdicts", "internal/waiver", "reports",
		}, []string{"simulators", "internal/run", "=os"}},

		{"internal/cdt", []string{"internal/verdicts"}, []string{"simulators", "=os", "=net", "=net/http"}},
		{"internal/submit", []string{"internal/exit", "internal/standing"}, []string{"internal/judge", "simulators", "=os"}},

		{"internal/waiver", []string{"internal/scenario/strict"}, nil},
		{"internal/union", []string{"internal/exit", "internal/plan", "reports"}, []string{"internal/judge", "simulators"}},
		{"internal/verdicts", []string{"internal/dossier", "internal/identity", "internal/exit", "internal/judge", "internal/plan", "internal/seal", "internal/repertoire", "internal/standing", "internal/union", "internal/waiver", "reports", "schemas", "validators"}, []string{"simulators", "internal/run", "internal/session", ginkgo, "=net", "=net/http"}},
		{"internal/rules", []string{"internal/wire", "schemas", "validators"}, []string{"simulators", "internal/run", "internal/judge", "=net", "=net/http"}},
		{"internal/validate", []string{"internal/exit", "internal/judge", "internal/packdiff", "internal/plan", "internal/repertoire", "internal/verdicts", "internal/wire", "reports", "schemas", "validators"}, []string{"simulators", "internal/run", "internal/session", ginkgo, "=net", "=net/http"}},

		// both: what arrives is judged at once, and what is known is played
		{"internal/selftest", []string{
			"internal/dossier", "internal/exit", "internal/plan", "internal/reference", "internal/repertoire", "internal/scenario", "internal/seed",
			"internal/session", "internal/verdicts", "reports", "simulators/pki",
		}, []string{ginkgo}},
		{"internal/account", []string{
			"internal/dossier", "internal/driver", "internal/judge", "internal/plan", "internal/reference", "internal/repertoire", "internal/run",
			"internal/scenario", "internal/seed", "internal/session", "internal/wire", "internal/xmlsec", "reports", "schemas", "simulators/lps",
			"simulators/pki", "validators",
		}, []string{ginkgo, "=net", "=net/http", "=os/exec"}},
		{"internal/explore", []string{
			"internal/dossier", "internal/exit", "internal/judge", "internal/outcome", "internal/plan", "internal/repertoire", "internal/scenario",
			"internal/session", "internal/standing", "internal/verdicts", "schemas", "simulators", "validators/facts",
		}, []string{ginkgo}},

		// the process
		{"cmd/internal", []string{"cmd/internal", "reports/terminal", "internal/dossier", "internal/exit", "internal/seal", "internal/validate"}, nil},
		{"cmd/internal/remote", []string{"cmd/internal/disk", "internal/dossier", "internal/objects"}, nil},
		{"cmd/internal/authority", []string{"cmd/internal/disk", "cmd/internal/remote", "internal/desk", "internal/exit", "internal/objects", "internal/oidc", "internal/store", "internal/timestamp"}, nil},
		{"cmd/internal/sittings", []string{
			"cmd/internal/disk", "internal/address", "internal/campaign", "internal/desk", "internal/dossier", "internal/exit", "internal/repertoire", "internal/session", "internal/setup", "internal/verdicts",
		}, nil},
		{"cmd/etalon", commands(), nil},

		// tests
		{"internal/arch", nil, nil},
		{"internal/postgres", nil, nil},
		{"bench", nil, nil},
		{"interop", nil, nil},
	}
}

// commands is what cmd/etalon may import. It wires rooms together: the engines, the
// judge, the schemas and the actors are none of its business. simulators/client is
// there to list what a scenario may send.
func commands() []string {
	return []string{
		"cmd/internal", "internal/cdt", "internal/desk", "internal/store", "internal/account", "internal/coverage", "internal/doctor", "internal/dossier", "internal/driver", "internal/exit", "internal/explore", "internal/launch", "internal/login", "internal/mutate",
		"internal/packdiff", "internal/plan", "internal/population", "internal/reference", "internal/repertoire", "internal/run", "internal/scenario", "internal/seed",
		"internal/rules", "internal/selftest", "internal/service", "internal/session", "internal/setup", "internal/submit", "internal/suite", "internal/sut", "internal/timestamp", "internal/token", "internal/validate", "internal/verdicts",
		"reports", "scenarios", "simulators/client",
	}
}

// roomOf finds the row of a package, by its path below the module.
func roomOf(path string) (room, bool) {
	var best room
	found := false
	for _, r := range rooms() {
		if in(r.name, path) && (!found || len(r.name) > len(best.name)) {
			best, found = r, true
		}
	}
	return best, found
}

// misplaced holds the packages to the table and tells every fault.
func misplaced(all []listed) []string {
	var faults []string
	lived := map[string]bool{}
	for _, p := range all {
		path, _ := below(p.ImportPath)
		r, known := roomOf(path)
		if !known {
			faults = append(faults, fmt.Sprintf("%s is in no row of the import table: say what it may import", p.ImportPath))
			continue
		}
		lived[r.name] = true
		for _, dep := range p.Imports {
			ours, isOurs := below(dep)
			if isOurs && ours != "" && !slices.ContainsFunc(r.may, func(may string) bool { return in(may, ours) }) {
				faults = append(faults, fmt.Sprintf("%s imports %s, which %q may not", p.ImportPath, dep, r.name))
			}
			if contains(r.never, "="+dep) {
				faults = append(faults, fmt.Sprintf("%s imports %s, which %q must not name", p.ImportPath, dep, r.name))
			}
		}
		for _, dep := range p.Deps {
			for _, never := range r.never {
				if !strings.HasPrefix(never, "=") && forbidden(never, dep) {
					faults = append(faults, fmt.Sprintf("%s imports %s: %q must not reach %q", p.ImportPath, dep, r.name, never))
				}
			}
		}
	}
	for _, r := range rooms() {
		if !lived[r.name] {
			faults = append(faults, fmt.Sprintf("the import table has a row for %q, where there is no package", r.name))
		}
	}
	return faults
}

// The table finds what it is there to find.
func TestTheTableFindsFaults(t *testing.T) {
	for says, p := range map[string]listed{
		"in no row":        {ImportPath: module + "/internal/newcomer"},
		"may not":          {ImportPath: module + "/internal/session", Imports: []string{module + "/internal/judge"}},
		"must not reach":   {ImportPath: module + "/internal/verdicts", Deps: []string{module + "/simulators/dmp"}},
		"must not name":    {ImportPath: module + "/internal/judge", Imports: []string{"net/http"}},
		"no package":       {ImportPath: module},
		`"cmd/etalon" may`: {ImportPath: module + "/cmd/etalon", Imports: []string{module + "/validators/facts"}},
	} {
		if !slices.ContainsFunc(misplaced([]listed{p}), func(fault string) bool { return strings.Contains(fault, says) }) {
			t.Errorf("%s: not found", says)
		}
	}
}
