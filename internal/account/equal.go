package account

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// An equivalence writes a message another way that means the same: the verdict
// must not change. nil says that there is nothing in the message to write so.
type equivalence struct {
	name   Operator
	clause string // that makes the two one
	write  func(l *letter) *letter
}

// equivalences are the legal forms of a message, by clause.
func equivalences() []equivalence {
	return append(wireForms(), xmlForms()...)
}

// forms are those that the letter may have.
func (l *letter) forms() []equivalence {
	if l.frame {
		return xmlForms()
	}
	return equivalences()
}

func wireForms() []equivalence {
	return []equivalence{
		{"header-case", "RFC 9110, §5.1", heads(func(h string) string { return eachLine(h, lowerName) })},
		{"header-blanks", "RFC 9112, §5", heads(func(h string) string {
			return eachLine(h, func(s string) string { return strings.Replace(s, ": ", ": \t ", 1) })
		})},
		{"header-order", "RFC 9110, §5.3", heads(reversed)},
		{"media-case", "RFC 9110, §8.3.1", mediaTypes(func(v string) string {
			kind := strings.SplitN(v, ";", 2)[0]
			return strings.ToUpper(kind) + v[len(kind):]
		})},
		{"charset-case", "RFC 9110, §8.3.2", mediaTypes(func(v string) string { return strings.Replace(v, "charset=UTF-8", "charset=utf-8", 1) })},
		{"charset-quoted", "RFC 9110, §5.6.6", mediaTypes(func(v string) string { return strings.Replace(v, "charset=UTF-8", `charset="UTF-8"`, 1) })},
		{"parameter-blanks", "RFC 9110, §5.6.6", mediaTypes(func(v string) string { return strings.ReplaceAll(v, "; ", " ;  ") })},
		{"parameter-order", "RFC 9110, §8.3.1", mediaTypes(parametersReversed)},
		{"parameter-case", "RFC 9110, §5.6.6", mediaTypes(func(v string) string {
			return parameter.ReplaceAllStringFunc(v, func(p string) string {
				name, value, _ := strings.Cut(p, "=")
				return strings.ToUpper(name) + "=" + value
			})
		})},
		{"chunked", "RFC 9112, §7.1", chunked},
		{"part-folded", "RFC 5322, §2.2.3", partHeads(func(h string) string { return strings.ReplaceAll(h, "; ", ";\r\n\t") })},
		{"part-header-case", "RFC 2045, §1.2", partHeads(func(h string) string { return eachLine(h, lowerName) })},
		{"part-header-order", "RFC 2045, §3", partHeads(reversed)},
		{"transfer-encoding-case", "RFC 2045, §6.1", partHeads(func(h string) string { return strings.Replace(h, ": binary", ": Binary", 1) })},
		{"preamble", "RFC 2046, §5.1.1", func(l *letter) *letter {
			if len(l.parts) < 2 || len(l.parts[0].gap) == 0 {
				return nil
			}
			c := l.clone()
			c.parts[0].gap = append([]byte("This is a message of several parts.\r\n"), bytes.TrimPrefix(l.parts[0].gap, []byte("\r\n"))...)
			return c
		}},
		{"root-last", "RFC 2387, §3.2", rootLast},
		{"epilogue-line", "RFC 2046, §5.1.1", func(l *letter) *letter {
			if len(l.parts) < 2 || bytes.HasSuffix(l.tail, []byte("\r\n")) {
				return nil
			}
			c := l.clone()
			c.tail = append(bytes.Clone(l.tail), "\r\n"...)
			return c
		}},
		{"expect-continue", "RFC 9110, §10.1.1", moreHeaders("Expect: 100-continue\r\n", true)},
		{"keep-alive", "RFC 9112, §9.3", moreHeaders("Keep-Alive: timeout=5\r\n", false)},
		{"accept", "RFC 9110, §12.5.1", moreHeaders("Accept: application/soap+xml, multipart/related, */*;q=0.1\r\n", true)},
		{"mime-version", "RFC 2045, §4", moreHeaders("MIME-Version: 1.0\r\n", false)},
		{"trace-context", "RFC 9110, §5.1", moreHeaders("traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n", false)},
	}
}

