package client_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/client"
)

func TestCasesAreAClosedList(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range client.Cases() {
		key := string(c.Transaction) + " " + c.Name
		if seen[key] {
			t.Errorf("%s twice", key)
		}
		seen[key] = true
		if c.Text.FR == "" || c.Text.EN == "" || c.Source == "" {
			t.Errorf("%s does not say what it is, or why", key)
		}
		if !slices.Contains(etalon.WantStatuses(), c.Answer.Status) || slices.Contains([]string{etalon.WantSuccess, etalon.WantNothing}, c.Answer.Status) != (len(c.Answer.Codes) == 0) {
			t.Errorf("%s expects %+v", key, c.Answer)
		}
		for _, need := range c.Needs {
			if !slices.Contains(client.Params(c.Transaction), need) {
				t.Errorf("%s needs %s, which is no parameter", key, need)
			}
		}
	}
	for _, c := range client.Cases() {
		if c.Base != "" && !seen[string(c.Transaction)+" "+c.Base] {
			t.Errorf("%s %s varies %s, which is no case", c.Transaction, c.Name, c.Base)
		}
	}
	for _, t18 := range []etalon.Transaction{etalon.ITI18, etalon.ITI41, etalon.ITI42, etalon.ITI43, etalon.ITI57, etalon.ITI62} {
		if !seen[string(t18)+" nominal"] {
			t.Errorf("%s has no nominal case", t18)
		}
	}
}

// negativeTests are the tests of the NIST XDS toolkit whose answer is an error,
// for the transactions played here (spec: IHE §9, the map of negative tests).
// The others are about ITI-86 (50002, 50003), ITI-92 (40000b to 40037) and
// RAD-69 (ids_…), which no client actor plays.
var negativeTests = map[etalon.Transaction]string{
	etalon.ITI18: "11897 12368 21002 21003",
	etalon.ITI41: "11981 11983 11986 12369",
	etalon.ITI42: "11993 11994 11996 11997 11998 11998a 12002 12004 12084 12370 15806 21000",
	etalon.ITI43: "15816 50000 50001",
	etalon.ITI57: "12319 15800b 15800c 15800d 15800e 15802b 20000b 20000c 20000f 20001 20002 20002b 20003 20004 20006 20007 20008 20100a 20100b 21001 21004",
	etalon.ITI62: "30000 30001 30002 30003 30004 30005 30006 30008",
}

func TestEveryNegativeTestOfNISTHasACase(t *testing.T) {
	for transaction, tests := range negativeTests {
		var sources strings.Builder
		for _, c := range client.Cases() {
			if c.Transaction == transaction {
				_, nist, _ := strings.Cut(c.Source, "NIST ")
				nist = strings.ReplaceAll(nist, "30001 to 30008", "30001, 30004, 30005, 30006, 30008")
				sources.WriteString(" " + strings.ReplaceAll(nist, ",", "") + " ")
			}
		}
		for _, n := range strings.Fields(tests) {
			if !strings.Contains(sources.String(), " "+n+" ") {
				t.Errorf("%s: no case for test %s", transaction, n)
			}
		}
	}
}

func caseOf(t *testing.T, transaction etalon.Transaction, name string) (client.Case, bool) {
	t.Helper()
	for _, c := range client.Cases() {
		if c.Transaction == transaction && c.Name == name {
			return c, true
		}
	}
	return client.Case{}, false
}
