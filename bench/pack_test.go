//go:build unix

package bench

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas/ans"
)

const (
	packEnv    = "ETALON_ANS_PACK"    // the published tree
	overlayEnv = "ETALON_ANS_OVERLAY" // a folder of value sets that the tree lacks
	overlayTo  = "schematrons/profils/structurationMinimale/include"
)

// tree is the pack in a folder of our own, complete enough for every engine.
type tree struct {
	dir  string
	ans  *ans.Tree
	docs []document // clinical documents among its examples, by name
}

type document struct {
	file string // absolute
	raw  []byte
	doc  *xmldoc.Doc
}

var laid = sync.OnceValues(layTree)

// pack gives the tree, or skips. TestMain removes its folder.
func pack(b *testing.B) *tree {
	b.Helper()
	if os.Getenv(packEnv) == "" {
		b.Skip(packEnv + " n'est pas défini : pas de mesure (is not set: nothing is measured)")
	}
	t, err := laid()
	if err != nil {
		b.Fatal(err)
	}
	return t
}

// layTree copies the published tree, lays the overlay in, and gives each file a
// second name where a rule writes it in another letter case: some engines would
// stop there and others go on with fewer rules.
func layTree() (*tree, error) {
	dir, err := os.MkdirTemp("", "etalon-bench-")
	if err != nil {
		return nil, err
	}
	temporary = append(temporary, dir)
	t := &tree{dir: dir}
	if err := os.CopyFS(dir, os.DirFS(os.Getenv(packEnv))); err != nil {
		return t, err
	}
	if from := os.Getenv(overlayEnv); from != "" {
		if err := os.CopyFS(filepath.Join(dir, overlayTo), os.DirFS(from)); err != nil {
			return t, fmt.Errorf("%s: %w", overlayEnv, err)
		}
	}
	if err := mendCase(dir); err != nil {
		return t, err
	}
	if t.ans, err = ans.Open(os.DirFS(dir)); err != nil {
		return t, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "ExemplesCDA", "*.xml"))
	if err != nil {
		return t, err
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			return t, err
		}
		doc, err := xmldoc.Parse(raw, xmldoc.Limits{AllowDTD: true})
		if err != nil {
			return t, fmt.Errorf("%s: %w", file, err)
		}
		if doc.Root().Local() == "ClinicalDocument" {
			t.docs = append(t.docs, document{file, raw, doc})
		}
	}
	if len(t.docs) == 0 {
		return t, fmt.Errorf("%s: no clinical document in ExemplesCDA", os.Getenv(packEnv))
	}
	return t, nil
}

var written = regexp.MustCompile(`["']([^"'<>{}]+\.(?:sch|xml))["']`)

func mendCase(dir string) error {
	fsys := os.DirFS(dir)
	real, rules := map[string]string{}, []string{}
	folders := map[string]bool{} // rules look files up from the folder of their entry too
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		real[strings.ToLower(name)] = name
		if path.Ext(name) == ".sch" {
			rules = append(rules, name)
			folders[path.Dir(name)] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, rule := range rules {
		text, err := fs.ReadFile(fsys, rule)
		if err != nil {
			return err
		}
		for _, m := range written.FindAllSubmatch(text, -1) {
			for from := range folders {
				name := path.Join(from, string(m[1]))
				is := real[strings.ToLower(name)]
				if is == "" || is == name || !filepath.IsLocal(name) {
					continue
				}
				if err := alsoCalled(dir, is, name); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func alsoCalled(dir, is, name string) error {
	to := filepath.Join(dir, name)
	if _, err := os.Stat(to); err == nil {
		return nil
	}
	b, err := os.ReadFile(filepath.Join(dir, is))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o644)
}
