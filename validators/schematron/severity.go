package schematron

import (
	"cmp"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// severities are the words for how grave a finding is, as packs write them: in
// @severity (ISO 19757-3:2025), @role (the custom of most), @flag (EN 16931,
// PEPPOL BIS and XRechnung). A word that is not here says nothing of it.
var severities = map[string]etalon.Severity{
	"fatal": etalon.SeverityError, "error": etalon.SeverityError, "err": etalon.SeverityError, "severe": etalon.SeverityError, "critical": etalon.SeverityError,
	"warning": etalon.SeverityWarning, "warn": etalon.SeverityWarning, "caution": etalon.SeverityWarning,
	"info": etalon.SeverityInfo, "information": etalon.SeverityInfo, "informational": etalon.SeverityInfo,
	"hint": etalon.SeverityInfo, "note": etalon.SeverityInfo, "notice": etalon.SeverityInfo, "tip": etalon.SeverityInfo,
	"debug": etalon.SeverityInfo, "trace": etalon.SeverityInfo,
	"harness": etalon.SeverityHarness,
}

// severity is what an element says of its own; "" when nothing.
func (e *element) severity() etalon.Severity {
	for _, name := range []string{"severity", "role", "flag"} {
		for word := range strings.FieldsSeq(e.attr(name)) {
			if s := severities[strings.ToLower(word)]; s != "" {
				return s
			}
		}
	}
	return ""
}

// severity of the pattern: as it is named, then as its abstract pattern says.
func (in *instance) severity() etalon.Severity {
	return cmp.Or(in.el.severity(), in.body.severity())
}
