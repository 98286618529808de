package ans

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"sync"
	"time"
)

const (
	setFolder  = "jeuxDeValeurs"
	listFolder = "schematrons/profils/structurationMinimale/include"
	mostOfSet  = 16 << 20 // bytes of one value set
)

var (
	listForm = regexp.MustCompile(`^voc-([0-9.]+)-DYNAMIC\.xml$`)
	setID    = regexp.MustCompile(`<(?:[\w.-]+:)?ValueSet\s[^>]*?\bid\s*=\s*["']([0-9.]+)["']`)
)

// Filled gives the lists that the header's rules read and that the tree has not
// where they look (voc-OID-DYNAMIC.xml) from its value set of the same identifier:
// the publication has the codes, once, in the other place.
func (t *Tree) Filled() fs.FS { return &filled{FS: t.FS} }

// filled is a tree with those lists. The value sets are looked through once, when a
// list is first missed.
type filled struct {
	fs.FS
	once sync.Once
	sets map[string]string // file of jeuxDeValeurs, by identifier
}

// from is the value set that gives a list; "" when the file is there, or nothing gives it.
func (f *filled) from(name string) string {
	if path.Dir(name) != listFolder {
		return ""
	}
	m := listForm.FindStringSubmatch(path.Base(name))
	if m == nil {
		return ""
	}
	if _, err := fs.Stat(f.FS, name); err == nil {
		return ""
	}
	return f.all()[m[1]]
}

func (f *filled) all() map[string]string {
	f.once.Do(func() {
		f.sets = map[string]string{}
		entries, err := fs.ReadDir(f.FS, setFolder)
		if err != nil {
			return
		}
		for _, e := range entries {
			name := path.Join(setFolder, e.Name())
			if id := setOf(f.FS, name); id != "" && f.sets[id] == "" {
				f.sets[id] = name
			}
		}
	})
	return f.sets
}

// setOf is the identifier that a value set states at its head.
func setOf(fsys fs.FS, name string) string {
	file, err := fsys.Open(name)
	if err != nil {
		return ""
	}
	defer file.Close()
	head, err := io.ReadAll(io.LimitReader(file, 4<<10))
	if m := setID.FindSubmatch(head); err == nil && m != nil {
		return string(m[1])
	}
	return ""
}

// Open gives a file of the tree, or a list made from a value set.
func (f *filled) Open(name string) (fs.File, error) {
	from := f.from(name)
	if from == "" {
		return f.FS.Open(name)
	}
	text, err := list(f.FS, from)
	if err != nil {
		return nil, err
	}
	return &made{Reader: bytes.NewReader(text), name: path.Base(name), size: int64(len(text))}, nil
}

// ReadDir lists a folder, that of the lists with those that value sets give.
func (f *filled) ReadDir(name string) ([]fs.DirEntry, error) {
	out, err := fs.ReadDir(f.FS, name)
	if err != nil || name != listFolder {
		return out, err
	}
	there := map[string]bool{}
	for _, e := range out {
		there[e.Name()] = true
	}
	for id := range f.all() {
		if n := "voc-" + id + "-DYNAMIC.xml"; !there[n] {
			out = append(out, fs.FileInfoToDirEntry(&made{name: n}))
		}
	}
	return out, nil
}

// list writes a value set in the form of the lists.
func list(fsys fs.FS, name string) ([]byte, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, mostOfSet+1))
	if err != nil || len(raw) > mostOfSet {
		return nil, errors.Join(err, fmt.Errorf("%s: more than %d bytes", name, mostOfSet))
	}
	var set struct {
		Concepts []struct {
			Code   string `xml:"code,attr"`
			System string `xml:"codeSystem,attr"`
			Label  string `xml:"displayName,attr"`
		} `xml:"ValueSet>ConceptList>Concept"`
	}
	if err := xml.Unmarshal(raw, &set); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var b bytes.Buffer
	b.WriteString("<valueSets><valueSet><conceptList>")
	for _, c := range set.Concepts {
		b.WriteString(`<concept code="`)
		_ = xml.EscapeText(&b, []byte(c.Code))
		b.WriteString(`" codeSystem="`)
		_ = xml.EscapeText(&b, []byte(c.System))
		b.WriteString(`" displayName="`)
		_ = xml.EscapeText(&b, []byte(c.Label))
		b.WriteString(`"/>`)
	}
	b.WriteString("</conceptList></valueSet></valueSets>")
	return b.Bytes(), nil
}

// made is a file that the tree has not.
type made struct {
	*bytes.Reader
	name string
	size int64
}

func (m *made) Stat() (fs.FileInfo, error) { return m, nil }
func (*made) Close() error                 { return nil }
func (m *made) Name() string               { return m.name }
func (m *made) Size() int64                { return m.size }
func (*made) Mode() fs.FileMode            { return 0o444 }
func (*made) ModTime() time.Time           { return time.Time{} }
func (*made) IsDir() bool                  { return false }
func (*made) Sys() any                     { return nil }
