package formats_test

import (
	"bytes"
	"errors"
	"mime"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/formats"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
)

func TestListIsWhole(t *testing.T) {
	if got := formats.Names(); !slices.Equal(got, []string{"terminal", "html", "json", "junit", "sarif", "svrl", "gitb", "gazelle", "squash"}) {
		t.Error(got)
	}
	files := map[string]bool{}
	for _, f := range formats.All() {
		if _, _, err := mime.ParseMediaType(f.MediaType); err != nil || files[f.File] || f.File == "" || f.For.FR == "" || f.For.EN == "" {
			t.Errorf("%+v: %v", f, err)
		}
		files[f.File] = true
		if same, ok := formats.Named(f.Name); !ok || same.File != f.File {
			t.Errorf("%s is not found by its name", f.Name)
		}
	}
	found, unknown := formats.Select([]string{"svrl", " html", "", "svrl", "pdf"})
	if len(found) != 2 || found[0].Name != "html" || !slices.Equal(unknown, []string{"pdf"}) {
		t.Errorf("%v, %v", found, unknown)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// TestEveryFormatKeepsTheHouse: the same bytes twice, no control character, the
// writer's error given back, and a part never told in the words of a whole.
func TestEveryFormatKeepsTheHouse(t *testing.T) {
	stuck := errors.New("stuck")
	for _, f := range formats.All() {
		write := func(r etalon.Result) string {
			var b bytes.Buffer
			if err := f.Write(&b, reports.Input{Result: r}); err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			return b.String()
		}
		evil := sample.Poisoned(sample.Hostile + sample.Unspeakable)
		first := write(evil)
		if first != write(evil) {
			t.Errorf("%s: two writes differ", f.Name)
		}
		for _, c := range first {
			if (c < 0x20 && c != '\n' && c != '\t') || (f.Name != "json" && (c == 0x202e || c >= 0x7f && c <= 0x9f)) {
				t.Errorf("%s: %U went through", f.Name, c)
				break
			}
		}
		if err := f.Write(failing{stuck}, reports.Input{Result: evil}); !errors.Is(err, stuck) {
			t.Errorf("%s: the writer's error became %v", f.Name, err)
		}
		write(etalon.Result{})
		part, mark := write(sample.Partial()), "sur une partie"
		if f.Name == "json" {
			mark = `"leftOut": 7`
		}
		if !strings.Contains(strings.Join(strings.Fields(part), " "), mark) {
			t.Errorf("%s: a part is told as a whole", f.Name)
		}
		if strings.Contains(write(sample.Whole()), mark) {
			t.Errorf("%s: a whole is told as a part", f.Name)
		}
	}
}

// TestInputStaysAsItIs: no renderer changes what the next one reads.
func TestInputStaysAsItIs(t *testing.T) {
	shared, fresh := sample.Result(), sample.Result()
	shared.Findings[4].Scenario, fresh.Findings[4].Scenario = "", ""
	for _, f := range formats.All() {
		var a, b bytes.Buffer
		if err := errors.Join(f.Write(&a, reports.Input{Result: shared}), f.Write(&b, reports.Input{Result: fresh})); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s tells another thing after the others", f.Name)
		}
		fresh = sample.Result()
		fresh.Findings[4].Scenario = ""
	}
}
