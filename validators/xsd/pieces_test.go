package xsd

import (
	"io"
	"strings"
	"testing"

	"github.com/lestrrat-go/helium"
)

// A long text that is read in pieces is the same text.
func TestALongTextInPiecesIsTheSameText(t *testing.T) {
	long := strings.Repeat("Texte de la lettre; ", piece/20)
	for name, text := range map[string]string{
		"plain": long + long + long, "references": long + strings.Repeat("&amp;&#x20;", piece/6) + long,
		"no letters": long + strings.Repeat("é", 2*piece) + "x", "only signs": strings.Repeat("-", 3*piece),
		"CDATA": long + "<![CDATA[" + long + "]]>" + long,
	} {
		t.Run(name, func(t *testing.T) {
			raw := []byte("<r><a>" + text + "</a><b/></r>")
			d, refused := read(raw)
			if refused != nil {
				t.Fatal(refused)
			}
			if r := d.inPieces(); r != nil {
				all, err := io.ReadAll(r)
				if err != nil || len(all) <= len(raw) {
					t.Fatalf("%d bytes, %v", len(all), err)
				}
				tree, err := helium.NewParser().MaxNodeContentSize(-1).Parse(t.Context(), all)
				if err != nil {
					t.Fatal(err)
				}
				if got := string(tree.DocumentElement().Content()); got != d.tree.Root().Value() {
					t.Errorf("another text: %d bytes, %d before", len(got), len(d.tree.Root().Value()))
				}
			} else if name == "plain" || name == "references" {
				t.Error("in one piece")
			}
		})
	}
}
