package packed

import "testing"

func TestReader(t *testing.T) {
	r := NewReader("\x05\xac\x02\x03abc\x00")
	if a, b, s, empty := r.Number(), r.Number(), r.Text(), r.Text(); a != 5 || b != 300 || s != "abc" || empty != "" || !r.OK() {
		t.Errorf("%d %d %q %q, ok %v", a, b, s, empty, r.OK())
	}
	for name, bytes := range map[string]string{
		"nothing": "", "a number without end": "\xff\xff\xff\xff\xff\x01", "a number cut": "\x80",
		"a text longer than there is": "\x04abc", "a size larger than what may hold it": "\x7f",
	} {
		r := NewReader(bytes)
		if got := r.Text(); got != "" || !r.Bad() || r.OK() || r.Number() != 0 {
			t.Errorf("%s: %q, bad %v", name, got, r.Bad())
		}
	}
	if r := NewReader("\x00\x00"); r.Number() != 0 || r.OK() || r.Bad() {
		t.Error("what is left unread is not all that was read")
	}
}
