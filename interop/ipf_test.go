package interop

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/scenarios"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
)

// built names the folder where Maven put the classes and the classpath;
// scripts/interop sets it. Without it these tests are skipped.
const built = "ETALON_INTEROP_IPF"

// repositoryID is the repositoryUniqueId of IPF's repository: 2.25 and the UUID
// 7b0d3f5e-6a41-4c58-8d0e-91f2c7a3e6b4.
const repositoryID = "2.25.163563828612842263275091533978323379892"

// bench is one run: Étalon's files, the peer's process, the verdict.
type bench struct {
	*testing.T
	etalon, java, dir, classpath string
	explained                    string // file of what is known of the peer
}

func prepare(t *testing.T, direction string) *bench {
	if os.Getenv(built) == "" {
		t.Skipf("%s is not set: run make interop", built)
	}
	return prepareFrom(t, built, "ipf/explained.yaml", direction)
}

// prepareFrom begins a run with the classes in a folder that a variable names.
func prepareFrom(t *testing.T, variable, explained, direction string) *bench {
	folder := os.Getenv(variable)
	classes, err := os.ReadFile(filepath.Join(folder, "classpath"))
	must(t, err)
	root, err := filepath.Abs("..")
	must(t, err)
	b := &bench{
		T: t, etalon: filepath.Join(root, "bin", "etalon"), java: "java", dir: filepath.Join(folder, direction),
		explained: explained,
		classpath: filepath.Join(folder, "classes") + string(os.PathListSeparator) + strings.TrimSpace(string(classes)),
	}
	must(t, os.RemoveAll(b.dir))
	b.command("init", b.dir)
	return b
}

// command runs étalon, which must end as one of the codes says; pass is allowed always.
func (b *bench) command(args ...string) { b.commandOr(nil, args...) }

func (b *bench) commandOr(codes []int, args ...string) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), b.etalon, args...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err == nil || errors.As(err, &exit) && slices.Contains(codes, exit.ExitCode()) {
		return
	}
	b.Fatalf("etalon %s: %v\n%s", strings.Join(args, " "), err, out)
}

// start runs a class of ours and gives the address that it writes first. It is
// ended with the test.
func (b *bench) start(class string, args ...string) string {
	b.Helper()
	log, err := os.Create(filepath.Join(b.dir, "peer.log"))
	must(b.T, err)
	b.Cleanup(func() { _ = log.Close() })
	ctx, end := context.WithCancel(b.Context())
	// Java sends a POST again by itself when no answer came, unless told not to.
	cmd := exec.CommandContext(ctx, b.java, append([]string{
		"-Xmx256m", "-XX:TieredStopAtLevel=1", "-Dsun.net.http.retryPost=false",
		"-cp", b.classpath, "etalon.interop." + class,
	}, args...)...)
	cmd.Stderr, cmd.WaitDelay = log, 5*time.Second
	out, err := cmd.StdoutPipe()
	must(b.T, err)
	must(b.T, cmd.Start())
	b.Cleanup(func() { end(); _ = cmd.Wait() })
	line := make(chan string, 1)
	go func() {
		first, _ := bufio.NewReader(out).ReadString('\n')
		line <- strings.TrimSpace(first)
	}()
	select {
	case address := <-line:
		if address == "" {
			b.Fatalf("IPF did not start: see %s", log.Name())
		}
		return address
	case <-time.After(time.Minute):
		b.Fatalf("IPF did not start within a minute: see %s", log.Name())
	}
	return ""
}

func (b *bench) key(name string) []string {
	igc := filepath.Join(b.dir, "igc")
	return []string{"p12=" + filepath.Join(igc, name+".p12"), "password=etalon", "ca=" + filepath.Join(igc, "ac-etalon.pem")}
}

// run declares the product, runs the profiles of its roles, and reads the verdict.
func (b *bench) run(roles []string, declaration string) etalon.Result {
	b.Helper()
	profiles := plain(b.T, roles)
	if len(profiles) == 0 {
		b.Skip("no plain IHE scenario has one of the roles", roles)
	}
	sut := fmt.Sprintf("name: IPF\nversion: %q\nvendor: Open eHealth Foundation\nroles: [%s]\nprofiles: [%s]\npki: igc\n%s",
		b.list().Version, strings.Join(roles, ", "), strings.Join(profiles, ", "), declaration)
	file, out := filepath.Join(b.dir, "sut.yaml"), filepath.Join(b.dir, "session")
	must(b.T, os.WriteFile(file, []byte(sut), 0o600))
	b.commandOr([]int{etalon.ExitFail, etalon.ExitInconclusive}, "run", "--sut", file, "--out", out)
	src, err := os.ReadFile(filepath.Join(out, "verdict.json"))
	must(b.T, err)
	var r etalon.Result
	must(b.T, json.Unmarshal(src, &r))
	return r
}

// plain gives the profiles of plain IHE that have scenarios for one of the roles.
func plain(t *testing.T, roles []string) []string {
	t.Helper()
	own, err := schemas.Embedded()
	must(t, err)
	cat, problems, err := scenario.LoadCatalogue(scenarios.FS(), own)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	all, problems, err := scenario.LoadDir(scenarios.FS(), scenarios.Catalogue, cat)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	var ids []string
	for _, p := range cat.Profiles {
		played := slices.ContainsFunc(all, func(s *scenario.Scenario) bool { return s.Profile == p.ID && slices.Contains(roles, s.Role) })
		if played && p.Environment == etalon.EnvironmentIHE {
			ids = append(ids, string(p.ID))
		}
	}
	return ids
}

