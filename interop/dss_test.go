package interop

import (
	"crypto/x509"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// withDSS is the folder that Maven built EU DSS's side into.
const withDSS = "ETALON_INTEROP_DSS"

// TestDSS puts what étalon signs, and seeded corruptions of it, to étalon and to EU DSS:
// both say the same of each, or the difference is explained.
func TestDSS(t *testing.T) {
	built := os.Getenv(withDSS)
	if built == "" {
		t.Skipf("%s is not set: run make interop", withDSS)
	}
	classpath, err := os.ReadFile(filepath.Join(built, "classpath"))
	must(t, err)
	const most = 60 // of each kind
	all, documents := signatures(t)
	folder := t.TempDir()
	for id, content := range documents {
		must(t, os.WriteFile(filepath.Join(folder, id+".doc"), content, 0o600))
	}
	ours := map[string]string{}
	put := func(name string, doc []byte) {
		must(t, os.WriteFile(filepath.Join(folder, name), doc, 0o600))
		ours[name] = said(doc, documents)
	}
	for kind, doc := range all {
		put(kind+".xml", doc)
		dice := mrand.New(mrand.NewPCG(64, uint64(len(kind))))
		for i := range most {
			put(fmt.Sprintf("%s-%03d.xml", kind, i), corrupted(doc, dice))
		}
	}
	out, err := exec.CommandContext(t.Context(), "java", "-cp", filepath.Join(built, "classes")+string(os.PathListSeparator)+strings.TrimSpace(string(classpath)), "etalon.interop.dss.Verify", folder).Output()
	must(t, err)
	agreed, explained, lines := 0, map[string]int{}, 0
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		fields := strings.Fields(line)
		lines++
		name, says := fields[0], fields[1]
		if ours[name] == says {
			agreed++
			if !strings.Contains(name, "-") {
				t.Logf("%s: %s", name, strings.Join(fields[1:], " "))
			}
			continue
		}
		doc, err := os.ReadFile(filepath.Join(folder, name))
		must(t, err)
		if why := unlikeDSS(doc, ours[name], says); why != "" {
			explained[why]++
			continue
		}
		kind, _, _ := strings.Cut(strings.TrimSuffix(name, ".xml"), "-")
		t.Errorf("%s: étalon says %s, EU DSS %s: %s", name, ours[name], strings.Join(fields[1:], " "), around(all[kind], doc))
	}
	if lines != len(ours) {
		t.Errorf("%d answers to %d signatures", lines, len(ours))
	}
	sum := 0
	for why, n := range explained {
		sum += n
		t.Logf("%d: %s", n, why)
	}
	fmt.Printf("EU DSS 6.4 : %d signatures, %d d'accord (agree), %d expliquées (explained)\n", len(ours), agreed, sum)
}

// unlikeDSS says why étalon and EU DSS rightly differ; "" when they should not. Both
// reasons are of the certificate in KeyInfo, which is not signed.
func unlikeDSS(doc []byte, ours, theirs string) string {
	r := xmlsec.Verify(doc, xmlsec.Options{})
	if len(r.Signatures) != 1 {
		return ""
	}
	c, err := x509.ParseCertificate(r.Signatures[0].Certificate())
	switch {
	case ours == "invalid" && theirs == "valid" && err != nil:
		return "the certificate is not DER: DSS takes its key all the same, étalon tells that it cannot be read"
	case ours == "valid" && theirs == "invalid" && err == nil && c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) != nil:
		return "the certificate is damaged behind its key: DSS takes none, étalon takes its key and tells that no authority signed it"
	}
	return ""
}
