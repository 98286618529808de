package labels_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/plan/labels"
)

func TestFilter(t *testing.T) {
	have := []string{"td2.1", "nominal", "lot:alimentation"}
	for _, c := range []struct {
		filter string
		want   bool
	}{
		{"", true},
		{"   ", true},
		{"td2.1", true},
		{"TD2.1", true},
		{"td2", false},
		{"!td2.1", false},
		{"!!td2.1", true},
		{"td2.1 && nominal", true},
		{"td2.1 && error", false},
		{"error || nominal", true},
		{"error, nominal", true},
		{"error && td2.1 || nominal", true},    // && binds tighter
		{"error && (td2.1 || nominal)", false}, // parentheses do more
		{"!error && !(td0.2 || td3.1)", true},
		{"!error || nominal && error", true}, // ! binds tightest
		{"lot:alimentation", true},
		{"/^td2/", true},
		{"/^2/", false},
		{"/^td0/ || /alim/", true},
	} {
		f, err := labels.Parse(c.filter)
		if err != nil {
			t.Errorf("%q: %v", c.filter, err)
		} else if got := f(have); got != c.want {
			t.Errorf("%q: %v", c.filter, got)
		}
	}
}

func TestFilterRefuses(t *testing.T) {
	for _, c := range []struct {
		filter string
		offset int
		msg    string
	}{
		{"a &&", 4, "a label is missing"},
		{"a & b", 2, `an operator is missing before "& b"`},
		{"a (b)", 2, `an operator is missing before "(b)"`},
		{"(a || b", 7, "a closing parenthesis is missing"},
		{"a)", 1, `an operator is missing before ")"`},
		{"!", 1, "a label is missing"},
		{"/a", 1, "the closing / of a regular expression is missing"},
		{"/(/", 1, "error parsing regexp: missing closing ): `(`"},
		{"lot: containsAny {a, b}", 0, `"lot: containsAny {a" is not a label; set operations are not supported`},
		{"a b", 0, `"a b" is not a label; set operations are not supported`},
	} {
		_, err := labels.Parse(c.filter)
		var bad *labels.SyntaxError
		if !errors.As(err, &bad) || bad.Offset != c.offset || bad.Msg != c.msg {
			t.Errorf("%q: %v", c.filter, err)
		}
	}
	if _, err := labels.Parse(strings.Repeat("!", 1<<20) + "a"); err == nil {
		t.Error("a million negations are accepted")
	}
}