// heads changes the header lines of the message.
func heads(change func(string) string) func(*letter) *letter {
	return func(l *letter) *letter {
		c := l.clone()
		first := bytes.IndexByte(l.head, '\n') + 1
		c.head = []byte(string(l.head[:first]) + change(string(l.head[first:len(l.head)-2])) + "\r\n")
		return unless(c, bytes.Equal(c.head, l.head))
	}
}

// partHeads changes the header lines of every part.
func partHeads(change func(string) string) func(*letter) *letter {
	return func(l *letter) *letter {
		c, same := l.clone(), true
		for i, p := range l.parts {
			if len(p.head) < 2 {
				continue
			}
			c.parts[i].head = []byte(change(string(p.head[:len(p.head)-2])) + "\r\n")
			same = same && bytes.Equal(c.parts[i].head, p.head)
		}
		return unless(c, same)
	}
}

// mediaTypes changes the values of Content-Type, of the message and of its parts.
func mediaTypes(change func(string) string) func(*letter) *letter {
	line := regexp.MustCompile(`(?im)^content-type: ([^\r]*)`)
	all := func(h string) string {
		return line.ReplaceAllStringFunc(h, func(s string) string { return s[:len("content-type: ")] + change(s[len("content-type: "):]) })
	}
	return func(l *letter) *letter {
		c := l.clone()
		c.head = []byte(all(string(l.head)))
		same := bytes.Equal(c.head, l.head)
		for i, p := range l.parts {
			c.parts[i].head = []byte(all(string(p.head)))
			same = same && bytes.Equal(c.parts[i].head, p.head)
		}
		return unless(c, same)
	}
}

func unless(l *letter, same bool) *letter {
	if same {
		return nil
	}
	return l
}

func eachLine(h string, change func(string) string) string {
	all := strings.SplitAfter(h, "\r\n")
	for i, s := range all {
		all[i] = change(s)
	}
	return strings.Join(all, "")
}

func lowerName(s string) string {
	name, rest, ok := strings.Cut(s, ":")
	if !ok {
		return s
	}
	return strings.ToLower(name) + ":" + rest
}

func reversed(h string) string {
	all := strings.SplitAfter(strings.TrimSuffix(h, "\r\n"), "\r\n")
	if len(all) < 2 {
		return h
	}
	all[len(all)-1] += "\r\n"
	slices.Reverse(all)
	return strings.Join(all, "")
}

func parametersReversed(v string) string {
	kind, rest, ok := strings.Cut(v, ";")
	found := parameter.FindAllString(";"+rest, -1)
	if !ok || len(found) < 2 {
		return v
	}
	slices.Reverse(found)
	return kind + strings.Join(found, "")
}

// chunked sends the body in two chunks.
func chunked(l *letter) *letter {
	for _, h := range lines(l.head, true) {
		if !strings.EqualFold(h.name, "Content-Length") || !bytes.Contains(l.head, []byte("HTTP/1.1")) {
			continue
		}
		body := l.bytes(false)[len(l.head):]
		half := len(body) / 2
		head := splice(l.head, h.from, h.to, "Transfer-Encoding: chunked\r\n")
		return &letter{head: head, parts: []piece{{body: fmt.Appendf(nil, "%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", half, body[:half], len(body)-half, body[half:])}}}
	}
	return nil
}

// rootLast puts the root part last: the parameter start names it.
func rootLast(l *letter) *letter {
	if len(l.parts) < 2 || l.root() != 0 || !strings.Contains(l.header("Content-Type"), "start=") {
		return nil
	}
	c := l.clone()
	gaps := make([][]byte, len(l.parts))
	for i, p := range l.parts {
		gaps[i] = p.gap
	}
	c.parts = append(slices.Clone(l.parts[1:]), l.parts[0])
	for i := range c.parts {
		c.parts[i].gap = gaps[i]
	}
	return c
}

// moreHeaders adds a header line that a message may have; asked: a request only.
func moreHeaders(line string, asked bool) func(*letter) *letter {
	return func(l *letter) *letter {
		if asked && bytes.HasPrefix(l.head, []byte("HTTP/")) || l.header(strings.SplitN(line, ":", 2)[0]) != "" {
			return nil
		}
		c := l.clone()
		end := len(l.head) - len("\r\n")
		c.head = splice(l.head, end, end, line)
		return c
	}
}
