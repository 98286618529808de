package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// A test bed has a document judged, and reads what the command would say of it: green for
// a sound one, red for one with a defect, in both forms.
func TestServiceJudgesAsTheCommandDoes(t *testing.T) {
	t.Parallel()
	c := open(t, "service", "--listen", "127.0.0.1:0")
	b := &browser{t, strings.TrimSpace(c.await(c.out, "http://")), http.Client{}}
	for like, want := range map[string][2]string{"": {"SUCCESS", "PASSED"}, "header-set-id": {"FAILURE", "FAILED"}} {
		args := []string{"make", "cda"}
		if like != "" {
			args = append(args, "--like", like)
		}
		file := base64.StdEncoding.EncodeToString([]byte(command(t, etalon.ExitPass, nil, args...)))
		_, soap, _ := b.send("/gitb/validation", "text/xml", strings.NewReader(`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><v:ValidateRequest xmlns:v="http://www.gitb.com/vs/v1/" xmlns:c="http://www.gitb.com/core/v1/"><input name="xml"><c:value>`+file+`</c:value></input><input name="type" embeddingMethod="STRING"><c:value>ci-sis</c:value></input></v:ValidateRequest></s:Body></s:Envelope>`))
		if !strings.Contains(soap, "<tr:result>"+want[0]+"</tr:result>") || strings.Contains(soap, ">1970") {
			t.Errorf("%q: %s", like, soap)
		}
		_, said, _ := b.send("/validation/v2/validate", "application/json", strings.NewReader(`{"validationProfileId":"ci-sis","inputs":[{"id":"contentToValidate","content":"`+file+`"}]}`))
		var report struct{ OverallResult string }
		must(t, json.Unmarshal([]byte(said), &report))
		if report.OverallResult != want[1] {
			t.Errorf("%q: %.500s", like, said)
		}
	}
	if said := command(t, etalon.ExitUsage, nil, "service", "--pack", filepath.Join(t.TempDir(), "nowhere")); !strings.Contains(said, "nowhere") {
		t.Errorf("%s", said)
	}
	command(t, etalon.ExitUsage, nil, "service", "--listen", "0.0.0.0:0")
}
