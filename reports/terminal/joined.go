package terminal

import (
	"fmt"
	"io"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// WriteJoined writes the verdict of several sessions: by profile, what each session
// contributed, and what of an earlier one was set aside.
func WriteJoined(w io.Writer, j reports.Joined, o Options) error {
	p := newPage(o)
	p.line(0, p.bold(p.say("Sessions réunies", "Sessions joined")))
	p.label(0, p.say("Produit", "Product"), Safe(j.SUT.Name, 80)+" "+Safe(j.SUT.Version, 40))
	p.label(0, "Verdict", p.verdict(j.Verdict))
	p.line(0, reports.Sentence(j.Verdict).In(p.opt.Lang))
	if j.Latest {
		p.line(0, p.say("La dernière session qui a établi un scénario compte ; les échecs d'avant sont dits plus bas.",
			"The last session that settled a scenario counts; failures before it are told below."))
	}
	p.heading(p.say("Sessions", "Sessions"))
	var rows [][]string
	for i, s := range j.Sessions {
		rows = append(rows, []string{fmt.Sprint(i + 1), p.verdict(s.Verdict), Safe(s.Dossier[:min(len(s.Dossier), 12)], 12), Safe(s.Name, 200)})
	}
	if err := p.table([]string{"n°", "Verdict", p.say("Empreinte", "Digest"), p.say("Dossier", "Dossier")}, rows); err != nil {
		return err
	}
	for i, s := range j.Sessions {
		if s.Outside == etalon.Fail {
			p.line(2, "- "+fmt.Sprintf(p.say("session %d : en échec hors de tout scénario", "session %d: failed outside any scenario"), i+1))
		}
	}
	p.heading(p.say("Verdict par profil", "Verdict by profile"))
	rows = nil
	for _, q := range j.Profiles {
		rows = append(rows, []string{Safe(string(q.ID), 40), p.verdict(q.Verdict), p.contributed(j, q)})
	}
	if err := p.table([]string{p.say("Profil", "Profile"), "Verdict", p.say("Scénarios retenus", "Scenarios that count")}, rows); err != nil {
		return err
	}
	for _, q := range j.Profiles {
		p.several(q)
	}
	return p.flush(w)
}

// contributed says how many scenarios of a profile rest on which session.
func (p *page) contributed(j reports.Joined, q reports.JoinedProfile) string {
	from := make([]int, len(j.Sessions)+1)
	for _, s := range q.Scenarios {
		from[s.From]++
	}
	var out []string
	for i, n := range from[1:] {
		if n > 0 {
			out = append(out, fmt.Sprintf(p.say("%d de la session %d", "%d of session %d"), n, i+1))
		}
	}
	if from[0] > 0 {
		out = append(out, fmt.Sprintf(p.say("%d jamais joué(s)", "%d never played"), from[0]))
	}
	return strings.Join(out, ", ")
}

// several tells the scenarios that went otherwise from one session to another, and
// those that are open.
func (p *page) several(q reports.JoinedProfile) {
	first := true
	for _, s := range q.Scenarios {
		differs := s.Verdict != etalon.Pass
		for _, play := range s.Plays {
			differs = differs || play.Verdict != s.Verdict
		}
		if !differs {
			continue
		}
		if first {
			p.heading(Safe(string(q.ID), 40) + p.say(" : ce qui n'est pas partout conforme", ": what does not conform everywhere"))
			first = false
		}
		p.line(2, "- "+Safe(string(s.ID), 80)+reports.Colon(p.opt.Lang)+p.verdict(s.Verdict)+p.plays(s))
	}
}

// plays tells how a scenario went, session by session.
func (p *page) plays(s reports.JoinedScenario) string {
	if len(s.Plays) == 0 {
		return p.say(" ; aucune session ne l'a joué", "; no session played it")
	}
	var out []string
	for _, play := range s.Plays {
		told := fmt.Sprintf("session %d %s", play.Session, play.Verdict)
		if why := play.Reason.In(p.opt.Lang); why != "" {
			told += " (" + Safe(why, 160) + ")"
		}
		out = append(out, told)
	}
	told := " ; " + strings.Join(out, ", ")
	if s.SetAside {
		told += p.say(" ; un échec antérieur est écarté, à la demande de qui réunit", "; an earlier failure is set aside, as whoever joins asked")
	}
	return told
}
