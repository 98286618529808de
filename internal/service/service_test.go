package service_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/service"
)

const report = `{"modelVersion":"2.0.0","uuid":"u","dateTime":"2026-11-28T00:00:00Z","disclaimer":"d","validationMethod":{"validationProfileID":"x","validationProfileName":"x"},"overallResult":"FAILED","counters":{"numberOfAssertions":1,"numberOfUndefined":0},"reports":[{"name":"n","subReportResult":"FAILED","subCounters":{"numberOfUndefined":0},"assertionReports":[{"assertionID":"a","subjectLocations":[]}]}]}`

// open is a service with one profile, whose judge says what it was given.
func open(t *testing.T) (address string, given *[]string) {
	t.Helper()
	given = &[]string{}
	server := httptest.NewServer(judging(given))
	t.Cleanup(server.Close)
	return server.URL, given
}

// judging is the handler of such a service.
func judging(given *[]string) http.Handler {
	var log bytes.Buffer
	return service.New(service.Config{
		Profiles: []service.Profile{{ID: "dmp", Title: etalon.Text{FR: "DMP", EN: "DMP"}, Version: "1"}}, Version: "v", AtOnce: 1, Errors: &log,
		Clock: func() time.Time { return time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC) },
		Judge: func(_ context.Context, profile, name string, raw []byte, format, lang string) ([]byte, error) {
			*given = append(*given, strings.Join([]string{profile, name, string(raw), format, lang}, "|"))
			if string(raw) == "<broken/>" {
				return nil, fmt.Errorf("the machine broke")
			}
			if format == "gitb" {
				return []byte("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tr:TestStepReport xmlns:tr=\"http://www.gitb.com/tr/v1/\" xsi:type=\"tr:TAR\"><tr:result>FAILURE</tr:result></tr:TestStepReport>\n"), nil
			}
			return []byte(report), nil
		},
	})
}

func post(t *testing.T, url, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(raw)
}

func TestGazelle(t *testing.T) {
	url, given := open(t)
	file := base64.StdEncoding.EncodeToString([]byte("<a/>"))
	for _, c := range []struct {
		path, body string
		status     int
		has, not   string
	}{
		{"/validation/v2/validate", `{"validationProfileId":"dmp","inputs":[{"id":"contentToValidate","content":"` + file + `"}]}`, 200, `"overallResult":"FAILED"`, `"0.1"`},
		{"/validation/v2/validate", `{"validationProfileId":"dmp","inputs":[{"id":"contentToValidate","content":"` + file + `"}]}`, 200, `"validationProfileID":"dmp"`, ""},
		{"/validation/validate", `{"apiVersion":"0.1","validationProfileId":"dmp","validationItems":[{"itemId":"1","role":"r","content":"` + file + `"}]}`, 200, `"modelVersion":"0.1"`, "numberOfUndefined"},
		{"/validation/validate", `{"validationProfileId":"dmp","validationItems":[{"itemId":"1","content":"` + file + `"}]}`, 200, `"validationItems":[{`, "subjectLocations"},
		// A profile that is not here never passes: https://github.com/ahdis/matchbox/issues/590
		{"/validation/v2/validate", `{"validationProfileId":"other","inputs":[{"content":"` + file + `"}]}`, 200, `"overallResult":"UNDEFINED"`, "PASSED"},
		{"/validation/v2/validate", `{"validationProfileId":"dmp","inputs":[]}`, 400, "0 fichiers", ""},
		{"/validation/v2/validate", `{"validationProfileId":"dmp","inputs":[{"content":"***"}]}`, 400, "base64", ""},
		{"/validation/v2/validate", `{"validationProfileId":"dmp","inputs":[{"content":""}]}`, 400, "base64", ""},
		{"/validation/v2/validate", `{`, 400, "JSON", ""},
		{"/validation/v2/validate", `{"validationProfileId":"dmp","inputs":[{"content":"` + base64.StdEncoding.EncodeToString([]byte("<broken/>")) + `"}]}`, 500, "error", "overallResult"},
	} {
		status, body := post(t, url+c.path, c.body)
		if status != c.status || !strings.Contains(body, c.has) || c.not != "" && strings.Contains(body, c.not) {
			t.Errorf("%s %.80s: %d %s", c.path, c.body, status, body)
		}
	}
	if want := "dmp|contentToValidate|<a/>|gazelle|fr"; (*given)[0] != want {
		t.Errorf("judged %q, not %q", (*given)[0], want)
	}
}

