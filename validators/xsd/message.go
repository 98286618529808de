package xsd

import "strings"

// explain reads what was expected and observed out of an engine's message.
// Both engines word them as libxml2 does: "Element 'name', attribute 'name':
// reason." An unknown wording leaves both empty and the message stands alone.
func explain(message string) (expected, observed string) {
	subject, reason := divide(message)
	switch {
	case has(reason, "Expected is one of ( ", &expected), has(reason, "Expected is ( ", &expected):
		expected = names(upTo(expected, " )"))
	case has(reason, "is not accepted by the pattern '", &expected):
		expected = "/" + upTo(expected, "'") + "/"
	case has(reason, "is not an element of the set {", &expected):
		expected = names(strings.ReplaceAll(upTo(expected, "}"), "'", ""))
	case has(reason, "is not a valid value of the ", &expected):
		expected = quoted(expected, "type '")
	case strings.Contains(reason, "is required but missing"):
		expected = "@" + quoted(reason, "The attribute '")
	}
	switch {
	case strings.HasPrefix(reason, "The attribute '") && strings.Contains(reason, "is not allowed"):
		observed = "@" + names(quoted(reason, "The attribute '"))
	case strings.Contains(reason, "This element is not expected"):
		observed = names(quoted(subject, "Element '"))
	case strings.Contains(reason, "The value '"):
		observed = upTo(after(reason, "The value '"), "' is not ")
	case strings.HasPrefix(reason, "'"):
		observed = upTo(reason[1:], "' is not a valid value of")
	}
	return cut(expected), cut(observed)
}

// divide splits a message where the description of its place ends.
func divide(message string) (subject, reason string) {
	if !strings.HasPrefix(message, "Element '") {
		return "", message
	}
	subject, reason, ok := strings.Cut(message, "': ")
	if !ok {
		return "", message
	}
	return subject + "'", reason
}

// violation makes a Violation of an engine's message about an element.
func violation(message string) Violation {
	message = strings.TrimSpace(message)
	expected, observed := explain(message)
	return Violation{Message: cut(message), Expected: expected, Observed: observed}
}

func has(s, sep string, rest *string) bool {
	_, after, ok := strings.Cut(s, sep)
	if ok {
		*rest = after
	}
	return ok
}

func after(s, sep string) string {
	_, rest, _ := strings.Cut(s, sep)
	return rest
}

func upTo(s, sep string) string {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i]
	}
	return ""
}

// quoted is what stands between open, which ends in a quote, and the next quote.
func quoted(s, open string) string {
	inside, _, ok := strings.Cut(after(s, open), "'")
	if !ok {
		return ""
	}
	return inside
}

// names drops the namespaces of "{ns}local" names in a list.
func names(list string) string {
	parts := strings.Split(list, ",")
	for i, p := range parts {
		p = strings.TrimSpace(p)
		if strings.HasPrefix(p, "{") {
			if end := strings.LastIndex(p, "}"); end >= 0 {
				p = p[end+1:]
			}
		}
		parts[i] = p
	}
	return strings.Join(parts, ", ")
}
