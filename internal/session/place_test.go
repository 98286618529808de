package session_test

import (
	"crypto/rand"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// Where the keys lie on the machine of whoever runs a session is nobody else's: the
// dossier, which is handed on, does not tell.
func TestTheSealedPlanDoesNotTellWhereTheKeysAre(t *testing.T) {
	set, err := pki.New(rand.Reader, time.Now(), session.Hosts(nil))
	must(t, err)
	keys := fstest.MapFS{}
	for name, b := range set.Files() {
		keys[name] = &fstest.MapFile{Data: b}
	}
	p := served(t)
	p.SUT.PKI = "/home/someone/products/igc"
	p.SUT.Driver = etalon.DriverSpec{Kind: "exec", Command: []string{"/home/someone/drive", "--config=/home/someone/lps.json", `C:\Users\someone\x.exe`, "~someone/y", "-v", "a=b"}}
	asked := ""
	m := session.Means{Clock: time.Now, Folder: func(name string) fs.FS { asked = name; return keys }}
	memory := &dossier.Memory{}
	w, err := m.Open(memory, etalon.ToolInfo{}, p, set)
	must(t, err)
	must(t, w.Seal("completed"))
	if strings.Contains(string(memory.Journal), "someone") || asked != p.SUT.PKI {
		t.Errorf("asked of %s; %s", asked, memory.Journal)
	}
	d, err := dossier.Read(memory)
	must(t, err)
	sealed, err := plan.Unmarshal(d.Session.Plan)
	must(t, err)
	if digest, err := sealed.Digest(); err != nil || digest != d.Session.PlanDigest || sealed.SUT.PKI != "igc" {
		t.Errorf("%v: %s, not %s; %s", err, digest, d.Session.PlanDigest, sealed.SUT.PKI)
	}
	if got := strings.Join(sealed.SUT.Driver.Command, " "); got != "drive --config=lps.json x.exe y -v a=b" || p.SUT.Driver.Command[0] != "/home/someone/drive" {
		t.Errorf("the command is kept as %s, and was %v", got, p.SUT.Driver.Command)
	}
}
