package account

import (
	"slices"
	"strings"
	"testing"
)

// Each entry of free.yaml has its clause, and none frees what another does.
func TestLiberties(t *testing.T) {
	all, err := Liberties()
	if err != nil || len(all) == 0 {
		t.Fatalf("%d, %v", len(all), err)
	}
	// Of nodes: messages in SOAP, six of them of INSi; records, packets and handshakes; DICOM
	// objects; entries of structured documents; continuations, and what carries INSi. More
	// would be a second set of rules.
	const most = 186 + 28 + 20 + 12 + 10
	nodes := 0
	seen := map[string]bool{}
	for _, l := range all {
		if !slices.Contains(l.Operators, Unread) {
			nodes++
		}
		for _, path := range l.paths() {
			for _, op := range l.Operators {
				if k := l.Pack + path + string(op); seen[k] {
					t.Errorf("%s, %s is there twice", l, path)
				} else {
					seen[k] = true
				}
			}
		}
	}
	if nodes > most {
		t.Errorf("%d entries", nodes)
	}
	for says, text := range map[string]string{
		"everything": "- {pack: p, path: '*', operators: [other], reason: r, source: s, confidence: A}",
		"operators":  "- {pack: p, path: a, reason: r, source: s, confidence: A}",
		"clause":     "- {pack: p, path: a, operators: [other], reason: r, confidence: A}",
		"pack":       "- {path: a, operators: [other], reason: r, source: s, confidence: A}",
		"unknown":    "- {pack: p, path: a, operator: [other]}",
	} {
		if _, err := liberties([]byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
}

func TestLike(t *testing.T) {
	for _, c := range []struct {
		pattern, s string
		want       bool
	}{
		{"a/b", "a/b", true},
		{"a/b", "a/bc", false},
		{"*/b", "a/b", true},
		{"*/b", "a/b/c", false},
		{"a/*", "a/b/c", true},
		{"a*c", "abbc", true},
		{"a*c", "ab", false},
		{"a*b*c", "a-b-c", true},
		{"a*b*c", "a-c-b", false},
	} {
		if got := like(c.pattern, c.s); got != c.want {
			t.Errorf("%s, %s: %t", c.pattern, c.s, got)
		}
	}
}

// Ill-formed is no longer of the form, another value still is.
func TestForms(t *testing.T) {
	for v, f := range map[string]form{
		"1.2.250.1.213": formOID, "urn:oid:1.2.3": formOID, "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab": formUUID, "20261127204726": formTime,
		"20261127204726+0100": formTime, "2026-11-27T19:47:26Z": formStamp, "true": formBoolean, "899900000017": formNumber,
		"280029999900134^^^&1.2.250.1.213.1.4.10&ISO^NH": formCX, "urn:dmp": formURN, "da39a3ee5e6b4b0d3255bfef95601890afd80709": formHex,
		"uabb4e8b2+xE5WQwT2c8VynOL511weJkDctKFUnH5rg=": formBase64, "SM26": formWord, "Lettre de liaison": formText,
	} {
		if got := formOf(v); got != f {
			t.Errorf("%q is %s, not %s", v, got, f)
		}
		if b := broken(v); b != "" && formOf(b) == f && f != formCX && f != formBase64 {
			t.Errorf("%q still is %s", b, f)
		}
		if s := sibling(v); s == v || formOf(s) != f {
			t.Errorf("%q, for %q, is %s", s, v, formOf(s))
		}
	}
}

// A fact is free in all its places at once where it is free in each, and not where
// one of them is not.
func TestAFactFreeInEachPlaceIsFreeInAll(t *testing.T) {
	l := []Liberty{{Pack: "p", Path: "a/*", Operators: []Operator{"other"}, Reason: "r", Source: "s"}}
	for want, places := range map[Word][]string{Free: {"a/1", "a/2"}, Unaccounted: {"a/1", "b/2"}} {
		all := []Mutant{{Word: Unaccounted, Path: "a/1", Operator: "linked-over", judges: []string{"p"}, places: places}}
		if settle(all, l, make([]bool, 1), nil); all[0].Word != want {
			t.Errorf("%v: %s", places, all[0].Word)
		}
	}
}

// What no rule speaks of is pending only while there is no pack that would.
func TestPending(t *testing.T) {
	all := []Mutant{
		{Area: areaPatients, Message: "TD0.2", Word: Unaccounted},
		{Area: areaSignature, Message: "ITI-41", Word: Unaccounted},
		{Area: areaTrust, Message: "ITI-18", Path: "tls/version", Word: Unaccounted},
		{Area: areaHTTP, Message: "ITI-18", Path: "http/host", Word: Unaccounted},
		{Area: areaPatients, Message: "ITI-47", Word: Failed},
	}
	settle(all, nil, nil, []string{"dmp", "ihe-atna"})
	for i, want := range []Word{Unaccounted, Pending, Unaccounted, Unaccounted, Failed} {
		if all[i].Word != want {
			t.Errorf("%s of %s: %s, not %s", all[i].Area, all[i].Message, all[i].Word, want)
		}
	}
}
