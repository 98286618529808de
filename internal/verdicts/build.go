package verdicts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime/debug"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/schematron"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// helium is the module of an XML Schema engine: its version is that of the module.
const helium = "github.com/lestrrat-go/helium"

// Build names the program that is running, by what the toolchain put in it: the
// same source, modules and toolchain give the same answer on any machine. Where it
// put no revision in it, the SHA-256 of the executable is what tells one build from
// another.
func Build(version string, executable func() (string, error)) etalon.Build {
	out := etalon.Build{Version: version}
	of := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		out.Go = info.GoVersion
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				out.Revision = s.Value
			case "vcs.modified":
				out.Modified = s.Value == "true"
			}
		}
		sum := sha256.New()
		for _, m := range info.Deps {
			for ; m != nil; m = m.Replace {
				fmt.Fprintf(sum, "%s %s %s\n", m.Path, m.Version, m.Sum)
				if m.Path == helium {
					of = m.Version
				}
			}
		}
		out.Modules = hex.EncodeToString(sum.Sum(nil))
	}
	if out.Revision == "" {
		if sum, err := executable(); err == nil {
			out.Executable = sum
		}
	}
	out.Engines = []etalon.Engine{{Name: "schematron", Version: schematron.Version}}
	if v := xsd.Libxml2Version(); v != "" {
		out.Engines = append(out.Engines, etalon.Engine{Name: "libxml2", Version: v})
	}
	out.Engines = append(out.Engines, etalon.Engine{Name: "helium", Version: of})
	return out
}
