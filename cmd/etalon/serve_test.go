package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/notify"
)

// browser is a person before the console.
type browser struct {
	t    *testing.T
	base string
	http.Client
}

// shown is a token on the page that shows it.
var shown = regexp.MustCompile(`<code>([A-Za-z0-9_-]{40,})</code>`)

const longWord = "un long mot de passe"

func (b *browser) send(path, media string, body io.Reader) (status int, page, at string) {
	b.t.Helper()
	method := http.MethodPost
	if body == nil {
		method = http.MethodGet
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.base+path, body)
	must(b.t, err)
	r.Header.Set("Content-Type", media)
	resp, err := b.Do(r)
	must(b.t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	must(b.t, err)
	return resp.StatusCode, string(text), resp.Request.URL.Path
}

func (b *browser) fills(path string, fields ...string) (page string) {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	status, page, _ := b.send(path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if status != http.StatusOK && status != http.StatusCreated {
		b.t.Fatalf("%s: %d %s", path, status, page)
	}
	return page
}

// joins sends a remark with a file.
func (b *browser) joins(path, text string) {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	must(b.t, form.WriteField("text", text))
	part, err := form.CreateFormFile("file", "capture.png")
	must(b.t, err)
	_, err = part.Write([]byte("les octets d'une capture"))
	must(b.t, errors.Join(err, form.Close()))
	if status, page, _ := b.send(path, form.FormDataContentType(), &body); status != http.StatusOK {
		b.t.Fatalf("%s: %d %s", path, status, page)
	}
}

func enter(t *testing.T, base, login string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	b := &browser{t, base, http.Client{Jar: jar}}
	b.fills("/login", "login", login, "password", longWord)
	return b
}

// archived is the archive of a folder.
func archived(t *testing.T, dir string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	must(t, errors.Join(w.AddFS(os.DirFS(dir)), w.Close(), z.Close()))
	return out.Bytes()
}

// The whole way through the program itself: accounts, a product, a session handed in
// and judged, killed and started again in between, a decision of three persons, and
// its statement, which is verified without the console.
func TestACampaignThroughTheConsole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, run := filepath.Join(dir, "data"), filepath.Join(dir, "run")
	command(t, etalon.ExitUsage, []byte("court\n"), "people", "--data", data, "--login", "admin", "--name", "A")
	command(t, etalon.ExitPass, []byte(longWord+"\n"), "people", "--data", data, "--login", "admin", "--name", "A")
	command(t, etalon.ExitUsage, []byte(longWord+"\n"), "people", "--data", data, "--login", "b", "--name", "B")
	command(t, etalon.ExitUsage, nil, "serve", "--data", data, "--listen", "0.0.0.0:0")
	command(t, etalon.ExitPass, nil, "run", "--sut", builtin, "--profile", "acces", "--label-filter", "nominal", "--out", run)

	c := open(t, "serve", "--data", data, "--listen", "127.0.0.1:0", "--hooks-inside")
	base := strings.TrimSpace(c.await(c.out, "http://"))
	admin := enter(t, base, "admin")
	admin.fills("/organisations", "name", "Éditeur fictif")
	for login, role := range map[string]string{"v": "vendor-admin", "o": "officer", "s": "second-officer", "h": "head", "r": "rule-author"} {
		org := "0"
		if login == "v" {
			org = "1"
		}
		admin.fills("/people", "login", login, "name", login, "role", role, "organisation", org, "password", longWord)
	}
	v := enter(t, base, "v")
	v.fills("/products", "name", "ETALON-LPS")
	v.fills("/products/1/versions", "label", "1.0.0")
	v.fills("/versions/1/scope", "profile", "acces")
	told, secret := hooked(t, v)
	archive := archived(t, filepath.Join(run, "dossier"))
	if status, page, _ := v.send("/versions/1/sessions", "application/gzip", bytes.NewReader(archive[:len(archive)/2])); status != http.StatusUnprocessableEntity {
		t.Errorf("half an archive: %d %s", status, page)
	}
	veiled := filepath.Join(dir, "veiled")
	command(t, etalon.ExitPass, nil, "dossier", "redact", filepath.Join(run, "dossier"), "--all", "--reason", "essai", "--out", veiled)
	if status, page, _ := v.send("/versions/1/sessions", "application/gzip", bytes.NewReader(archived(t, veiled))); status != http.StatusUnprocessableEntity || !strings.Contains(page, "caviardé") {
		t.Errorf("a redacted dossier: %d %s", status, page)
	}
	status, page, at := v.send("/versions/1/sessions", "application/gzip", bytes.NewReader(archive))
	if status != http.StatusOK || at != "/sessions/1" {
		t.Fatalf("%d %s %s", status, at, page)
	}
	must(t, syscall.Kill(c.cmd.Process.Pid, syscall.SIGKILL))
	<-c.left

	c = open(t, "serve", "--data", data, "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0", "--hooks-inside")
	base = strings.TrimSpace(c.await(c.out, "http://"))
	v = enter(t, base, "v")
	for late := time.Now().Add(patient); !strings.Contains(page, "PASS, conforme"); _, page, _ = v.send(at, "", nil) {
		if time.Now().After(late) {
			t.Fatalf("not judged: %s", page)
		}
		time.Sleep(100 * time.Millisecond)
	}
	select {
	case m := <-told:
		if !notify.Holds(m.signature, secret, m.body, time.Now(), time.Hour) || !bytes.Contains(m.body, []byte(`"session":1,"version":1,"product":"ETALON-LPS"`)) || !bytes.Contains(m.body, []byte(`"verdict":"PASS"`)) {
			t.Errorf("told %s, signed %s", m.body, m.signature)
		}
	case <-time.After(patient):
		t.Error("nobody is told")
	}
	v.joins("/versions/1/remarks", "une capture")
	page = v.fills("/products/1/tokens", "name", "ci", "days", "1")
	token := filepath.Join(dir, "token")
	must(t, os.WriteFile(token, []byte(shown.FindStringSubmatch(page)[1]+"\n"), 0o600))
	if said := command(t, etalon.ExitPass, nil, "submit", filepath.Join(run, "dossier"), "--to", base, "--token", token); !strings.Contains(said, "/sessions/1\n") ||
		!strings.Contains(said, "Les mêmes octets") {
		t.Errorf("%s", said)
	}
	if _, page, _ := v.send("/versions/1", "", nil); !strings.Contains(page, "DMP-X12") && !strings.Contains(page, "EX_") {
		t.Errorf("no requirement is shown: %s", page)
	}
	proposed(t, enter(t, base, "r"))
	enter(t, base, "o").fills("/versions/1/decisions", "outcome", "accepted", "reason", "conforme")
	enter(t, base, "s").fills("/decisions/1/confirm")
	enter(t, base, "h").fills("/decisions/1/sign")
	anybody := &browser{t, base, http.Client{}}
	_, signed, _ := anybody.send("/register/1/statements.jws", "", nil)
	_, register, _ := anybody.send("/register.json", "", nil)
	_, public, _ := anybody.send("/register/1/attestation.pdf", "", nil)
	_, whole, _ := v.send("/decisions/1/attestation.pdf", "", nil)
	if strings.Count(public, "/EmbeddedFile ") != 1 || strings.Count(whole, "/EmbeddedFile ") != 2 {
		t.Errorf("attached: %d to anybody, %d to the vendor", strings.Count(public, "/EmbeddedFile "), strings.Count(whole, "/EmbeddedFile "))
	}
	_, figures, _ := strings.Cut(c.await(c.out, "(metrics): "), "(metrics): ")
	if _, text, _ := (&browser{t, strings.TrimSpace(figures), http.Client{}}).send("", "", nil); !strings.Contains(text, `etalon_things{what="session",state="judged"} 1`) || strings.Contains(text, "ETALON-LPS") {
		t.Errorf("%s", text)
	}
	copied, again := filepath.Join(dir, "copy"), filepath.Join(dir, "again")
	command(t, etalon.ExitPass, nil, "backup", copied, "--data", data, "--with-key")
	command(t, etalon.ExitUsage, nil, "backup", copied, "--data", data)
	must(t, c.cmd.Process.Signal(syscall.SIGTERM))
	<-c.left

	if said := command(t, etalon.ExitPass, nil, "restore", copied, "--data", again); !strings.Contains(said, "1 sessions") {
		t.Errorf("%s", said)
	}
	c = open(t, "serve", "--data", again, "--listen", "127.0.0.1:0")
	base = strings.TrimSpace(c.await(c.out, "http://"))
	if _, after, _ := (&browser{t, base, http.Client{}}).send("/register.json", "", nil); after != register || !strings.Contains(after, `"standing":"in-force"`) {
		t.Errorf("restored:\n%s\nnot\n%s", after, register)
	}
	enter(t, base, "h").fills("/decisions/1/revoke", "why", "erreur")
	_, taken, _ := (&browser{t, base, http.Client{}}).send("/register/1/statements.jws", "", nil)
	must(t, c.cmd.Process.Signal(syscall.SIGTERM))
	<-c.left
	var lost string
	must(t, filepath.WalkDir(filepath.Join(copied, "dossiers"), func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.Name() == "journal.ndjson" {
			lost = path
		}
		return err
	}))
	away := filepath.Join(dir, "away")
	must(t, os.Rename(filepath.Join(copied, "pieces"), away))
	command(t, etalon.ExitNotReady, nil, "restore", copied, "--data", filepath.Join(dir, "bare"))
	must(t, errors.Join(os.Rename(away, filepath.Join(copied, "pieces")), os.Remove(lost)))
	command(t, etalon.ExitNotReady, nil, "restore", copied, "--data", filepath.Join(dir, "torn"))

	file := filepath.Join(dir, "statement.jws")
	must(t, os.WriteFile(file, []byte(taken), 0o600))
	command(t, etalon.ExitFail, nil, "attest", "verify", file, "--key", filepath.Join(data, "sceau.pem"))
	must(t, os.WriteFile(file, []byte(signed), 0o600))
	if said := command(t, etalon.ExitPass, nil, "attest", "verify", file, "--key", filepath.Join(data, "sceau.pem")); !strings.Contains(said, `"verdict": "PASS"`) ||
		!strings.Contains(said, `"name": "ihe-xds"`) || !strings.Contains(said, `"planned": "`) {
		t.Errorf("%s", said)
	}
	command(t, etalon.ExitPass, nil, "init", filepath.Join(dir, "other"))
	var other string
	must(t, filepath.WalkDir(filepath.Join(dir, "other"), func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.Name() == "sceau.pem" {
			other = path
		}
		return err
	}))
	command(t, etalon.ExitUsage, nil, "attest", "verify", file, "--key", other)
}

