package registry

import "testing"

func TestLikes(t *testing.T) {
	for _, c := range []struct {
		pattern, s string
		want       bool
	}{
		{"abc", "abc", true}, {"abc", "abcd", false}, {"ab%", "abcd", true}, {"%cd", "abcd", true}, {"%cd", "cdab", false},
		{"a%c%e", "abcde", true}, {"a%c%e", "abde", false}, {"_b_", "abc", true}, {"_b", "abc", false}, {"%", "", true}, {"", "", true}, {"", "a", false},
		{"%a%", "bab", true}, {"a%a", "a", false}, {"%^NOM^%", "1^NOM^P", true},
	} {
		if got := likes(c.pattern, c.s); got != c.want {
			t.Errorf("%q like %q: %v", c.s, c.pattern, got)
		}
	}
}

func TestBetween(t *testing.T) {
	for _, c := range []struct {
		value, from, to string
		want            bool
	}{
		{"20260302", "20260302000000", "", true}, {"20260302", "20260302000001", "", false},
		{"20260302081500", "", "20260302081500", false}, {"20260302081459", "", "202603020815", true},
		{"2026", "202601", "2027", true}, {"20251231235959", "2026", "", false},
	} {
		list := func(s string) []string {
			if s == "" {
				return nil
			}
			return []string{s}
		}
		if got := between([]string{c.value}, list(c.from), list(c.to)); got != c.want {
			t.Errorf("%s <= %s < %s: %v", c.from, c.value, c.to, got)
		}
	}
	if !between(nil, []string{"2026"}, nil) {
		t.Error("an entry without the attribute is not excluded")
	}
}

func TestPatientKey(t *testing.T) {
	const want = "123|1.2.3"
	for _, cx := range []string{"123^^^&1.2.3&ISO^NH", "123^^^&1.2.3&ISO", "123^^^&1.2.3&ISO^NH^^20260101"} {
		if got := PatientKey(cx); got != want {
			t.Errorf("%s: %s", cx, got)
		}
	}
	if PatientKey("123^^^&1.2.4&ISO") == want || PatientKey("123") == want {
		t.Error("another authority is another patient")
	}
}
