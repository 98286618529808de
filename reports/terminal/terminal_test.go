package terminal_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
	"github.com/etalon-dmp/etalon/reports/terminal"
)

func write(t *testing.T, r etalon.Result, o terminal.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := terminal.Write(&b, terminal.Input{Result: r, Lang: o.Lang, Color: o.Color, Width: o.Width}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// flat undoes wrapping and no-break spaces, as a reader's eye or ear does.
func flat(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)), " ")
}

func TestFrenchReport(t *testing.T) {
	got := flat(write(t, sample.Result(), terminal.Options{}))
	for _, want := range []string{
		"Produit : Cabinet Clair 4.2.1, Exemple Santé",
		"Verdict : FAIL, non conforme",
		"seule l’autorité homologue",
		"alimentation FAIL, non conforme 2 non conformes, 2 non établies, 1 conforme consultation",
		"Non-conformités : 2 règles, 3 constats",
		"1) V06 : Le VIHF n’annonce pas la version attendue.",
		"Clause : Interfaces LPS v2.10, VIHF, attribut VIHF_Version (confiance A)",
		"Attendu : 3.0", "Observé : 2.0",
		"Lieu : échange x0003 (td2.1-pdf), requête, partie 0, ligne 12, octet",
		"Remède : Écrivez 3.0",
		"Aussi : échange x0005 (td2.1-fault), requête",
		"Avertissements : 1 règle, 1 constat",
		"td3.1-documents : INCONCLUSIVE, non établi. Aucune requête ITI-18 n’est arrivée en 30 s (étape s02).",
		"DMP-X16 (td2.1-pdf) : INCONCLUSIVE, non établi. Aucune règle n’a rencontré de message à juger.",
		"84 règles chargées, 61 appliquées, 1 204 évaluations sur 3 échanges.",
		"23 règles n’ont rien rencontré à juger.",
		"Schémas XML jugés par : libxml2+helium",
		"Graine : 20261122",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("does not say %q in\n%s", want, got)
		}
	}
}

func TestEnglishReport(t *testing.T) {
	got := flat(write(t, sample.Result(), terminal.Options{Lang: "en"}))
	for _, want := range []string{
		"Product: Cabinet Clair", "Verdict: FAIL, does not conform", "only the authority approves",
		"Expected : 3.0", "Place : exchange x0003 (td2.1-pdf), request, part 0, line 12, byte", "1,204 evaluations over 3 exchanges",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("does not say %q in\n%s", want, got)
		}
	}
	for _, french := range []string{"Produit", "Exigences", "règle ", "constat"} {
		if strings.Contains(got, french) {
			t.Errorf("speaks French: %q", french)
		}
	}
}

func TestColourIsOnlyAdded(t *testing.T) {
	plain := write(t, sample.Result(), terminal.Options{})
	if strings.ContainsRune(plain, 0x1b) {
		t.Fatal("an escape sequence without colour asked for")
	}
	coloured := write(t, sample.Result(), terminal.Options{Color: true})
	stripped := coloured
	for _, style := range []string{"0", "1", "1;31", "32", "33", "1;35"} {
		stripped = strings.ReplaceAll(stripped, "\x1b["+style+"m", "")
	}
	if stripped != plain {
		t.Errorf("colour changes the words:\n%s", stripped)
	}
	if !strings.Contains(coloured, "\x1b[1;31mFAIL\x1b[0m, non conforme") {
		t.Error("FAIL is not coloured")
	}
}

func TestLinesKeepToTheWidth(t *testing.T) {
	for _, line := range strings.Split(write(t, sample.Result(), terminal.Options{Width: 72}), "\n") {
		if n := len([]rune(line)); n > 72 {
			t.Errorf("%d columns: %q", n, line)
		}
		if strings.TrimRight(line, " ") != line {
			t.Errorf("trailing spaces: %q", line)
		}
	}
}

// obeyed is the first character that a terminal would obey, or -1.
func obeyed(s string) int {
	return strings.IndexFunc(s, func(c rune) bool {
		return (c < 0x20 && c != '\n') || (c >= 0x7f && c <= 0x9f) || unicode.In(c, unicode.Cf, unicode.Zl, unicode.Zp) || c == utf8.RuneError
	})
}

func TestHostileValuesAreShownNotObeyed(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		got := write(t, sample.Poisoned(sample.Hostile+sample.Unspeakable), terminal.Options{Lang: lang})
		if i := obeyed(got); i >= 0 {
			t.Errorf("%q reached the terminal", got[max(0, i-40):i+4])
		}
		if !strings.Contains(got, `\u001B[31m`) {
			t.Error("the value is not told")
		}
	}
	var b bytes.Buffer
	s := reports.Selftest{Products: []reports.Product{{Name: sample.Unspeakable}}, Mutants: []reports.Mutant{{
		Name: sample.Unspeakable, Expected: sample.Unspeakable, Fired: []etalon.RuleID{sample.Unspeakable},
	}}}
	if err := terminal.WriteSelftest(&b, s, terminal.Options{}); err != nil || obeyed(b.String()) >= 0 {
		t.Errorf("%v: a mutant repaints the screen", err)
	}
}

func TestSafeLines(t *testing.T) {
	if got := terminal.SafeLines("une\r\ndeux\x1b[2J\r\u202e\n"); got != "une\ndeux\\u001B[2J\\r\\u202E\n" {
		t.Errorf("%q", got)
	}
}