// proposed proposes a pack of the DMP in which one rule never holds, and awaits what that
// would change.
func proposed(t *testing.T, b *browser) {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(filepath.Join(dir, "dmp"), os.DirFS("../../schemas/packs/dmp")))
	rule := filepath.Join(dir, "dmp", "vihf", "V08-format.sch")
	text, err := os.ReadFile(rule)
	must(t, err)
	changed := regexp.MustCompile(`(?s)(<sch:assert id="V08.format".*?test=")[^"]*`).ReplaceAll(text, []byte("${1}false()"))
	must(t, errors.Join(os.Chmod(rule, 0o600), os.WriteFile(rule, changed, 0o600)))
	post := func(packs []byte) (int, string, string) {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		must(t, form.WriteField("title", "V08 plus sévère"))
		file, err := form.CreateFormFile("packs", "dmp.tgz")
		must(t, err)
		_, err = file.Write(packs)
		must(t, errors.Join(err, form.Close()))
		return b.send("/impacts", form.FormDataContentType(), &body)
	}
	if status, page, _ := post(archived(t, filepath.Join(dir, "dmp", "vihf"))); status != http.StatusUnprocessableEntity || !strings.Contains(page, "pack.yaml") {
		t.Errorf("no pack: %d %s", status, page)
	}
	status, page, at := post(archived(t, dir))
	if status != http.StatusOK || at != "/impacts/1" {
		t.Fatalf("%d %s %s", status, at, page)
	}
	for late := time.Now().Add(patient); strings.Contains(page, "data-live"); _, page, _ = b.send(at, "", nil) {
		if time.Now().After(late) {
			t.Fatalf("not told: %s", page)
		}
		time.Sleep(100 * time.Millisecond)
	}
	for _, want := range []string{"1 / 1", "verdict : PASS → FAIL", "exigence DMP-V08 : PASS → FAIL", "constats V08.format : –"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in %s", want, page)
		}
	}
	if _, page, _ := b.send("/sessions/1", "", nil); !strings.Contains(page, "PASS, conforme") {
		t.Errorf("the verdict is another: %s", page)
	}
}

