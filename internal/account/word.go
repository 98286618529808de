package account

import (
	"regexp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
)

// Word is what the account says of a mutant.
type Word string

// The words.
const (
	Failed       Word = "failed"       // by a rule about the node
	Elsewhere    Word = "elsewhere"    // by a rule about something else
	Warned       Word = "warned"       // where the source allows no more
	Inconclusive Word = "inconclusive" // the proof that is missing names the node
	Free         Word = "free"         // by a clause
	Pending      Word = "pending"      // the pack that will judge the node is to come
	Kept         Word = "kept"         // an equivalence, and nothing was said
	FalseRed     Word = "false-red"    // an equivalence, and something was said
	Unaccounted  Word = "unaccounted"
	Unmade       Word = "unmade" // it could not be made, or the harness broke over it
)

// Words are all of them, in the order of reports.
func Words() []Word {
	return []Word{Failed, Elsewhere, Warned, Inconclusive, Free, Pending, Kept, FalseRed, Unaccounted, Unmade}
}

// news are the findings that a mutant has and the sound one has not. What is said
// of étalon's own message is no news: it would have answered otherwise.
func news(mutant, sound judge.Hearing, direction string) []etalon.Finding {
	count := map[string]int{}
	for _, f := range sound.Findings {
		count[said(f)]++
	}
	var out []etalon.Finding
	for _, f := range mutant.Findings {
		if k := said(f); count[k] > 0 {
			count[k]--
			continue
		}
		if f.Severity == etalon.SeverityHarness && f.Outcome == etalon.OutcomeFailed && f.Location.Direction != direction {
			continue
		}
		out = append(out, f)
	}
	return out
}

// said is what two findings have in common that say the same.
func said(f etalon.Finding) string {
	return string(f.Rule) + "\x00" + f.Location.XPath + "\x00" + f.Observed
}

// about tells whether a finding would send somebody to the node: by its place, by
// quoting the value before or after, or by the name of the node.
func about(f etalon.Finding, n node, e edit, direction, rule string) bool {
	if f.Location.Direction == direction && (placed(f.Location.XPath, n) || bySchema(f) && !n.inHead) {
		return true
	}
	switch n.area {
	case areaTrust, areaDocument, areaCourse, areaLinked, areaGreeting: // the one fault that there is, in more places than one
		return true
	}
	text := strings.Join([]string{f.Observed, f.Expected, f.Message.FR, f.Message.EN}, "\n")
	if n.kind != element && (quotes(text, e.before) || quotes(text, e.after)) {
		return true
	}
	lower := strings.ToLower(text) + "\n" + rule
	return slices.ContainsFunc(names(n), func(name string) bool { return strings.Contains(lower, name) })
}

// bySchema tells a finding of an XML Schema: it speaks of the one fault there is,
// by a line that holds the whole message.
func bySchema(f etalon.Finding) bool { return strings.HasPrefix(string(f.Rule), "XSD.") }

// placed tells a place that is the node, its nearest keyed ancestor, or below that.
func placed(xpath string, n node) bool {
	switch {
	case xpath == "":
		return false
	case n.inHead:
		return xpath == n.key || n.kind == param && xpath == "content-type"
	}
	if !n.doc.OK() {
		return n.xpath != "" && strings.HasPrefix(xpath, n.xpath)
	}
	around := n.doc.Parent().XPath()
	return xpath == n.owner || strings.HasPrefix(xpath, n.owner+"/") || xpath == around || strings.HasPrefix(xpath, n.xpath)
}

func quotes(said, value string) bool {
	value = strings.TrimSpace(value)
	return len(value) >= 3 && len(value) < 300 && strings.Contains(said, value)
}

// names are the words by which a rule or a finding would speak of the node, in
// lower case: the key of a keyed path, the names of an element and attribute, and
// the longer words that these are made of.
func names(n node) []string {
	out := slices.Clone(synonyms[n.key])
	if n.kind == param {
		out = append(out, n.key+"=", `'`+n.key+`'`)
	}
	for _, step := range strings.FieldsFunc(lastKeyed(n.path), func(r rune) bool { return strings.ContainsRune("[]@/;", r) }) {
		whole := lastWord(step)
		for _, word := range append([]string{whole}, camel.FindAllString(whole, -1)...) {
			if word = strings.ToLower(word); len(word) >= 4 && !vague[word] && !slices.Contains(out, word) {
				out = append(out, word)
			}
		}
	}
	return out
}

// camel finds the words of a name like SubmissionSetStatus.
var camel = regexp.MustCompile(`[A-Z][a-z]{4,}|^[a-z]{5,}`)

// synonyms are what rules call what heads hold.
var synonyms = map[string][]string{
	"content-type": {"multipart", "boundary"}, "target": {"start line", "@path"}, "method": {"start line", "@method"},
	"content-length": {"unreadable", "truncated", "malformed"}, "version": {"start line"}, "status": {"@status"},
	"declared-length": {"@framing", "anomaly"}, "pri": {"facility", "severity", "anomaly"}, "structured-data": {"anomaly"}, "procid": {"anomaly"}, "reference": {"@reference"},
}

// lastKeyed is the end of a path from its last key on.
func lastKeyed(path string) string {
	if i := strings.LastIndexByte(path, '['); i >= 0 {
		return path[strings.LastIndexByte(path[:i], '/')+1:]
	}
	steps := strings.Split(path, "/")
	return strings.Join(steps[max(0, len(steps)-2):], "/")
}

// vague are names that say nothing by themselves.
var vague = map[string]bool{
	"slot": true, "value": true, "valuelist": true, "name": true, "code": true, "text()": true, "classification": true, "externalidentifier": true,
	"attribute": true, "attributevalue": true, "localizedstring": true, "extrinsicobject": true, "document": true, "http": true, "root": true,
	"type": true, "body": true, "submission": true, "registry": true, "classified": true, "external": true, "string": true, "list": true,
	"valid": true, "message": true, "response": true, "request": true, "object": true, "element": true, "reference": true, "extension": true, "displayname": true, "association": true,
}
