package sut_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/sut"
)

var known = []etalon.ProfileID{"acces", "pdqv3", "alimentation", "consultation"}

const good = `name: "Cabinet 7"
version: "2.4"
vendor: ACME
profiles: [acces, alimentation]
roles: [lps]
mode: INDIRECTE
listen: 127.0.0.1:8443
pki: pki
vihfVersion: "4.0"
hostNames: [etalon.local]
driver: {kind: exec, command: [./drive, --test]}
`

func TestRead(t *testing.T) {
	got, problems := sut.Read("sut.yaml", []byte(good), known)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := etalon.SUT{
		Name: "Cabinet 7", Version: "2.4", Vendor: "ACME", Profiles: []etalon.ProfileID{"acces", "alimentation"},
		Roles: []string{"lps"}, Mode: etalon.ModeIndirect, Listen: "127.0.0.1:8443", PKI: "pki", VIHFVersion: "4.0",
		HostNames: []string{"etalon.local"}, Driver: etalon.DriverSpec{Kind: "exec", Command: []string{"./drive", "--test"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheClockPeriodIsDeclared(t *testing.T) {
	for text, want := range map[string]int{"90m": 5400, "24h": 86400, "48h": 172800, "1s": 1} {
		if got, problems := sut.Read("sut.yaml", []byte(good+"clockPeriod: "+text+"\n"), known); len(problems) > 0 || got.ClockPeriod != want {
			t.Errorf("%s: %d, %v", text, got.ClockPeriod, problems)
		}
	}
	for _, text := range []string{"0s", "-1h", "1000h", "souvent", "[1h]"} {
		if _, problems := sut.Read("sut.yaml", []byte(good+"clockPeriod: "+text+"\n"), known); len(problems) != 1 {
			t.Errorf("%s: %v", text, problems)
		}
	}
}

func TestPublishedRulesAreNamed(t *testing.T) {
	got, problems := sut.Read("sut.yaml", []byte(good+"documents: ../TestContenuCDA-3-0\n"), known)
	if len(problems) > 0 || got.Documents != "../TestContenuCDA-3-0" {
		t.Errorf("%q, %v", got.Documents, problems)
	}
	if _, problems := sut.Read("sut.yaml", []byte(good+"documents: [a, b]\n"), known); len(problems) != 1 {
		t.Errorf("%v", problems)
	}
}

func TestTerminologiesAreNamed(t *testing.T) {
	got, problems := sut.Read("sut.yaml", []byte(good+"terminology: ../terminologies\n"), known)
	if len(problems) > 0 || got.Terminology != "../terminologies" {
		t.Errorf("%q, %v", got.Terminology, problems)
	}
}

func TestFurtherPatientsAreNamed(t *testing.T) {
	got, problems := sut.Read("sut.yaml", []byte(good+"population: foule.yaml\n"), known)
	if len(problems) > 0 || got.Population != "foule.yaml" {
		t.Errorf("%q, %v", got.Population, problems)
	}
}

func TestActorsListenApart(t *testing.T) {
	src := strings.Replace(good, "listen: 127.0.0.1:8443", "listen: {dmp: 127.0.0.1:8443, registry: 127.0.0.1:8444}", 1)
	got, problems := sut.Read("sut.yaml", []byte(src), known)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got.Listen != "127.0.0.1:8443" || len(got.Listeners) != 1 || got.Listeners[etalon.Registry] != "127.0.0.1:8444" {
		t.Errorf("%q %v", got.Listen, got.Listeners)
	}
}

func TestTemplateIsRight(t *testing.T) {
	got, problems := sut.Read("sut.yaml", []byte(sut.Template("127.0.0.1:8443", `C:\pki "test"`, nil)), known)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got.Listen != "127.0.0.1:8443" || got.PKI != `C:\pki "test"` || got.Driver.Kind != "person" || got.Mode != etalon.ModeIndirect {
		t.Errorf("%+v", got)
	}
	for _, id := range known {
		if !strings.Contains(sut.Template("", "", nil), string(id)) {
			t.Errorf("the template does not speak of profile %s", id)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{`version: "2.4"`, `version: 2.4`, `sut.yaml:2:10: text is expected, here 2.4 — put it in quotes: "2.4"`},
		{`name: "Cabinet 7"`, ``, `sut.yaml:2:1: "name" is missing`},
		{`vendor`, `vendr`, `sut.yaml:3:1: unknown key "vendr" — did you mean "vendor"?`},
		{`[acces, alimentation]`, `[access]`, `sut.yaml:4:12: “access” is not a profile — did you mean "acces"?`},
		{`[acces, alimentation]`, `[]`, `sut.yaml:4:11: no profile is claimed — one of: acces, alimentation, consultation, pdqv3`},
		{`[acces, alimentation]`, `[acces, acces]`, `sut.yaml:4:19: "acces" is written twice — keep one`},
		{`roles: [lps]`, `roles: [ehr]`, `sut.yaml:5:9: “ehr” is not a role — one of: audit-repository, document-administrator, document-consumer, document-registry, document-repository, document-source, imaging-document-consumer, imaging-document-source, lps`},
		{`INDIRECTE`, `indirecte`, `sut.yaml:6:7: “indirecte” is not an authentication mode — did you mean "INDIRECTE"?`},
		{`127.0.0.1:8443`, `127.0.0.1`, `sut.yaml:7:9: "127.0.0.1" is not an address to listen on — write host:port, 127.0.0.1:8443 for example`},
		{`127.0.0.1:8443`, `127.0.0.1:84430`, `sut.yaml:7:9: "127.0.0.1:84430" is not an address to listen on`},
		{`127.0.0.1:8443`, `{dmp: 127.0.0.1:8443, registri: 127.0.0.1:8444}`, `sut.yaml:7:31: unknown key "registri" — did you mean "registry"?`},
		{`127.0.0.1:8443`, `{dmp: 127.0.0.1:8443, registry: 127.0.0.1:8443}`, `sut.yaml:7:41: dmp already listens at 127.0.0.1:8443 — give it another port`},
		{`127.0.0.1:8443`, `{registry: there}`, `sut.yaml:7:20: "there" is not an address to listen on`},
		{`"4.0"`, `"2.0"`, `sut.yaml:9:14: “2.0” is not a VIHF version`},
		{`[etalon.local]`, `["bad host"]`, `sut.yaml:10:13: "bad host" does not have the form expected`},
		{`kind: exec, `, `kind: builtin, `, `sut.yaml:11:16: “builtin” is not a kind of driver — one of: exec, http, none, person`},
		{`[./drive, --test]`, `[]`, `sut.yaml:11:31: the command is empty`},
		{`kind: exec, `, `kind: person, `, `sut.yaml:11:33: command goes with kind: exec only — remove it`},
		{`kind: exec, command: [./drive, --test]`, `kind: http`, `sut.yaml:11:9: "url" is missing`},
		{`kind: exec, command: [./drive, --test]`, `kind: http, url: localhost`, `sut.yaml:11:27: "localhost" is not an http address`},
	} {
		src := strings.Replace(good, c.old, c.new, 1)
		_, problems := sut.Read("sut.yaml", []byte(src), known)
		var said []string
		for _, p := range problems {
			said = append(said, p.In("en"))
		}
		if all := strings.Join(said, "\n"); all == "" || !strings.Contains(all, c.want) {
			t.Errorf("got  %s\nwant %s", all, c.want)
		}
	}
}

const server = `name: Serveur
version: "1"
profiles: [alimentation]
roles: [document-registry, document-repository]
endpoints: {registry: "https://127.0.0.1:9443/xds/registry", repository: "http://127.0.0.1:9080/xds/repository"}
repositoryId: 1.2.3.4
driver: {kind: none}
`

func TestReadAServer(t *testing.T) {
	got, problems := sut.Read("sut.yaml", []byte(server), known)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := map[etalon.Actor]string{etalon.Registry: "https://127.0.0.1:9443/xds/registry", etalon.Repository: "http://127.0.0.1:9080/xds/repository"}
	if diff := cmp.Diff(want, got.Endpoints); diff != "" || got.RepositoryID != "1.2.3.4" || got.Driver.Kind != sut.None {
		t.Errorf("%+v %s", got, diff)
	}
	split, problems := sut.Read("sut.yaml", []byte(strings.Replace(server, "endpoints: {", `endpoints: {ITI-42: "https://127.0.0.1:9443/iti42", `, 1)), known)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if diff := cmp.Diff(map[etalon.Transaction]string{etalon.ITI42: "https://127.0.0.1:9443/iti42"}, split.Services); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct{ old, new, want string }{
		{`repository: "http`, `ITI-44: "http://127.0.0.1/44", repository: "http`, `unknown key "ITI-44"`},
		{`repository: "http`, `ITI-43: "127.0.0.1", repository: "http`, `"127.0.0.1" is not an http address`},
		{`repository: "http://127.0.0.1:9080/xds/repository"`, ``, `plays the role document-repository and does not say where — add endpoints: {repository: https://…}`},
		{`"https://127.0.0.1:9443/xds/registry"`, `"ftp://x"`, `"ftp://x" is not an http address`},
		{"repositoryId: 1.2.3.4\n", "", `"repositoryId" is missing`},
		{"repositoryId: 1.2.3.4", "repositoryId: 1.2.03", `"1.2.03" does not have the form expected — an OID`},
		{"roles: [document-registry, document-repository]", "roles: [document-registry, document-repository, imaging-document-source]", "plays the role imaging-document-source and does not say where"},
		{"repositoryId: 1.2.3.4", "repositoryId: 1.2.3.4\nimagingId: un", `"un" does not have the form expected — an OID`},
		{"roles: [document-registry, document-repository]", "roles: [document-source]", "nothing sets this product in motion, and it is not a server"},
		{"roles: [document-registry, document-repository]", "roles: [lps, document-repository]", `"mode" is missing`},
	} {
		_, problems := sut.Read("sut.yaml", []byte(strings.Replace(server, c.old, c.new, 1)), known)
		var said []string
		for _, p := range problems {
			said = append(said, p.In("en"))
		}
		if all := strings.Join(said, "\n"); !strings.Contains(all, c.want) {
			t.Errorf("%s: got\n%s\nwant %s", c.new, all, c.want)
		}
	}
}
