package scenario_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/scenarios"
	"github.com/etalon-dmp/etalon/schemas"
)

// Whatever the profile of a folder says, its catalogue is loaded or its faults are told.
func FuzzProfile(f *testing.F) {
	own, err := schemas.Embedded()
	if err != nil {
		f.Fatal(err)
	}
	const profile = "profiles.yaml"
	text, err := fs.ReadFile(scenarios.FS(), profile)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte("id: acces\nrequirements: [DMP-T03, DMP-T03]\npacks: [../dmp]\n"))
	whole := fstest.MapFS{}
	err = fs.WalkDir(scenarios.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			b, _ := fs.ReadFile(scenarios.FS(), name)
			whole[name] = &fstest.MapFile{Data: b}
		}
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		whole[profile] = &fstest.MapFile{Data: text}
		cat, problems, err := scenario.LoadCatalogue(whole, own)
		if err == nil && cat == nil && len(problems) == 0 {
			t.Error("neither a catalogue nor a fault")
		}
	})
}
