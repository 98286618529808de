package judge

import (
	"bytes"
	"context"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// File judges a captured message or a document on its own by the rules over
// exchanges and the schemas: [Book.Capture], with words for a file that is none
// of what it knows.
func (b *Book) File(ctx context.Context, in facts.CaptureInput, s Schemas) (DocumentReport, error) {
	taken := facts.Capture(in)
	r, err := b.file(ctx, taken, in.Raw, s)
	r.Own = append(r.Own, identities(taken, etalon.Exchange{})...)
	return r, err
}

// file judges what a file was found to be.
func (b *Book) file(ctx context.Context, taken *facts.Evidence, raw []byte, s Schemas) (DocumentReport, error) {
	if r, ok := unknownFile(taken.Parts, raw); ok {
		return r, nil
	}
	if taken.Elsewhere != "" { // the rules of what is judged here say nothing of it
		return DocumentReport{Verdict: etalon.Inconclusive, Reason: outOfScope(taken.Elsewhere)}, nil
	}
	if why := b.disclaims(taken); why != nothing {
		return DocumentReport{Verdict: etalon.Inconclusive, Reason: why}, nil
	}
	if taken.Protocol != "" && len(rulesOver(b.volumes, schemas.Over(taken.Protocol))) == 0 {
		return DocumentReport{Verdict: etalon.Inconclusive, Reason: anAuditFrame}, nil
	}
	h, err := b.capture(ctx, taken, s)
	if err != nil {
		return DocumentReport{}, err
	}
	e := EntryReport{Kind: KindSchematron, Fired: h.Ran, Evaluated: h.Matched, Carrying: h.Matched - h.Content, Findings: h.Findings, Rules: len(b.Rules())}
	for _, p := range b.Packs {
		e.Name = p.Name
	}
	r := DocumentReport{Entries: []EntryReport{e}, Own: append(undone(taken.Captured), notLooked(taken.Unlooked)...)}
	r.conclude()
	// Rules over exchanges look at some of a document; some packs say when they have
	// looked at all of it.
	if onItsOwn(taken) && r.Verdict < etalon.Inconclusive {
		if h.Whole {
			r.Reason = wholly(taken)
			return r, nil
		}
		r.Verdict, r.Reason = etalon.Inconclusive, nothingMet
	}
	if r.Reason == nothingMet {
		r.Reason = b.leftOpen(taken, h)
	}
	return r, nil
}

// unknownFile reports a file that is neither a message nor XML that can be read.
func unknownFile(parts []facts.Part, raw []byte) (DocumentReport, bool) {
	for _, p := range parts {
		if p.Direction != "" || p.XML || p.Kind == "kos" {
			return DocumentReport{}, false
		}
	}
	if syslogFrame(raw) {
		return DocumentReport{Verdict: etalon.Inconclusive, Reason: anAuditFrame}, true
	}
	if err := facts.Readable(raw); err != nil && (len(raw) == 0 || looksLikeXML(raw)) {
		return Unreadable(raw, err), true
	}
	return DocumentReport{Verdict: etalon.Inconclusive, Reason: notAMessage(parts)}, true
}

// looksLikeXML tells a text that begins as markup, in UTF-8 or UTF-16.
func looksLikeXML(raw []byte) bool {
	head := bytes.TrimPrefix(raw[:min(len(raw), 1<<10)], []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return true
	}
	head = bytes.TrimLeft(head, " \t\r\n\x00")
	return bytes.HasPrefix(head, []byte("<"))
}

// Clinical gives the CDA documents that a captured message carries, in order.
// It is empty for a file that is a document itself.
func Clinical(raw []byte) []facts.Part {
	if looksLikeXML(raw) && !bytes.Contains(raw[:min(len(raw), 64<<10)], []byte("Envelope")) {
		return nil // an envelope names itself at its head
	}
	var out []facts.Part
	for _, p := range facts.Document(raw).Parts {
		if p.Direction != "" && p.Kind == "cda" && !p.Root {
			out = append(out, p)
		}
	}
	return out
}

// IsMessage tells whether a file is a captured message, not a document.
func IsMessage(raw []byte) bool {
	for _, p := range facts.Document(raw).Parts {
		if p.Direction != "" {
			return true
		}
	}
	return false
}
