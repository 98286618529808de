package xsd

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

const schemaNS = "http://www.w3.org/2001/XMLSchema"

// origin is the made-up scheme under which engines know schema files: no file
// and no host answers to it.
const origin = "etalon:/"

// Bounds on a set of schema files.
const (
	maxSchemaBytes = 16 << 20
	maxSchemaFiles = 500
)

// source is one file of a schema and the places in it that name others.
type source struct {
	name  string
	bytes []byte
	refs  []reference
}

// reference is an import, include, redefine or override in document order.
type reference struct {
	imports   bool
	namespace string
	target    string // path in the file system; "" when it names no file there
	from, to  int    // the schemaLocation attribute, name to closing quote, in bytes
}

// gather reads an entry schema and every file it leads to, in the order in
// which a processor meets them. A reference to a file that is not there is
// left to the engines, which skip it.
func gather(fsys fs.FS, entry string) ([]source, error) {
	var list []source
	seen := map[string]bool{}
	total := 0
	var visit func(name string) error
	visit = func(name string) error {
		if seen[name] {
			return nil
		}
		seen[name] = true
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			if name == entry {
				return fmt.Errorf("xsd: schema %s: %w", entry, err)
			}
			return nil
		}
		if total += len(b); total > maxSchemaBytes || len(list) >= maxSchemaFiles {
			return fmt.Errorf("xsd: schema %s: more than %d bytes or %d files", entry, maxSchemaBytes, maxSchemaFiles)
		}
		s := source{name: name, bytes: b, refs: references(name, b)}
		list = append(list, s)
		for _, r := range s.refs {
			if r.target == "" {
				continue
			}
			if err := visit(r.target); err != nil {
				return err
			}
		}
		return nil
	}
	return list, visit(entry)
}

// references lists what a schema file draws in. A file that xmldoc does not
// read (the schema of schemas declares entities) leads nowhere.
func references(name string, b []byte) []reference {
	d, err := xmldoc.Parse(b, xmldoc.Limits{AllowDTD: true})
	if err != nil || !bytes.Equal(d.Source(), b) {
		return nil
	}
	var list []reference
	for e := range d.Root().Children() {
		if e.Space() != schemaNS {
			continue
		}
		switch e.Local() {
		case "import", "include", "redefine", "override":
		default:
			continue
		}
		a := e.Attribute("", "schemaLocation")
		if !a.OK() {
			continue
		}
		target := path.Join(path.Dir(name), a.Value())
		if !fs.ValidPath(target) {
			target = ""
		}
		list = append(list, reference{
			imports:   e.Local() == "import",
			namespace: e.Attr("", "namespace"),
			target:    target,
			from:      int(a.Offset()),
			to:        int(a.End()),
		})
	}
	return list
}

// once rewrites a set so that each namespace is imported from one place, the
// first met, and the schema of schemas from none: helium reads a file again
// for each import that names it, the entry itself included, and then finds
// every component declared twice. Processors skip such imports anyway.
func once(list []source) []source {
	byName := map[string]int{}
	for i, s := range list {
		byName[s.name] = i
	}
	drop := make([][]reference, len(list))
	namespaces := map[string]bool{schemaNS: true}
	visited := map[string]bool{}
	var walk func(name string)
	walk = func(name string) {
		i, known := byName[name]
		if visited[name] || !known {
			return
		}
		visited[name] = true
		if ns := targetNamespace(list[i].bytes); ns != "" {
			namespaces[ns] = true
		}
		for _, r := range list[i].refs {
			if r.imports && namespaces[r.namespace] {
				drop[i] = append(drop[i], r)
				continue
			}
			if r.imports {
				namespaces[r.namespace] = true
			}
			walk(r.target)
		}
	}
	if len(list) > 0 {
		walk(list[0].name)
	}
	out := make([]source, len(list))
	for i, s := range list {
		b := bytes.Clone(s.bytes)
		for _, r := range drop[i] {
			for j := r.from; j < r.to; j++ {
				b[j] = ' '
			}
		}
		out[i] = source{name: s.name, bytes: b}
	}
	return out
}

func targetNamespace(b []byte) string {
	d, err := xmldoc.Parse(b, xmldoc.Limits{AllowDTD: true})
	if err != nil {
		return ""
	}
	return d.Root().Attr("", "targetNamespace")
}

// memory serves a set of schema files under origin.
type memory map[string][]byte

func (m memory) Open(name string) (fs.File, error) {
	b, ok := m[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &memoryFile{name: path.Base(name), size: int64(len(b)), Reader: bytes.NewReader(b)}, nil
}

type memoryFile struct {
	name string
	size int64
	*bytes.Reader
}

func (f *memoryFile) Close() error               { return nil }
func (f *memoryFile) Stat() (fs.FileInfo, error) { return info{f.name, f.size}, nil }

type info struct {
	name string
	size int64
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return 0o444 }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return false }
func (i info) Sys() any           { return nil }
