package mutants

import (
	"bytes"
	"iter"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// values are what an attribute or a text is set to: each is right for some data
// types and wrong for others, and most stand at the edge of one.
var values = []string{
	"", " ", "0", "-1", "1.5", "1e3", "+INF", "true", "TRUE", "1", "abc", "a b", "a&#10;b", "é", "-", "NI", "unknown",
	"2026", "202613", "20261301", "2026-11-27", "2026-11-27T10:00:00Z", "20261127103000+0100", "20261127+0100", "202611271+0",
	"20261127103000.25", "2026112710.25", "202611271030001", "0000", "1.2.250", "1.02.3", "1.2.", "3.1", "urn:oid:1.2.3",
	"c3b1a6f0-4a5e-4c0e-9c53-0b6d2f0f8f11", "c3b1a6f0-4a5e", "urn:uuid:c3b1a6f0-4a5e-4c0e-9c53-0b6d2f0f8f11", "http://[", "tel:+33 1", "%zz", "QUJD", "QUJ",
	"EVN", "OBS", "ACT", "PSN", "INSTANCE", "TXT", "B64", "text/plain", "fr-FR",
}

// types are given by xsi:type: types of HL7 v3 that derive from each other or
// not, one that nobody declares, one whose prefix nobody declares.
var types = []string{
	"Inconnu", "inconnu:CD", "ANY", "BL", "ED", "ST", "CD", "CE", "CV", "CS", "II", "TEL", "AD", "PN", "INT", "REAL", "PQ", "MO", "TS", "SXCM_TS",
	"IVL_TS", "PIVL_TS", "EIVL_TS", "IVL_PQ", "RTO", "RTO_PQ_PQ", "ADXP", "adxp.city", "POCD_MT000040.Act", "POCD_MT000040.InfrastructureRoot.typeId", "StrucDoc.Text",
}

// given are attributes put on elements that do not have them.
var given = []string{
	`inconnu="x"`, `e:a="x"`, `nullFlavor="NI"`, `nullFlavor="XX"`, `classCode="ACT"`, `moodCode="EVN"`, `typeCode="COMP"`,
	`ID="ajoute"`, `use="HP"`, `unit="mg"`, `code="x"`, `xml:lang="fr"`, `xml:lang="f r"`, `contextConductionInd="false"`, `determinerCode="INSTANCE"`,
	`xsi:nil="true"`, `xsi:nil="false"`, `xsi:schemaLocation="urn:x-etalon x.xsd"`, `xsi:inconnu="x"`,
}

// declared gives an attribute with the declaration of its prefix, where the
// element does not make it itself.
func (s site) declared(attribute string) string {
	prefix, _, qualified := strings.Cut(attribute[:strings.IndexByte(attribute, '=')], ":")
	space := map[string]string{"xsi": instance, "e": "urn:x-etalon"}[prefix]
	if prefixes, _ := s.e.Declarations(); !qualified || space == "" || slices.Contains(prefixes, prefix) {
		return " " + attribute
	}
	return " xmlns:" + prefix + `="` + space + `" ` + attribute
}

// edits are all that can be done to an element and its attributes.
func edits(e xmldoc.Node, seed uint64) iter.Seq[edit] {
	return func(yield func(edit) bool) {
		s := siteOf(e)
		for _, list := range [][]edit{s.structure(), s.inside(seed), s.attributes(), s.text()} {
			for _, x := range list {
				if !yield(x) {
					return
				}
			}
		}
	}
}

// site is an element with the ranges of its parts in the text.
type site struct {
	e                      xmldoc.Node
	source                 []byte
	place                  string
	from, to               int64 // the whole element
	name, open, close, end int64 // after the name, of the content, of the content's end, of the end tag's name
	empty                  bool  // <e/>
}

func siteOf(e xmldoc.Node) site {
	s := site{e: e, source: e.Doc().Source(), from: e.Offset(), to: e.End(), place: e.Local()}
	if p := e.Parent(); p.Local() != "" {
		s.place = p.Local() + "/" + s.place
	}
	s.name = s.from + 1 + int64(len(e.Name()))
	at := s.name
	for a := range e.Attrs() {
		at = max(at, a.End())
	}
	// Declarations of namespaces may stand anywhere: walk the tag with its quotes.
	at = s.name
	for quote := byte(0); ; at++ {
		switch c := s.source[at]; {
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		case quote == 0 && c == '>':
			s.empty = s.source[at-1] == '/'
			s.open = at + 1
			s.close, s.end = s.open, s.open
			if !s.empty {
				s.close = int64(bytes.LastIndex(s.source[:s.to], []byte("</")))
				s.end = s.close + 2
			}
			return s
		}
	}
}

func (s site) edit(op string, changes ...change) edit { return edit{op, s.place, changes} }

func (s site) whole() string { return string(s.source[s.from:s.to]) }

// structure removes, doubles, renames and moves the element.
func (s site) structure() []edit {
	list := []edit{}
	suffix := []change{{s.name, s.name, "x"}}
	if !s.empty {
		end := s.end + int64(len(s.e.Name()))
		suffix = append(suffix, change{end, end, "x"})
	}
	list = append(list, s.edit("rename", suffix...))
	if s.e.Parent().Local() == "" {
		return list
	}
	list = append(list,
		s.edit("remove", change{s.from, s.to, ""}),
		s.edit("double", change{s.from, s.from, s.whole()}),
		s.edit("text before", change{s.from, s.from, "texte"}),
		s.edit("element before", change{s.from, s.from, "<e:x xmlns:e='urn:x-etalon'/>"}),
		s.edit("comment before", change{s.from, s.from, "<!-- x -->"}),
	)
	var before, last xmldoc.Node
	for c := range s.e.Parent().Children() {
		if c.ID() < s.e.ID() {
			before = c
		}
		last = c
	}
	if before.OK() {
		list = append(list, s.edit("move up", change{before.Offset(), before.Offset(), s.whole()}, change{s.from, s.to, ""}))
	}
	if last.ID() > s.e.ID() {
		list = append(list, s.edit("move last", change{s.from, s.to, ""}, change{last.End(), last.End(), s.whole()}))
	}
	return list
}

// inside changes what the element holds, and the type it says.
func (s site) inside(seed uint64) []edit {
	list := []edit{}
	put := func(op, with string, at int64) {
		if s.empty {
			list = append(list, s.edit(op, change{s.open - 2, s.open, ">" + with + "</" + s.e.Name() + ">"}))
		} else {
			list = append(list, s.edit(op, change{at, at, with}))
		}
	}
	prefix, _, qualified := strings.Cut(s.e.Name(), ":")
	if qualified {
		prefix += ":"
	} else {
		prefix = ""
	}
	if !s.empty && s.close > s.open {
		list = append(list, s.edit("empty", change{s.open, s.close, ""}))
	}
	put("text inside", "texte", s.open)
	put("unknown child", "<"+prefix+"inconnu/>", s.close)
	put("foreign child first", "<e:x xmlns:e='urn:x-etalon'/>", s.open)
	put("foreign child last", "<e:x xmlns:e='urn:x-etalon'/>", s.close)
	put("foreign children", "<e:x xmlns:e='urn:x-etalon'/><e:x xmlns:e='urn:x-etalon'/>", s.close)
	put("itself inside", s.whole(), s.close)
	if s.e.Attribute(instance, "type").OK() {
		return list
	}
	// Every type everywhere would be most of the mutants: three a place, and the two that nobody declares.
	for i, t := range types {
		if i > 1 && draw(seed, s.place+t)%uint64(len(types)) >= 3 {
			continue
		}
		list = append(list, s.edit("type "+t, change{s.name, s.name, s.declared(`xsi:type="` + t + `"`)}))
	}
	return list
}

const instance = "http://www.w3.org/2001/XMLSchema-instance"
