package facts

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
)

// What a tool that writes captures does to a message, and what is undone when a
// capture is read: ev:anomaly/@code of layer capture. It is no fact about the
// product.
const (
	layerCapture   = "capture"
	UndoneChunks   = "dechunked" // the chunks were joined, the header still announces them
	UndoneLineEnds = "line-ends" // CR LF was written as LF, the length announced counts the CRs
)

// readCaptured is readSide for a file that a person kept: what is missing may be
// what the tool took away.
func readCaptured(direction string, raw []byte) *side {
	s := &side{direction: direction, sentBy: "sut", message: parseMessage(raw, direction == "request")}
	s.rejoin()
	s.restoreLineEnds()
	if len(s.body) > 0 || s.header("content-type") != "" {
		s.readParts(s.header("content-type"))
	}
	if len(s.captured()) > 0 {
		s.anomalies = slices.DeleteFunc(s.anomalies, func(a etalon.Anomaly) bool { return a.Code == mtom.CodeLineEnd && !crlf(raw) })
	}
	return s
}

func (s *side) captured() []etalon.Anomaly {
	if s.message == nil {
		return nil
	}
	var out []etalon.Anomaly
	for _, a := range s.anomalies {
		if a.Layer == layerCapture {
			out = append(out, a)
		}
	}
	return out
}

func crlf(raw []byte) bool { return bytes.Contains(raw, []byte("\r\n")) }

// instead puts what was undone in the place of the anomaly that showed it.
func (m *message) instead(of int, code, detail string) {
	m.anomalies[of] = etalon.Anomaly{Layer: layerCapture, Code: code, Offset: m.anomalies[of].Offset, Detail: detail}
}

// rejoin takes the whole rest for the body where chunks are announced and not even
// the first is there.
func (m *message) rejoin() {
	if !strings.EqualFold(m.header("transfer-encoding"), "chunked") || len(m.body) > 0 {
		return
	}
	i := slices.IndexFunc(m.anomalies, func(a etalon.Anomaly) bool { return a.Layer == "http" && a.Code == "body-malformed" })
	if i < 0 {
		return
	}
	pos := int(m.anomalies[i].Offset)
	m.body = m.raw[pos:]
	m.spans = []span{{0, pos, len(m.body)}}
	m.instead(i, UndoneChunks, "Transfer-Encoding: chunked is announced, the body has no chunks")
	m.decodeContent()
}

// restoreLineEnds undoes the loss of each CR before LF: it is known when the
// length announced is short of exactly the CRs of the body, or of exactly those of
// the lines between its parts.
func (m *message) restoreLineEnds() {
	i := slices.IndexFunc(m.anomalies, func(a etalon.Anomaly) bool { return a.Layer == "http" && a.Code == "truncated" })
	n, err := strconv.Atoi(m.header("content-length"))
	if i < 0 || err != nil || crlf(m.raw) || m.spans == nil {
		return
	}
	switch n - len(m.body) {
	case framingLines(m.header("content-type"), m.body):
	case bytes.Count(m.body, []byte("\n")):
		m.body, m.spans = bytes.ReplaceAll(m.body, []byte("\n"), []byte("\r\n")), nil
	default:
		return
	}
	m.instead(i, UndoneLineEnds, "every line ends with LF alone; the length announced counts the missing CRs")
}

// framingLines counts the line ends of a multipart body that are not of its parts:
// those before and after a delimiter, and those of the header lines after it.
func framingLines(contentType string, body []byte) int {
	boundary, _ := mtom.Read(contentType, nil, 0, bodyLimits).Media.Param("boundary")
	if boundary == "" {
		return 0
	}
	n, inHeader := 0, false
	for at := 0; at < len(body); {
		line, end := body[at:], len(body)
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line, end = line[:i], at+i+1
		}
		delimiter := bytes.HasPrefix(line, []byte("--"+boundary))
		if delimiter && at > 0 && !inHeader {
			n++ // the line end before a delimiter is part of it (RFC 2046 §5.1.1)
		}
		if delimiter {
			inHeader = !bytes.HasPrefix(line[len(boundary)+2:], []byte("--"))
			if !inHeader && end > at+len(line) {
				n++
			}
		}
		if inHeader {
			n++
			inHeader = len(line) > 0
		}
		at = end
	}
	return n
}
