package cdt

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

// IndexFile is the workbook that lists the folders.
const IndexFile = "plan-de-tests.xlsx"

// Export writes a judged session as a folder of frames for each scenario, and an index.
// A frame is a message as it crossed the wire. It gives how many frames were written.
func Export(v verdicts.Verdict, to verdicts.Sink) (frames int, err error) {
	rows := [][]string{{"Code", "Autres codes", "Scénario", "Titre", "Profil", "Verdict", "Raison", "Dossier", "Trames", "Captures", "Constats"}}
	for _, s := range v.Result.Scenarios {
		if s.Verdict == etalon.NotApplicable {
			continue
		}
		folder, n := FolderName(s), 0
		for _, x := range v.Dossier.Exchanges {
			if x.Scenario != s.ID || v.Dossier.Redacted(x) {
				continue
			}
			n++
			files := map[string][]byte{}
			for side, of := range map[string]etalon.Blob{"requete": x.Request, "reponse": x.Response} {
				b, err := v.Dossier.Bytes(of)
				if err != nil {
					return frames, err
				}
				if len(b) > 0 {
					files[fmt.Sprintf("%s/trame-%02d-%s-%s.%s", folder, n, plain(string(x.ID)), side, extension(b))] = b
				}
			}
			if err := to.Put(files); err != nil {
				return frames, err
			}
			frames += len(files)
		}
		codes, code := codesOf(s), ""
		if len(codes) > 0 {
			code, codes = codes[0], codes[1:]
		}
		rows = append(rows, []string{
			code, strings.Join(codes, ", "), string(s.ID), s.Title.FR, string(s.Profile), s.Verdict.String(), s.Reason.FR, folder, fmt.Sprint(n), "à joindre", findings(v.Result, s),
		})
	}
	var b bytes.Buffer
	if err := WriteSheet(&b, "Plan de tests", rows); err != nil {
		return frames, err
	}
	return frames, to.Put(map[string][]byte{IndexFile: b.Bytes()})
}

// extension tells a message of HTTP from a bare one.
func extension(b []byte) string {
	head, _, _ := bytes.Cut(b[:min(len(b), 200)], []byte("\n"))
	if bytes.Contains(head, []byte("HTTP/")) {
		return "http"
	}
	return "bin"
}

// findings are those of a scenario, in a few words.
func findings(r etalon.Result, s etalon.ScenarioResult) string {
	var out []string
	for _, i := range s.Findings {
		if i >= 0 && i < len(r.Findings) && len(out) < 20 {
			f := r.Findings[i]
			out = append(out, string(f.Rule)+" : "+f.Message.FR)
		}
	}
	return strings.Join(out, "\n")
}
