package junit

import (
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// perCase is how many findings one testcase tells in full; the rest is counted.
const perCase = 20

// valueLimit is how many characters of a value are shown.
const valueLimit = 500

// blocks tells findings in plain text, one paragraph each.
func (b *builder) blocks(findings []int) string {
	if len(findings) == 0 {
		return ""
	}
	var s strings.Builder
	s.WriteByte('\n')
	for n, i := range findings {
		if n == perCase {
			fmt.Fprintf(&s, "… %s\n", b.say("et encore ", "and ")+fmt.Sprint(len(findings)-n)+b.say("", " more"))
			break
		}
		b.block(&s, b.in.Result.Findings[i])
	}
	return s.String()
}

func (b *builder) block(s *strings.Builder, f etalon.Finding) {
	line := func(fr, en, value string) {
		if value != "" {
			fmt.Fprintf(s, "  %s%s%s\n", b.say(fr, en), reports.Colon(b.in.Lang), reports.Visible(value, valueLimit))
		}
	}
	fmt.Fprintf(s, "%s%s%s\n", reports.Visible(string(f.Rule), 0), reports.Colon(b.in.Lang), reports.Visible(f.Message.In(b.in.Lang), 0))
	line("clause", "clause", f.Source)
	line("attendu", "expected", f.Expected)
	line("observé", "observed", f.Observed)
	place := reports.Place(f.Location, b.in.Lang)
	if f.Exchange != "" {
		place = b.say("échange ", "exchange ") + reports.Visible(string(f.Exchange), 0) + ", " + place
	}
	line("lieu", "place", place)
	line("remède", "hint", f.Hint.In(b.in.Lang))
}

// worked tells what a check was judged by: its rules, how often they met
// something, and the clause.
func (b *builder) worked(c etalon.RequirementResult) string {
	s := "rules: " + join(c.Rules) + "\nmatched: " + fmt.Sprint(c.Matched) + "\n"
	if c.Attested {
		s += "attested: true\n"
	}
	if c.Source != "" {
		s += "source: " + c.Source + "\n"
	}
	return s
}

// remarks tells the warnings among some findings, each once: they are never a
// verdict.
func (b *builder) remarks(findings []int, about func(etalon.Finding) bool) string {
	var s strings.Builder
	for _, i := range findings {
		if i < 0 || i >= len(b.spoken) || b.spoken[i] {
			continue
		}
		if f := b.in.Result.Findings[i]; f.Verdict() == etalon.Pass && about(f) {
			b.spoken[i] = true
			fmt.Fprintf(&s, "%s ", f.Severity)
			b.block(&s, f)
		}
	}
	return s.String()
}

func (b *builder) say(fr, en string) string {
	if b.in.Lang == "en" {
		return en
	}
	return fr
}