// The list of profiles need not be read twice.
func TestProfilesHaveATag(t *testing.T) {
	url, _ := open(t)
	get := func(tag string) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/validation/v2/profiles", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("If-None-Match", tag)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = resp.Body.Close() })
		return resp
	}
	first := get("")
	var all []map[string]any
	if err := json.NewDecoder(first.Body).Decode(&all); err != nil || len(all) != 1 || all[0]["profileID"] != "dmp" {
		t.Errorf("%v %v", all, err)
	}
	if again := get(first.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("%d", again.StatusCode)
	}
}

func TestGITB(t *testing.T) {
	url, given := open(t)
	ask := func(body string) (int, string) {
		return post(t, url+"/gitb/validation", `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><a:MessageID xmlns:a="http://www.w3.org/2005/08/addressing">urn:1&amp;2</a:MessageID></s:Header><s:Body>`+body+`</s:Body></s:Envelope>`)
	}
	input := func(name, method, value string) string {
		return `<input name="` + name + `" embeddingMethod="` + method + `"><c:value xmlns:c="http://www.gitb.com/core/v1/">` + value + `</c:value></input>`
	}
	validate := func(inputs ...string) string {
		return `<v:ValidateRequest xmlns:v="http://www.gitb.com/vs/v1/"><sessionId>1</sessionId>` + strings.Join(inputs, "") + `</v:ValidateRequest>`
	}
	status, body := ask(`<v:GetModuleDefinitionRequest xmlns:v="http://www.gitb.com/vs/v1/"/>`)
	if status != 200 || !strings.Contains(body, `<core:param name="xml" type="object" use="R"`) || !strings.Contains(body, "<wsa:RelatesTo>urn:1&amp;2</wsa:RelatesTo>") {
		t.Errorf("%d %s", status, body)
	}
	status, body = ask(validate(input("xml", "BASE64", "PGEv\n Pg=="), input("type", "STRING", "dmp"), input("locale", "STRING", "en")))
	if status != 200 || !strings.Contains(body, `<report xmlns:tr="http://www.gitb.com/tr/v1/" xsi:type="tr:TAR"><tr:result>FAILURE</tr:result></report></vs:ValidationResponse>`) {
		t.Errorf("%d %s", status, body)
	}
	if len(*given) != 1 || (*given)[0] != "dmp|xml|<a/>|gitb|en" {
		t.Errorf("judged %q", *given)
	}
	for what, c := range map[string]string{
		"no file":         validate(input("type", "STRING", "dmp")),
		"no profile":      validate(input("xml", "STRING", "&lt;a/>")),
		"unknown profile": validate(input("xml", "STRING", "&lt;a/>"), input("type", "STRING", "other")),
		"elsewhere":       validate(input("xml", "URI", "file:///etc/passwd"), input("type", "STRING", "dmp")),
		"not base64":      validate(input("xml", "BASE64", "*"), input("type", "STRING", "dmp")),
		"no operation":    "",
		"no XML":          "<",
	} {
		if status, body := ask(c); status != 500 || !strings.Contains(body, "soap:Client") {
			t.Errorf("%s: %d %s", what, status, body)
		}
	}
	if status, body := ask(validate(input("xml", "STRING", "&lt;broken/>"), input("type", "STRING", "dmp"))); status != 500 || !strings.Contains(body, "soap:Server") {
		t.Errorf("%d %s", status, body)
	}
	if len(*given) != 2 {
		t.Errorf("judged %q", *given)
	}
}
