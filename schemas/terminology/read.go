package terminology

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"strings"
)

const (
	nsSVS  = "urn:ihe:iti:svs:2008"
	nsRDF  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsRDFS = "http://www.w3.org/2000/01/rdf-schema#"
	nsSKOS = "http://www.w3.org/2004/02/skos/core#"
	nsOWL  = "http://www.w3.org/2002/07/owl#"
)

// read takes one file, token by token: a terminology may be larger than memory. taken
// is false for XML of another kind.
func (x *Index) read(fsys fs.FS, name, own string, rdf bool) (digest string, taken bool, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return "", false, err
	}
	defer f.Close()
	sum := sha256.New()
	d := xml.NewDecoder(io.TeeReader(f, sum))
	root, err := first(d)
	switch {
	case err != nil && rdf:
		return "", false, err
	case err != nil: // no XML: nothing of ours
		x.Ignored = append(x.Ignored, name)
		return "", false, nil
	case rdf && root.Name == (xml.Name{Space: nsRDF, Local: "RDF"}):
		err = x.terminology(d, own)
	case root.Name == (xml.Name{Space: nsSVS, Local: "RetrieveValueSetResponse"}):
		err = x.valueSet(d)
	default:
		x.Ignored = append(x.Ignored, name)
		return "", false, nil
	}
	if err == nil {
		_, err = io.Copy(sum, f) // what follows the root
	}
	return hex.EncodeToString(sum.Sum(nil)), err == nil, err
}

// first is the root element.
func first(d *xml.Decoder) (xml.StartElement, error) {
	for {
		t, err := d.Token()
		if err != nil {
			return xml.StartElement{}, err
		}
		if e, ok := t.(xml.StartElement); ok {
			return e, nil
		}
	}
}

// valueSet reads the ValueSets of an SVS response.
func (x *Index) valueSet(d *xml.Decoder) error {
	var set *Set
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Space != nsSVS {
			continue
		}
		switch e.Name.Local {
		case "ValueSet":
			id := attr(e, "id")
			if set = x.sets[id]; set == nil {
				set = &Set{ID: id, members: map[[2]string]bool{}}
				x.sets[id] = set
				x.Sets++
			}
			set.Name, set.Updated = attr(e, "displayName"), or(attr(e, "dateMaj"), attr(e, "revisionDate"))
			if day := strings.ReplaceAll(set.Updated, "-", ""); len(day) >= 8 && day[:8] > x.Updated {
				x.Updated = day[:8]
			}
		case "Concept":
			// Five published codes end with a no-break space, which is nobody's code.
			code, system := strings.TrimSpace(attr(e, "code")), strings.TrimSpace(attr(e, "codeSystem"))
			if code == "" || system == "" {
				continue
			}
			if set != nil {
				set.members[[2]string{system, code}] = true
			}
			if err := x.add(system, code, strings.TrimSpace(attr(e, "displayName")), false); err != nil {
				return err
			}
		}
	}
}

// terminology reads the concepts of an RDF file: what has a skos:notation is one, with
// its labels; owl:deprecated withdraws it.
func (x *Index) terminology(d *xml.Decoder, oid string) error {
	type described struct {
		codes, labels []string
		withdrawn     bool
	}
	var about *described
	depth, text := 0, (*strings.Builder)(nil)
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth == 1 {
				about = &described{}
			} else if depth == 2 {
				text = &strings.Builder{}
			}
		case xml.CharData:
			if text != nil && text.Len() < 4<<10 {
				text.Write(t)
			}
		case xml.EndElement:
			if depth == 2 && text != nil {
				said := strings.Join(strings.Fields(text.String()), " ")
				text = nil
				switch t.Name {
				case xml.Name{Space: nsSKOS, Local: "notation"}:
					about.codes = append(about.codes, said)
				case xml.Name{Space: nsSKOS, Local: "prefLabel"}, xml.Name{Space: nsSKOS, Local: "altLabel"}, xml.Name{Space: nsRDFS, Local: "label"}:
					about.labels = append(about.labels, said)
				case xml.Name{Space: nsOWL, Local: "deprecated"}:
					about.withdrawn = said == "true" || said == "1"
				}
			}
			if depth == 1 {
				for _, code := range about.codes {
					if code == "" {
						continue
					}
					if err := x.add(oid, code, "", about.withdrawn); err != nil {
						return err
					}
					for _, label := range about.labels {
						if err := x.add(oid, code, label, false); err != nil {
							return err
						}
					}
				}
			}
			depth--
		}
	}
	if s := x.systems[oid]; s != nil && len(s.codes) > 0 {
		s.whole = true
		x.Systems++
		return nil
	}
	return errors.New("aucun code (skos:notation) dans cette terminologie (no code in this terminology)")
}

func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Space == "" && a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
