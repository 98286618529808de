package lps

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/hl7"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// trouble is an error the user is shown: the DMP's code and words.
type trouble struct {
	Code, Text string
	Refused    bool // the LPS itself declines, e.g. the record is closed
	status     bool // it is a status of one of the DMP's own services
}

func refusal(text string) *trouble { return &trouble{Text: text, Refused: true} }

// reaction tells a trouble to the user.
func (l *LPS) reaction(t *trouble) etalon.Reaction {
	if l.hooks.flow.successAfterError && !t.Refused {
		return done("Opération réussie.")
	}
	if t.Refused {
		return etalon.Reaction{Status: etalon.ReactRefused, Shown: t.Text, Code: t.Code}
	}
	if l.hooks.flow.hideCode {
		return etalon.Reaction{Status: etalon.ReactError, Shown: "Erreur."}
	}
	shown := "Erreur du serveur"
	if t.Code != "" {
		shown += " [" + t.Code + "]"
	}
	return etalon.Reaction{Status: etalon.ReactError, Shown: shown + " : " + t.Text, Code: t.Code}
}

func done(shown string) etalon.Reaction {
	return etalon.Reaction{Status: etalon.ReactDone, Shown: shown}
}

// registryTrouble is what a registry or repository complains of; nil when all
// is well.
func (l *LPS) registryTrouble(a submission.Answer) *trouble {
	if !a.Recognised {
		return &trouble{Text: "La réponse du serveur n'est pas celle d'un registre."}
	}
	if a.Status == "Success" || (a.Status == "PartialSuccess" && l.hooks.flow.ignorePartial) {
		return nil
	}
	t := &trouble{Code: a.Status}
	var texts []string
	for _, e := range a.Errors {
		if e.Severity == "Warning" {
			continue
		}
		if len(texts) == 0 {
			t.Code = e.Code
		}
		texts = append(texts, e.Code+" "+e.Context)
	}
	t.Text = "Le serveur a refusé : " + strings.Join(texts, " ; ")
	return t
}

// hl7Trouble is what an HL7 response complains of; nil when it is an answer,
// found or not.
func hl7Trouble(a hl7.Answer) *trouble {
	if a.Ack == "AA" && (a.Response == "OK" || a.Response == "NF") {
		return nil
	}
	code := a.ErrorCode
	if code == "" {
		code = strings.TrimSpace(a.Ack + " " + a.Response)
	}
	text := a.ErrorText
	if text == "" {
		text = "Le service des patients a répondu par une erreur."
	}
	return &trouble{Code: code, Text: text}
}
