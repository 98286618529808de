package explore

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
)

// Armed is what the simulated DMP is told to answer.
type Armed struct {
	Behaviour string        // NAME or NAME:CODE; "": the truth
	On        []string      // transactions; none for all of them
	Once      bool          // the next request only
	Severity  string        // of an XDS error: Error, Warning, or "" for what fits
	Text      string        // reason, or codeContext
	Delay     time.Duration // before the answer
	Hold      time.Duration // length of the silence of timeout
	Seed      int64         // of awkward
}

// Replies are what to arm; none without a behaviour. Errors are of usage.
func (c Armed) Replies() ([]etalon.Reply, error) {
	if c.Behaviour == "" {
		return nil, nil
	}
	name, code, _ := strings.Cut(c.Behaviour, ":")
	b, known := etalon.BehaviourName(name).Known()
	if !known {
		return nil, exit.Usage(fmt.Errorf("comportement inconnu : %s (unknown behaviour)", name), "etalon simulate --behaviour list")
	}
	r := etalon.Reply{
		Behaviour: b.Name, Code: code, Severity: c.Severity, Text: c.Text, Delay: c.Delay, Seed: c.Seed, Lasting: !c.Once,
	}
	if b.Means(etalon.KeyHold) {
		r.Hold = c.Hold
	}
	for key, missing := range map[string]bool{etalon.KeyCode: code == "", etalon.KeyDelay: c.Delay <= 0} {
		if missing && slices.Contains(b.Needs, key) {
			return nil, exit.Usage(fmt.Errorf("%s demande %s (needs %s)", name, key, key), "Exemple : --behaviour registry-error:XDSRepositoryBusy, --behaviour delay --delay 5s")
		}
	}
	if code != "" && !b.Means(etalon.KeyCode) {
		return nil, exit.Usage(fmt.Errorf("%s n'a pas de code (takes no code)", name), "--behaviour "+name)
	}
	if len(c.On) == 0 {
		return []etalon.Reply{r}, nil
	}
	var all []etalon.Reply
	for _, t := range c.On {
		r.Transaction = etalon.Transaction(t)
		if !slices.Contains(etalon.Transactions(), r.Transaction) || !b.Fits(r.Transaction) {
			return nil, exit.Usage(fmt.Errorf("%s n'a pas de sens pour %s (means nothing for it)", name, t), "Transactions : "+transactionList(b.On))
		}
		all = append(all, r)
	}
	return all, nil
}

func transactionList(on []etalon.Transaction) string {
	if on == nil {
		on = etalon.Transactions()
	}
	var list []string
	for _, t := range on {
		list = append(list, string(t))
	}
	return strings.Join(list, ", ")
}

// Explain tells what a simulated actor can answer, and with which codes.
func Explain(w io.Writer) {
	for _, b := range etalon.Behaviours() {
		legal := "illégal (not legal)"
		if b.Legal {
			legal = "légal (legal)"
		}
		fmt.Fprintf(w, "%-20s %s\n%-20s %s\n%-20s %s", b.Name, b.Text.FR, "", b.Text.EN, "", legal)
		if b.On != nil {
			fmt.Fprintf(w, " · %s", transactionList(b.On))
		}
		if len(b.Needs) > 0 {
			fmt.Fprintf(w, " · demande (needs): %s", strings.Join(b.Needs, ", "))
		}
		if len(b.Takes) > 0 {
			fmt.Fprintf(w, " · admet (takes): %s", strings.Join(b.Takes, ", "))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "\nCodes connus (known codes)\n")
	for _, c := range etalon.ErrorCodes() {
		note := ""
		if c.Warning {
			note = "  avertissement (warning)"
		}
		on := "toutes (all)"
		if c.On != nil {
			on = transactionList(c.On)
		}
		fmt.Fprintf(w, "  %-42s %-16s %s%s\n", c.Code, c.With, on, note)
	}
}
