package service_test

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
)

// A request that lists more files than any has is refused before they are all in memory:
// each takes a hundred times the bytes that it came in.
func TestARequestOfManyFilesIsRefusedAtOnce(t *testing.T) {
	url, given := open(t)
	const many = 400_000
	for what, c := range map[string]struct {
		path, body string
		status     int
	}{
		"Gazelle 2": {"/validation/v2/validate", `{"validationProfileId":"dmp","inputs":[` + strings.Repeat("{},", many) + `{}]}`, http.StatusBadRequest},
		"Gazelle 1": {"/validation/validate", `{"validationProfileId":"dmp","validationItems":[` + strings.Repeat("{},", many) + `{}]}`, http.StatusBadRequest},
		"GITB": {"/gitb/validation", `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><v:ValidateRequest xmlns:v="http://www.gitb.com/vs/v1/">` +
			strings.Repeat("<input/>", many) + `</v:ValidateRequest></s:Body></s:Envelope>`, http.StatusInternalServerError},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		status, body := post(t, url+c.path, c.body)
		runtime.ReadMemStats(&after)
		if status != c.status || !strings.Contains(body, "16") {
			t.Errorf("%s: %d %.200s", what, status, body)
		}
		if took, most := after.TotalAlloc-before.TotalAlloc, uint64(12*len(c.body)); took > most {
			t.Errorf("%s: %d bytes of memory for a request of %d", what, took, len(c.body))
		}
	}
	if len(*given) > 0 {
		t.Errorf("judged %q", *given)
	}
}

// Of two files under one name, nobody knows which was meant: neither is judged.
func TestAnInputThatIsThereTwiceIsRefused(t *testing.T) {
	url, given := open(t)
	input := func(name, value string) string {
		return `<input name="` + name + `" embeddingMethod="STRING"><c:value xmlns:c="http://www.gitb.com/core/v1/">` + value + `</c:value></input>`
	}
	for _, twice := range []string{"xml", "type", "locale"} {
		status, body := post(t, url+"/gitb/validation", `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><v:ValidateRequest xmlns:v="http://www.gitb.com/vs/v1/">`+
			input("xml", "&lt;a/>")+input("type", "dmp")+input("locale", "fr")+input(twice, "dmp")+`</v:ValidateRequest></s:Body></s:Envelope>`)
		if status != http.StatusInternalServerError || !strings.Contains(body, "soap:Client") {
			t.Errorf("%s: %d %s", twice, status, body)
		}
	}
	if len(*given) > 0 {
		t.Errorf("judged %q", *given)
	}
}

// Whatever is sent to any of its doors, the service answers, and is still there.
func FuzzRequest(f *testing.F) {
	file := base64.StdEncoding.EncodeToString([]byte("<a/>"))
	f.Add(byte(0), []byte(`{"validationProfileId":"dmp","inputs":[{"id":"contentToValidate","content":"`+file+`"}]}`))
	f.Add(byte(1), []byte(`{"validationProfileId":"dmp","validationItems":[{"itemId":"1","content":"`+file+`"}]}`))
	f.Add(byte(2), []byte(`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><v:ValidateRequest xmlns:v="http://www.gitb.com/vs/v1/"><input name="xml" embeddingMethod="BASE64"><c:value xmlns:c="http://www.gitb.com/core/v1/">PGEvPg==</c:value></input></v:ValidateRequest></s:Body></s:Envelope>`))
	f.Fuzz(func(t *testing.T, door byte, body []byte) {
		path := []string{"/validation/v2/validate", "/validation/validate", "/gitb/validation"}[int(door)%3]
		said := httptest.NewRecorder()
		judging(&[]string{}).ServeHTTP(said, httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, bytes.NewReader(body)))
		switch said.Code {
		case http.StatusOK, http.StatusBadRequest, http.StatusInternalServerError:
		default:
			t.Errorf("%s: %d %q", path, said.Code, said.Body)
		}
		if said.Body.Len() == 0 {
			t.Errorf("%s: %d without a word", path, said.Code)
		}
	})
}
