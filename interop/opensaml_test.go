package interop

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/token"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// withOpenSAML is the folder that Maven built OpenSAML's side into.
const withOpenSAML = "ETALON_INTEROP_OPENSAML"

// TestOpenSAML puts assertions of every kind that `etalon vihf` makes, a hundred at
// least, to étalon and to OpenSAML: both say the same of the signature of each.
func TestOpenSAML(t *testing.T) {
	built := os.Getenv(withOpenSAML)
	if built == "" {
		t.Skipf("%s is not set: run make interop", withOpenSAML)
	}
	classpath, err := os.ReadFile(filepath.Join(built, "classpath"))
	must(t, err)
	b, _ := newRepository(t)
	folder := t.TempDir()
	ours := map[string]string{}
	put := func(name, like string, more ...string) {
		cmd := exec.CommandContext(t.Context(), b.etalon, append([]string{"vihf", "--like", like, "--envelope", "--pki", filepath.Join(b.dir, "igc")}, more...)...)
		doc, err := cmd.Output()
		if err != nil {
			t.Fatalf("etalon vihf --like %s: %v", like, err)
		}
		must(t, os.WriteFile(filepath.Join(folder, name+".xml"), doc, 0o600))
		ours[name+".xml"] = saidOfAssertion(doc)
	}
	var kinds []string
	for _, k := range token.Kinds() {
		kinds = append(kinds, k.Name)
		put(k.Name, k.Name)
	}
	right := []string{token.Valid, token.CardMode, token.AIRMode}
	for i := 0; len(ours) < 100; i++ {
		put(fmt.Sprintf("valid-%03d", i), right[i%len(right)])
	}
	out, err := exec.CommandContext(t.Context(), "java", "-cp", filepath.Join(built, "classes")+string(os.PathListSeparator)+strings.TrimSpace(string(classpath)), "etalon.interop.opensaml.Verify", folder).Output()
	must(t, err)
	agreed, explained, lines, count := 0, 0, 0, map[string]int{}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		fields := strings.Fields(line)
		lines++
		name, says := fields[0], fields[1]
		count[says+"/"+fields[2]]++
		switch {
		case ours[name] == says:
			agreed++
		case ours[name] == "invalid" && says == "unread":
			explained++ // a method that it does not know: neither takes the signature
		default:
			t.Errorf("%s: étalon says %s, OpenSAML %s %s", name, ours[name], says, fields[2])
		}
		if right := slices.Contains(right, strings.TrimSuffix(name, ".xml")); right && (says != "valid" || fields[2] != "fit") {
			t.Errorf("%s is right, and OpenSAML says %s %s", name, says, fields[2])
		}
	}
	if lines != len(ours) {
		t.Errorf("%d answers to %d assertions", lines, len(ours))
	}
	fmt.Printf("OpenSAML 4.0.1 : %d assertions de %d sortes (kinds), %d d'accord (agree), %d expliquées (explained), %v\n", len(ours), len(kinds), agreed, explained, count)
}

// saidOfAssertion is what étalon says of the signature of the assertion of a message.
func saidOfAssertion(doc []byte) string {
	r := xmlsec.Verify(doc, xmlsec.Options{})
	switch {
	case r.Problem != "":
		return "unread"
	case len(r.Signatures) == 0:
		return "none"
	case r.Signatures[0].Valid():
		return "valid"
	}
	return "invalid"
}