// TestEveryFailureTellsTheNextStep, even one whose rule has no hint.
func TestEveryFailureTellsTheNextStep(t *testing.T) {
	r := sample.Result()
	r.Findings[1].Hint = etalon.Text{}
	got := flat(write(t, r, terminal.Options{Width: 120}))
	if n := strings.Count(got, "Remède :"); n != 4 {
		t.Errorf("%d remedies, want one for each of four rules", n)
	}
	if !strings.Contains(got, "Remède : Lisez ce que la règle demande : etalon explain X05.") {
		t.Errorf("a rule without a hint:\n%s", got)
	}
	_, next, ok := strings.Cut(got, "Que faire maintenant")
	if !ok || !strings.HasPrefix(next, " 1) V06 : Écrivez 3.0") || !strings.HasSuffix(next, "Corrigez, puis relancez la même session.") {
		t.Errorf("next steps: %s", next)
	}
	if !strings.Contains(got, "Portée Jugé : 5 exigences de 3 profils : 2 non conformes, 3 conformes Non établi : 3 exigences") {
		t.Errorf("no scope:\n%s", got)
	}
}

func TestAPartIsToldAsAPart(t *testing.T) {
	got := flat(write(t, sample.Partial(), terminal.Options{}))
	for _, want := range []string{
		"Verdict : PASS, conforme sur une partie Conforme au référentiel exécuté, sur une partie des scénarios (3 scénarios sur 13, 10 écartés par le filtre) — seule",
		"alimentation PASS, conforme sur une partie 1 scénario sur 8, 7 écartés par le filtre ; 5 conformes",
		"pdqv3 NOT_APPLICABLE, non jugé 0 scénario sur 1, 1 écarté par le filtre",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("does not say %q in\n%s", want, got)
		}
	}
	en := flat(write(t, sample.Partial(), terminal.Options{Lang: "en"}))
	if !strings.Contains(en, "Verdict: PASS, conforms on a part Conforms to the rules that were run, on a part of the scenarios (3 scenarios of 13, 10 left out by the filter)") {
		t.Error(en)
	}
	if whole := flat(write(t, sample.Whole(), terminal.Options{})); strings.Contains(whole, "partie ") || !strings.Contains(whole, "Verdict : PASS, conforme Conforme au référentiel exécuté — seule") {
		t.Error(whole)
	}
}

func TestALongXPathIsBrokenBetweenItsSteps(t *testing.T) {
	out := write(t, sample.Result(), terminal.Options{Width: 80})
	for _, line := range strings.Split(out, "\n") {
		if n := len([]rune(line)); n > 80 {
			t.Errorf("%d columns: %q", n, line)
		}
	}
	joined := strings.Join(strings.Fields(out), "")
	for _, f := range sample.Result().Findings {
		if !strings.Contains(joined, f.Location.XPath) {
			t.Errorf("a step of %s is lost", f.Location.XPath)
		}
	}
}

func TestManyFindingsAreCounted(t *testing.T) {
	got := flat(write(t, sample.Many(1000), terminal.Options{}))
	if !strings.Contains(got, "3 règles, 1 000 constats") || !strings.Contains(got, "Et encore 330 lieux : voir verdict.json") {
		t.Error(got)
	}
	if n := strings.Count(got, "Aussi"); n != 9 {
		t.Errorf("%d other places told, want 3 for each of 3 rules", n)
	}
}

func TestOpenPointsAreGrouped(t *testing.T) {
	got := flat(write(t, sample.Wide(26, 40), terminal.Options{}))
	if n := strings.Count(got, "- EX_GEN-"); n != 20 {
		t.Errorf("%d open points for 20 requirements", n)
	}
	if !strings.Contains(got, "et 13 autres)") {
		t.Error(got)
	}
}

func TestWriterErrorComesBack(t *testing.T) {
	stuck := errors.New("stuck")
	if err := terminal.Write(failing{stuck}, terminal.Input{Result: sample.Result()}); !errors.Is(err, stuck) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestSelftestTable(t *testing.T) {
	s := reports.Selftest{
		Conforming: reports.Conforming{Verdict: etalon.Pass},
		Mutants: []reports.Mutant{
			{Name: "vihf-version", Expected: "V06", Fired: []etalon.RuleID{"V06"}, Verdict: etalon.Fail, Killed: true},
			{Name: "class-code", Expected: "X05", Verdict: etalon.Pass},
			{Name: "noisy", Expected: "T01", Fired: []etalon.RuleID{"A", "B", "C", "D", "E", "F"}, Verdict: etalon.Fail},
		},
	}
	var b bytes.Buffer
	if err := terminal.WriteSelftest(&b, s, terminal.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", b.String())
	got := flat(b.String())
	for _, want := range []string{
		"Produit conforme : PASS, conforme, 0 constat",
		"vihf-version V06 V06 FAIL, non conforme oui",
		"class-code X05 – PASS, conforme NON, survivant",
		"noisy T01 A B C D +2 FAIL, non conforme NON, survivant",
		"Mutants détectés par la règle attendue : 1 sur 3", "L’auto-épreuve échoue",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("does not say %q in\n%s", want, got)
		}
	}
}

func FuzzWrite(f *testing.F) {
	f.Add("", 40)
	f.Add(sample.Hostile, 72)
	f.Add(sample.Unspeakable, 0)
	f.Fuzz(func(t *testing.T, evil string, width int) {
		got := write(t, sample.Poisoned(evil), terminal.Options{Width: width})
		if i := strings.IndexFunc(got, func(c rune) bool { return (c < 0x20 && c != '\n') || (c >= 0x7f && c <= 0x9f) || c == 0x202e }); i >= 0 {
			t.Errorf("%q reached the terminal", got[max(0, i-20):i+4])
		}
	})
}
