package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
)

// armed is what the command line tells the simulated DMP to answer.
type armed struct {
	Behaviour string        `placeholder:"NOM[:CODE]" help:"list : expliquer les comportements. Sinon, répondre ainsi : NOM ou NOM:CODE. (list: explain the behaviours. Else answer so: NAME or NAME:CODE.)"`
	On        []string      `placeholder:"ITI-41" help:"Transactions concernées ; toutes par défaut. (Transactions concerned; all by default.)"`
	Once      bool          `help:"La prochaine requête seulement. (The next request only.)"`
	Severity  string        `enum:",Error,Warning" default:"" help:"Gravité d'une erreur XDS. (Severity of an XDS error.)"`
	Text      string        `help:"Motif, ou codeContext. (Reason, or codeContext.)"`
	Delay     time.Duration `help:"Attente avant la réponse. (Wait before the answer.)"`
	Hold      time.Duration `default:"10s" help:"Durée du silence de timeout. (Length of the silence of timeout.)"`
	Seed      int64         `help:"Graine de awkward. (Seed of awkward.)"`
}

// replies are what to arm; none without a behaviour.
func (c *armed) replies() ([]etalon.Reply, error) {
	if c.Behaviour == "" {
		return nil, nil
	}
	name, code, _ := strings.Cut(c.Behaviour, ":")
	b, known := etalon.BehaviourName(name).Known()
	if !known {
		return nil, usage(fmt.Errorf("comportement inconnu : %s (unknown behaviour)", name), "etalon simulate --behaviour list")
	}
	r := etalon.Reply{
		Behaviour: b.Name, Code: code, Severity: c.Severity, Text: c.Text, Delay: c.Delay, Seed: c.Seed, Lasting: !c.Once,
	}
	if b.Means(etalon.KeyHold) {
		r.Hold = c.Hold
	}
	for key, missing := range map[string]bool{etalon.KeyCode: code == "", etalon.KeyDelay: c.Delay <= 0} {
		if missing && slices.Contains(b.Needs, key) {
			return nil, usage(fmt.Errorf("%s demande %s (needs %s)", name, key, key), "Exemple : --behaviour registry-error:XDSRepositoryBusy, --behaviour delay --delay 5s")
		}
	}
	if code != "" && !b.Means(etalon.KeyCode) {
		return nil, usage(fmt.Errorf("%s n'a pas de code (takes no code)", name), "--behaviour "+name)
	}
	if len(c.On) == 0 {
		return []etalon.Reply{r}, nil
	}
	var all []etalon.Reply
	for _, t := range c.On {
		r.Transaction = etalon.Transaction(t)
		if !slices.Contains(etalon.Transactions(), r.Transaction) || !b.Fits(r.Transaction) {
			return nil, usage(fmt.Errorf("%s n'a pas de sens pour %s (means nothing for it)", name, t), "Transactions : "+transactionList(b.On))
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

// listBehaviours explains what a simulated actor can answer, and with which codes.
func listBehaviours(w io.Writer) {
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
