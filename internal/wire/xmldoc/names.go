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

// nameTable interns namespaces and names.
type nameTable struct {
	names    []Name
	space    []int32     // of each name, its number
	cache    [1024]int32 // in front of the maps: the name last met there
	written  map[writtenKey]int32
	expanded map[expandedKey]int32
	spaces   map[string]int32
	uris     []string
}

func newNameTable() *nameTable {
	return &nameTable{
		names:    make([]Name, 1, 128), // 0 is "no name"
		space:    make([]int32, 1, 128),
		written:  map[writtenKey]int32{},
		expanded: map[expandedKey]int32{},
		spaces:   map[string]int32{"": 0},
		uris:     []string{""},
	}
}

func (t *nameTable) uri(uri string) int32 {
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
	n := len(written)
	slot := &t.cache[(int(written[0])+int(written[n/2])*13+int(written[n-1])*101+n*37+int(space)*3)&1023]
	if id := *slot; t.names[id].Written == written && t.space[id] == space {
		return id
	}
	k := writtenKey{written, space}
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
		t.space = append(t.space, space)
		t.written[k] = id
	}
	*slot = id
	return id
}

// scope holds the namespace bindings in force while parsing: the current one
// per prefix, and a log to take them back.
type scope struct {
	plain bound            // of no prefix
	bound map[string]bound // by prefix; absent: unbound
	log   []undo
	asked string // the prefix last found, and what it was bound to
	found bound
}

// find is what a prefix is bound to.
func (s *scope) find(prefix string) (bound, bool) {
	if prefix == s.asked {
		return s.found, true
	}
	b, ok := s.bound[prefix]
	if ok {
		s.asked, s.found = prefix, b
	}
	return b, ok
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
	old, had := s.plain, true
	if prefix != "" {
		old, had = s.bound[prefix]
	}
	if had && old.element == b.element {
		return false
	}
	s.log = append(s.log, undo{prefix, old, had})
	s.set(prefix, b)
	return true
}

func (s *scope) set(prefix string, b bound) {
	if prefix == "" {
		s.plain = b
		return
	}
	s.bound[prefix] = b
	s.asked = ""
}

func (s *scope) rewind(mark int) {
	for len(s.log) > mark {
		u := s.log[len(s.log)-1]
		s.log = s.log[:len(s.log)-1]
		if u.had {
			s.set(u.prefix, u.old)
		} else {
			delete(s.bound, u.prefix)
			s.asked = ""
		}
	}
}
