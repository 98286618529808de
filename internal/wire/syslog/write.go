package syslog

import (
	"strconv"
	"strings"
	"time"
)

// Message is a message to be written. Zero header fields are written as "-".
type Message struct {
	Facility, Severity int
	Time               time.Time // to the millisecond, in UTC
	Host, App, Proc    string
	ID                 string // MSGID
	Text               []byte
}

// Bytes is the message without framing, as RFC 5424 §6 has it.
func (m Message) Bytes() []byte {
	at := "-"
	if !m.Time.IsZero() {
		at = m.Time.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	head := []string{"<" + strconv.Itoa(m.Facility*8+m.Severity) + ">1", at, field(m.Host), field(m.App), field(m.Proc), field(m.ID), "-", ""}
	return append([]byte(strings.Join(head, " ")), m.Text...)
}

// field is a header field: printable, without a space, or "-".
func field(s string) string {
	s = strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return '_'
		}
		return r
	}, s)
	if s == "" {
		return "-"
	}
	return s
}

// Count puts the length of a message before it (RFC 5425 §4.3).
func Count(message []byte) []byte {
	return append([]byte(strconv.Itoa(len(message))+" "), message...)
}
