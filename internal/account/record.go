package account

import (
	"errors"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/syslog"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// areaRecord is that of audit records: the frame of syslog and the message in it.
const areaRecord = "ATNA, enregistrements"

// field is a word of a frame of syslog.
const field kind = "field"

// openRecord takes a frame of syslog apart: what comes before its message is the head.
func openRecord(raw []byte) (*letter, error) {
	f := syslog.Parse(raw)
	if len(f.Msg) == 0 || len(f.Anomalies) > 0 {
		return nil, errors.New("the frame has no message, or is odd")
	}
	end := f.MsgAt + len(f.Msg)
	l := &letter{head: raw[:f.MsgAt], parts: []piece{{body: raw[f.MsgAt:end], role: "root"}}, tail: raw[end:], frame: true}
	l.parts[0].doc, _ = xmldoc.Parse(l.parts[0].body, xmldoc.Limits{})
	return l, nil
}

// counted writes the length that a frame of syslog gives of itself, where it gives one
// (RFC 5425, §4.3).
func counted(head []byte, rest int) []byte {
	i := strings.IndexByte(string(head), '<')
	if i < 2 {
		return head
	}
	return splice(head, 0, i-1, strconv.Itoa(len(head)-i+rest))
}

// fields are the words of a frame's head (RFC 5424, §6).
func fields(head []byte) []node {
	var out []node
	add := func(name string, from, to, hi int) {
		out = append(out, node{
			kind: field, path: "syslog/" + name, key: name, area: areaRecord, part: -1, inHead: true,
			lo: from, hi: hi, from: from, to: to, value: string(head[from:to]),
		})
	}
	text := string(head)
	at := strings.IndexByte(text, '<')
	if at > 1 {
		add("declared-length", 0, at-1, at)
	}
	stop := strings.IndexByte(text, '>')
	if at < 0 || stop < at {
		return out
	}
	add("pri", at+1, stop, stop)
	at = stop + 1
	for _, name := range []string{"version", "timestamp", "hostname", "app-name", "procid", "msgid", "structured-data"} {
		n := strings.IndexByte(text[at:], ' ')
		if n < 0 {
			break
		}
		add(name, at, at+n, at+n+1)
		at += n + 1
	}
	return out
}

// fieldEdits break a word of a frame: it goes, or says that the sender does not know
// (NILVALUE), or is another.
func fieldEdits(n node) []edit {
	var out []edit
	add := func(op Operator, v string) {
		if v != n.value {
			out = append(out, edit{op: op, lo: n.from, hi: n.to, text: v, before: n.value, after: v})
		}
	}
	out = append(out, edit{op: Removed, lo: n.lo, hi: n.hi, before: n.value})
	switch n.key {
	case "declared-length":
		size, _ := strconv.Atoi(n.value) // it was counted
		add(Other, strconv.Itoa(size-1))
		add(Longer, strconv.Itoa(size+1))
		add(IllFormed, "0"+n.value)
		return out
	case "pri":
		add("facility", "12")
		add("severity", "87")
		add(IllFormed, "192")
		add("zeros", "0"+n.value)
		return out
	case "version":
		add(Other, "2")
		return out
	case "timestamp":
		add(Other, sibling(n.value))
		add(IllFormed, broken(n.value))
		add("without-zone", strings.TrimSuffix(n.value, "Z"))
		add(Case, strings.ToLower(n.value))
	case "structured-data":
		add(IllFormed, "[x")
		return out
	default:
		add(Other, sibling(n.value))
		add(IllFormed, n.value+"\x01")
		add(Longer, n.value+strings.Repeat("x", 300))
		add(Case, swapped(n.value))
	}
	add("nil", "-")
	return out
}
