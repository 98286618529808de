package xmldoc

// Name is an interned name of a document. Two names with the same Expanded
// number are the same for XPath; they differ in the prefix written.
type Name struct {
	Space, Local string
	Written      string // prefix:local as in the text
	Expanded     int32  // number of the pair (Space, Local) in this document
}

const (
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"
	xmlnsSpace = "http://www.w3.org/2000/xmlns/"
)

type writtenKey struct {
	written string
	space   int32 // number of the namespace
}

type expandedKey struct {
	local string
	space int32
}

// recent is one slot of the cache in front of the name table.
type recent struct {
	writtenKey
	name int32
}

// nameTable interns namespaces and names.
type nameTable struct {
	names    []Name
	cache    [256]recent
	written  map[writtenKey]int32
	expanded map[expandedKey]int32
	spaces   map[string]int32
	uris     []string
}

func newNameTable() *nameTable {
	t := &nameTable{
		names:    make([]Name, 1, 64), // 0 is "no name"
		written:  map[writtenKey]int32{},
		expanded: map[expandedKey]int32{},
		spaces:   map[string]int32{"": 0},
		uris:     []string{""},
	}
	for i := range t.cache {
		t.cache[i].space = -1
	}
	return t
}

func (t *nameTable) space(uri string) int32 {
	id, ok := t.spaces[uri]
	if !ok {
		id = int32(len(t.uris))
		t.uris = append(t.uris, uri)
		t.spaces[uri] = id
	}
	return id
}

// name interns prefix:local; colon is the length of the prefix, or -1.
func (t *nameTable) name(written string, colon int, space int32) int32 {
	k := writtenKey{written, space}
	slot := &t.cache[(int(written[0])*7+int(written[len(written)-1])*31+len(written)*5+int(space))&255]
	if slot.writtenKey == k {
		return slot.name
	}
	id, ok := t.written[k]
	if !ok {
		e := expandedKey{written[colon+1:], space}
		x, known := t.expanded[e]
		if !known {
			x = int32(len(t.expanded)) + 1
			t.expanded[e] = x
		}
		id = int32(len(t.names))
		t.names = append(t.names, Name{Space: t.uris[space], Local: e.local, Written: written, Expanded: x})
		t.written[k] = id
	}
	*slot = recent{k, id}
	return id
}

// scope holds the namespace bindings in force while parsing: the current one
// per prefix, and a log to take them back.
type scope struct {
	bound map[string]bound // by prefix; absent: unbound
	log   []undo
}

// bound is the namespace of a prefix and the element that says so.
type bound struct{ space, element int32 }

type undo struct {
	prefix string
	old    bound
	had    bool
}

// bind binds a prefix, and says false when the element has bound it already.
func (s *scope) bind(prefix string, b bound) bool {
	old, had := s.bound[prefix]
	if had && old.element == b.element {
		return false
	}
	s.log = append(s.log, undo{prefix, old, had})
	s.bound[prefix] = b
	return true
}

func (s *scope) rewind(mark int) {
	for len(s.log) > mark {
		u := s.log[len(s.log)-1]
		s.log = s.log[:len(s.log)-1]
		if u.had {
			s.bound[u.prefix] = u.old
		} else {
			delete(s.bound, u.prefix)
		}
	}
}
