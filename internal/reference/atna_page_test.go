package reference_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/client"
)

// The page that shows what is tried of ATNA and CT has a row for each probe, and no
// other; each rule of who connects, of repositories and of clocks stands there, and no
// rule that does not exist.
func TestThePageOfProbesIsThatOfTheCatalogue(t *testing.T) {
	src, err := os.ReadFile("../../docs/atna.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(src)
	rows := map[string][]string{} // of each section
	for _, section := range strings.Split(page, "\n## ")[1:] {
		title, body, _ := strings.Cut(section, "\n")
		for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(body, -1) {
			rows[title] = append(rows[title], m[1])
		}
	}
	cases := func(of etalon.Transaction) (all []string) {
		for _, c := range client.Cases() {
			if c.Transaction == of {
				all = append(all, c.Name)
			}
		}
		return all
	}
	behaviours := func(prefix string) (all []string) {
		for _, b := range etalon.Behaviours() {
			if strings.HasPrefix(string(b.Name), prefix) {
				all = append(all, string(b.Name))
			}
		}
		return all
	}
	for title, want := range map[string][]string{
		"Le produit est appelé (ITI-19)":             cases(etalon.ITI19),
		"Le produit appelle":                         behaviours("tls-"),
		"Le produit est un dépôt de traces (ITI-20)": cases(etalon.ITI20),
		"L'heure (ITI-1)":                            behaviours("clock-"),
	} {
		got := slices.Clone(rows[title])
		slices.Sort(got)
		slices.Sort(want)
		if len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s: the page has %v, there are %v", title, got, want)
		}
	}
	for _, name := range cases(etalon.ITI1) {
		if !strings.Contains(page, "`"+name+"`") {
			t.Errorf("the question %s to a time server is not on the page", name)
		}
	}
	known := ruleIDs(t, "ihe-atna", "ihe-ct", "ihe-xds")
	for _, id := range regexp.MustCompile(`\b(SN|NA|TL|AC|AR|CL|NT|SV|SES)[0-9]{2}\.[a-z-]+`).FindAllString(page, -1) {
		if !slices.Contains(known, id) {
			t.Errorf("there is no rule %s", id)
		}
	}
	for _, id := range ruleIDs(t, "ihe-atna/server", "ihe-atna/node", "ihe-atna/repository", "ihe-ct") {
		if !strings.Contains(page, id) {
			t.Errorf("the page does not name the rule %s", id)
		}
	}
}

// ruleIDs are the ids of the rules in folders of packs.
func ruleIDs(t *testing.T, folders ...string) (all []string) {
	t.Helper()
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join("../../schemas/packs", folder), func(path string, d os.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".sch" {
				return err
			}
			src, err := os.ReadFile(path)
			for _, m := range regexp.MustCompile(`<sch:assert id="([^"]+)"`).FindAllStringSubmatch(string(src), -1) {
				all = append(all, m[1])
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(all) == 0 {
		t.Fatalf("no rules in %v", folders)
	}
	return all
}
