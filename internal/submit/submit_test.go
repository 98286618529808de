package submit_test

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/submit"
)

// authority answers as a console does.
type authority struct {
	answers map[string]string // by method and path
	status  map[string]int
	got     string // the archive
	breaks  int    // how often the line breaks after two bytes
}

func (a *authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := r.Method + " " + r.URL.Path
	if r.Header.Get("Authorization") != "Bearer jeton" {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"detail":"jeton inconnu"}`)
		return
	}
	if strings.Contains(key, "/uploads/") && a.status[key] == 0 {
		a.uploads(w, r)
		return
	}
	if s := a.status[key]; s != 0 {
		if s == http.StatusFound {
			w.Header().Set("Location", "http://192.0.2.1/")
		}
		w.WriteHeader(s)
	}
	_, _ = io.WriteString(w, a.answers[key])
}

// uploads keeps what comes, until the line breaks.
func (a *authority) uploads(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPut {
		body := io.Reader(r.Body)
		if a.breaks > 0 {
			body = io.LimitReader(r.Body, 2)
		}
		b, _ := io.ReadAll(body)
		if r.URL.Query().Get("offset") == fmt.Sprint(len(a.got)) {
			a.got += string(b)
		}
		if a.breaks > 0 {
			a.breaks--
			panic(http.ErrAbortHandler)
		}
	}
	_, _ = fmt.Fprintf(w, `{"offset":%d}`, len(a.got))
}

func result(v etalon.Verdict, pack string) etalon.Result {
	return etalon.Result{
		Verdict: v, SUT: etalon.SUTInfo{Name: "LPS", Version: "1"}, Profiles: []etalon.ProfileResult{{ID: "acces", Verdict: v}},
		StandsOn: etalon.StandsOn{Packs: []etalon.PackInfo{{Name: "dmp", Version: pack}}},
	}
}

func text(t *testing.T, r etalon.Result) string {
	t.Helper()
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func console(t *testing.T, theirs etalon.Result) *authority {
	t.Helper()
	return &authority{status: map[string]int{}, answers: map[string]string{
		"GET /products":                `[{"id":4,"name":"LPS"}]`,
		"GET /products/4":              `{"versions":[{"id":8,"label":"2"},{"id":7,"label":"1"}]}`,
		"POST /versions/7/sessions":    `{"location":"/sessions/9"}`,
		"GET /sessions/9":              `{"state":"judged"}`,
		"GET /sessions/9/verdict.json": text(t, theirs),
	}}
}

func local(t *testing.T, r etalon.Result) submit.Local {
	t.Helper()
	return submit.Local{Result: r, JSON: []byte(text(t, r)), Archive: func(w io.Writer) error { _, err := io.WriteString(w, "archive"); return err }}
}

func try(t *testing.T, a *authority, token string, l submit.Local) (submit.Outcome, error) {
	t.Helper()
	s := httptest.NewServer(a)
	defer s.Close()
	to, err := submit.NewServer(s.URL, token, s.Client())
	if err != nil {
		t.Fatal(err)
	}
	return submit.Submit(t.Context(), to.Patient(time.Millisecond), l, time.Minute)
}

// What is handed in is told beside what was judged here, and the first difference named.
func TestTheFirstDifferenceIsNamed(t *testing.T) {
	a := console(t, result(etalon.Pass, "1"))
	o, err := try(t, a, "jeton\n", local(t, result(etalon.Pass, "1")))
	if err != nil || !o.Same || a.got != "archive" || o.Session != "/sessions/9" {
		t.Errorf("%+v, %v, %q", o, err, a.got)
	}
	a = console(t, result(etalon.Fail, "2"))
	if o, err = try(t, a, "jeton", local(t, result(etalon.Pass, "1"))); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := o.Tell(&b, etalon.Pass); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"(authority): FAIL", "(here): PASS", "verdict PASS → FAIL", "référentiel dmp 1@ → 2@"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
}

// A line that breaks is taken up where it broke; one that never brings a byte is given up.
func TestAnUploadGoesOn(t *testing.T) {
	a := console(t, result(etalon.Pass, "1"))
	a.breaks = 3
	if o, err := try(t, a, "jeton", local(t, result(etalon.Pass, "1"))); err != nil || !o.Same || a.got != "archive" {
		t.Errorf("%+v, %v, %q", o, err, a.got)
	}
	a = console(t, result(etalon.Pass, "1"))
	l := local(t, result(etalon.Pass, "1"))
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte("archive")))
	a.status["PUT /versions/7/uploads/"+sum] = http.StatusServiceUnavailable
	var end exit.Error
	if _, err := try(t, a, "jeton", l); !errors.As(err, &end) || end.Code != etalon.ExitNotReady {
		t.Errorf("given up: %v", err)
	}
}

// Whatever goes wrong is told as what it is: the caller's, or the environment's.
func TestTroubleHasAnOwner(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*authority)
		token  string
		code   int
		says   string
	}{
		"another token":   {func(*authority) {}, "autre", etalon.ExitUsage, "jeton inconnu"},
		"another product": {func(a *authority) { a.answers["GET /products"] = `[{"id":4,"name":"Autre"}]` }, "jeton", etalon.ExitUsage, "Autre"},
		"another version": {func(a *authority) { a.answers["GET /products/4"] = `{"versions":[{"id":8,"label":"2"}]}` }, "jeton", etalon.ExitUsage, `["2"]`},
		"refused": {func(a *authority) {
			a.status["POST /versions/7/sessions"], a.answers["POST /versions/7/sessions"] = 422, `{"detail":"le profil x n'est pas au périmètre"}`
		}, "jeton", etalon.ExitUsage, "périmètre"},
		"cannot be judged": {func(a *authority) { a.answers["GET /sessions/9"] = `{"state":"refused","why":"altéré"}` }, "jeton", etalon.ExitUsage, "altéré"},
		"broken":           {func(a *authority) { a.status["GET /products"] = 500 }, "jeton", etalon.ExitNotReady, "500"},
		"another server":   {func(a *authority) { a.answers["GET /products"] = "<html>" }, "jeton", etalon.ExitNotReady, "console"},
		"leads elsewhere":  {func(a *authority) { a.status["GET /products"] = 302 }, "jeton", etalon.ExitNotReady, "302"},
		"a path elsewhere": {func(a *authority) { a.answers["POST /versions/7/sessions"] = `{"location":"/../x"}` }, "jeton", etalon.ExitNotReady, "console"},
	} {
		a := console(t, result(etalon.Pass, "1"))
		c.change(a)
		_, err := try(t, a, c.token, local(t, result(etalon.Pass, "1")))
		var end exit.Error
		if !errors.As(err, &end) || end.Code != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	torn := local(t, result(etalon.Pass, "1"))
	torn.Archive = func(io.Writer) error { return errors.New("un fichier manque") }
	if _, err := try(t, console(t, result(etalon.Pass, "1")), "jeton", torn); err == nil || !strings.Contains(err.Error(), "un fichier manque") {
		t.Errorf("an archive that cannot be made: %v", err)
	}
}

// A token does not cross a network in clear, and is one.
func TestATokenIsNotSentInClear(t *testing.T) {
	for address, fine := range map[string]bool{
		"https://etalon.example": true, "http://127.0.0.1:8080": true, "http://localhost:1/": true, "http://[::1]:1": true,
		"http://etalon.example": false, "ftp://127.0.0.1": false, "127.0.0.1:8080": false, "https://": false, "https://u:p@etalon.example": false,
	} {
		if _, err := submit.NewServer(address, "jeton", http.DefaultClient); (err == nil) != fine {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, token := range []string{"", " \n", "a b", "a\r\nX: y"} {
		if _, err := submit.NewServer("http://127.0.0.1:1", token, http.DefaultClient); err == nil {
			t.Errorf("%q is a token", token)
		}
	}
}