func (b *bench) list() List { return listed(b.T, b.explained) }

func listed(t *testing.T, file string) List {
	t.Helper()
	src, err := os.ReadFile(filepath.FromSlash(file))
	must(t, err)
	l, err := ReadList(src)
	must(t, err)
	return l
}

// settle prints what was found and fails on what nobody has explained.
func (b *bench) settle(direction string, r etalon.Result) {
	b.Helper()
	rows, stale := b.list().Compare(direction, r)
	fmt.Printf("\nIPF %s, %s : %d scénarios, %d échanges (exchanges)\n", b.list().Version, direction, len(r.Scenarios), len(r.Exchanges))
	for _, p := range r.Profiles {
		fmt.Printf("  %-18s %s\n", p.ID, p.Verdict)
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		said := "À EXPLIQUER (news): " + row.Message.FR + " [" + row.Observed + "]"
		if row.Known != nil {
			said = row.Known.Whose + " : " + row.Known.FR
		}
		fmt.Fprintf(w, "  %s\t%s\t%d×\t%s\n", row.Rule, cmp.Or(row.Case, several(row.Scenarios)), row.Count, short(said))
	}
	must(b.T, w.Flush())
	for _, row := range rows {
		if row.Known == nil {
			b.Errorf("not explained in interop/%s: %s %s, in %s", b.explained, row.Rule, row.Case, row.Scenarios)
		}
	}
	for _, s := range stale {
		b.Errorf("explained in interop/%s and not seen any more: %s", b.explained, s)
	}
	if len(r.Scenarios) == 0 || len(r.Exchanges) < len(r.Scenarios) {
		b.Errorf("%d exchanges in %d scenarios: the peer was not put to the test", len(r.Exchanges), len(r.Scenarios))
	}
}

func several(ids []etalon.ScenarioID) string {
	if len(ids) == 1 {
		return string(ids[0])
	}
	return fmt.Sprintf("%s +%d", ids[0], len(ids)-1)
}

func short(s string) string {
	if runes := []rune(s); len(runes) > 110 {
		return string(runes[:109]) + "…"
	}
	return s
}

// IPF as document source, consumer and administrator, over mutual TLS.
func TestIPFAsClient(t *testing.T) {
	b := prepare(t, Client)
	listen := free(t)
	driver := b.start("XdsClient", append(b.key("structure-auth"), "port=0", "repositoryId=1.2.250.1.213.4.1.1.1.2",
		"registry="+listen+"/xds/registry", "repository="+listen+"/xds/repository")...)
	r := b.run([]string{scenario.RoleSource, scenario.RoleConsumer, scenario.RoleAdministrator},
		fmt.Sprintf("listen: %q\ndriver: {kind: http, url: %q}\n", listen, driver))
	b.settle(Client, r)
}

// IPF as document registry and repository, over mutual TLS.
func TestIPFAsServer(t *testing.T) {
	b := prepare(t, Server)
	base := b.start("XdsServer", append(b.key("serveur"), "port=0", "repositoryId="+repositoryID, "patients="+known(t), "codes="+b.codes())...)
	r := b.run([]string{scenario.RoleRegistry, scenario.RoleRepository}, fmt.Sprintf(
		"listen: %q\nrepositoryId: %s\ndriver: {kind: none}\nendpoints: {registry: %[3]s/iti18, repository: %[3]s/iti41, ITI-42: %[3]s/iti42, ITI-43: %[3]s/iti43, ITI-57: %[3]s/iti57, ITI-62: %[3]s/iti62}\n",
		free(t), repositoryID, base))
	b.settle(Server, r)
}

var inValueSet = regexp.MustCompile(`<code code="([^"]+)" system="([^"]+)"`)

// codes writes the Affinity Domain that IPF is told: the DMP's value sets, as
// far as Étalon has them, and the codes of its own messages.
func (b *bench) codes() string {
	b.Helper()
	lines := []string{"text/xml", "application/pdf", "text/plain"}
	files, err := fs.Glob(os.DirFS("../schemas/packs"), "*/valuesets/*.xml")
	must(b.T, err)
	for _, name := range files {
		src, err := os.ReadFile(filepath.Join("../schemas/packs", name))
		must(b.T, err)
		for _, m := range inValueSet.FindAllStringSubmatch(string(src), -1) {
			lines = append(lines, m[1]+"^^"+m[2])
		}
	}
	for _, c := range []cda.Coded{
		cda.Normal(), cda.MaskedToProfessionals(), cda.InvisibleToPatient(), cda.SoloPractice(), cda.Ambulatory(), cda.PlainFormat(), cda.Format(true), cda.Format(false),
	} {
		lines = append(lines, c.Code+"^^"+c.System)
	}
	for _, code := range []string{"11490-0", "11488-4"} {
		typ, class, _ := cda.Type(code)
		lines = append(lines, typ.Code+"^^"+typ.System, class.Code+"^^"+class.System)
	}
	file := filepath.Join(b.dir, "codes.txt")
	must(b.T, os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600))
	return file
}

// known are the patients of the catalogue that have a record, for the identity
// feed that this IPF does not have.
func known(t *testing.T) string {
	t.Helper()
	own, err := schemas.Embedded()
	must(t, err)
	cat, _, err := scenario.LoadCatalogue(scenarios.FS(), own)
	must(t, err)
	var ids []string
	for _, p := range cat.Patients {
		if p.DMP != etalon.DMPAbsent {
			ids = append(ids, p.INS)
		}
	}
	return strings.Join(ids, ",")
}

// free gives an address on loopback that nobody uses now.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().String()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