// The demonstration is filled, opens, and shows what it says.
func TestADemonstrationIsFilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	said := command(t, etalon.ExitPass, nil, "demo-campaign", "--out", dir, "--label-filter", "nominal && td0.4")
	frames := filepath.Join(dir, "trames")
	command(t, etalon.ExitPass, nil, "workbook", "export", filepath.Join(dir, "session-1", "dossier"), "--out", frames)
	command(t, etalon.ExitUsage, nil, "workbook", "export", filepath.Join(dir, "session-1", "dossier"), "--out", frames)
	if read := command(t, etalon.ExitPass, nil, "workbook", "read", filepath.Join(frames, "plan-de-tests.xlsx"), "--tree", frames); !strings.Contains(read, "EX_0.1-1020") ||
		!strings.Contains(read, "played here") {
		t.Errorf("%s", read)
	}
	command(t, etalon.ExitUsage, nil, "workbook", "read", filepath.Join(dir, "donnees", "etalon.db"))
	_, word, _ := strings.Cut(said, "made this time): ")
	c := open(t, "serve", "--data", filepath.Join(dir, "donnees"), "--listen", "127.0.0.1:0")
	base := strings.TrimSpace(c.await(c.out, "http://"))
	_, register, _ := (&browser{t, base, http.Client{}}).send("/register.json", "", nil)
	for _, want := range []string{`"product":"Cabinet Alpha"`, `"standing":"in-force"`, `"standing":"revoked"`, `"kind":"appeal"`, `"verdict":"INCONCLUSIVE"`} {
		if !strings.Contains(register, want) {
			t.Errorf("no %s in %s", want, register)
		}
	}
	jar, err := cookiejar.New(nil)
	must(t, err)
	head := &browser{t, base, http.Client{Jar: jar}}
	head.fills("/login", "login", "direction", "password", strings.Fields(word)[0])
	head.fills("/decisions/4/sign")
	must(t, c.cmd.Process.Signal(syscall.SIGTERM))
	<-c.left
}

// hooked has the console tell an address of the product's sessions, and gives what it is
// told.
func hooked(t *testing.T, v *browser) (told <-chan message, secret string) {
	t.Helper()
	all := make(chan message, 9)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil {
			all <- message{r.Header.Get(notify.Header), body}
		}
	}))
	t.Cleanup(server.Close)
	return all, shown.FindStringSubmatch(v.fills("/products/1/hooks", "url", server.URL))[1]
}

// message is what a hook was told.
type message struct {
	signature string
	body      []byte
}
