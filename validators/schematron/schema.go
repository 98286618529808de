package schematron

import (
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron/xpath"
)

// Options says how to load a schema.
type Options struct {
	CaseSensitive bool          // names of files must match by case: the pack exactly as published
	Phase         string        // the phase to run; "" is @defaultPhase, "#ALL" every pattern
	QueryBinding  string        // that of a schema that names none; "" refuses it
	Limits        xmldoc.Limits // for the schema's own files and the documents it reads

	// Cache keeps the compiled schema under the digest of its pack, which must
	// change with every file of it. None without both.
	Cache  Cache
	Digest string
	// Covers says whether a file of the pack is in the digest; nil: all are. A
	// schema that depends on one that is not, is not kept.
	Covers func(name string) bool
}

// Schema is a compiled schema.
type Schema struct {
	program   *program
	library   *library
	automaton *xpath.Automaton
	runs      sync.Pool // of *scratch
}

func newSchema(p *program, contexts []*xpath.Pattern, f *files, dir string, limits xmldoc.Limits) *Schema {
	s := &Schema{program: p, library: &library{files: f, dir: dir, limit: limits, program: p, docs: map[string]*opened{}}}
	s.automaton = p.automaton(contexts)
	return s
}

// check is an assert or report, compiled.
type check struct {
	test        *xpath.Expr
	report      bool
	text        message
	diagnostics []diagnostic
}

// diagnostic is a sch:diagnostic or sch:property that a check refers to.
type diagnostic struct {
	id, lang string
	text     message
}

// message is text with expressions in it.
type message []piece

type piece struct {
	text string
	expr *xpath.Expr // nil for text
}

// RuleInfo describes one assert or report of an active pattern.
type RuleInfo struct {
	ID      etalon.RuleID // @id; pattern/rule/position when it has none
	Pattern string        // id of its pattern
	Context string        // of its rule
	Test    string
	Message string // as written, expressions in braces
	Report  bool   // fires when its test holds
	Role    string
	Flag    string
	// Severity by @severity, @role or @flag, of the check, else of its rule, else
	// of its pattern, in any case of letters; "" when none of them says.
	Severity etalon.Severity
	File     string // in the pack
	Line     int
	Attrs    map[string]string // attributes of foreign namespaces, by local name
}

// Rules describes every assert and report, in the order of the schema. The list
// is made anew each time.
func (s *Schema) Rules() []RuleInfo {
	out := make([]RuleInfo, s.Len())
	for i := range out {
		out[i] = s.Rule(i)
	}
	return out
}

// Len is the number of asserts and reports.
func (s *Schema) Len() int { return s.program.count }

// Rule describes one of them, by its index in Rules.
func (s *Schema) Rule(i int) RuleInfo { return s.program.info(i) }

// Title is the title of the schema.
func (s *Schema) Title() string { return s.program.title }

// Version is @schemaVersion; "" when there is none.
func (s *Schema) Version() string { return s.program.version }

// Phase is the phase that runs; "" when all patterns do.
func (s *Schema) Phase() string { return s.program.phase }

// library keeps the documents that rules have read.
type library struct {
	files   *files
	dir     string // of the entry schema
	limit   xmldoc.Limits
	program *program

	mu   sync.Mutex
	docs map[string]*opened
}

type opened struct {
	once sync.Once
	tree *xpath.Tree
	err  error
}

// Open implements xpath.Opener: a name relative to the entry schema's folder.
func (l *library) Open(uri string) (*xpath.Tree, error) {
	name, _, err := l.files.resolve(l.dir, uri)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	o := l.docs[name]
	if o == nil {
		o = &opened{}
		l.docs[name] = o
	}
	l.mu.Unlock()
	o.once.Do(func() {
		var d *xmldoc.Doc
		if d, o.err = l.files.parse(name, l.limit); o.err == nil {
			o.tree = l.program.tree(d)
		}
	})
	return o.tree, o.err
}
