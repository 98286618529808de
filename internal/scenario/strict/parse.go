package strict

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/etalon-dmp/etalon"
)

// The limits of a file. The parser's time grows with the square of the depth
// of flow collections, so depth is bounded before it sees the bytes.
const (
	maxBytes = 512 << 10
	maxDepth = 64
)

// Parse reads one YAML document. The Value is absent when the bytes hold no
// readable document; the Report then says why.
func Parse(file string, src []byte) (Value, *Report) {
	rep := &Report{File: file}
	if what, ok := refuse(src); ok {
		rep.Add(Pos{}, what, etalon.Text{})
		return Value{rep: rep}, rep
	}
	doc, err := parse(src)
	if err != nil {
		rep.Add(syntaxError(err))
		return Value{rep: rep}, rep
	}
	body := theDocument(doc, rep)
	if body != nil {
		ast.Walk(plain{rep}, body)
	}
	return Value{node: body, rep: rep}, rep
}

// refuse names what makes bytes unreadable before any parsing.
func refuse(src []byte) (etalon.Text, bool) {
	if len(src) > maxBytes {
		return Text("le fichier dépasse %d octets", "the file is larger than %d bytes", maxBytes), true
	}
	if !utf8.Valid(src) {
		return Text("le fichier n'est pas en UTF-8", "the file is not UTF-8"), true
	}
	depth, deepest := 0, 0
	for _, c := range src {
		switch c {
		case '[', '{':
			depth++
			deepest = max(deepest, depth)
		case ']', '}':
			depth = max(0, depth-1)
		}
	}
	if deepest > maxDepth || bytes.Contains(src, bytes.Repeat([]byte("- "), maxDepth)) {
		return Text("le fichier imbrique plus de %d niveaux", "the file nests more than %d levels", maxDepth), true
	}
	return etalon.Text{}, false
}

// parse runs the YAML parser; a panic inside it is an error like another,
// since files come from outside.
func parse(src []byte) (doc *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("YAML parser gave up: %v", r)
		}
	}()
	return parser.ParseBytes(src, 0, parser.AllowDuplicateMapKey())
}

// syntaxError translates the parser's refusal: its own words stay English.
func syntaxError(err error) (Pos, etalon.Text, etalon.Text) {
	var at Pos
	words := err.Error()
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		at, words = posOf(syntax.Token), syntax.Message
	}
	return at, Text("YAML illisible : %s", "unreadable YAML: %s", words),
		Text("vérifiez l'indentation, les guillemets et les deux-points autour de ce point",
			"check indentation, quotes and colons around this place")
}

// theDocument picks the only document of a file and notes anything beside it.
func theDocument(f *ast.File, rep *Report) ast.Node {
	var body ast.Node
	for _, doc := range f.Docs {
		switch {
		case doc.Body == nil || doc.Body.Type() == ast.CommentType:
		case doc.Body.Type() == ast.DirectiveType:
			rep.Add(posOf(doc.Body.GetToken()), Text("directive YAML", "YAML directive"),
				Text("retirez la ligne qui commence par %%", "remove the line that begins with %%"))
		case body != nil:
			rep.Add(posOf(doc.Body.GetToken()), Text("second document dans le fichier", "second document in the file"),
				Text("un fichier par document : retirez le ---", "one file per document: remove the ---"))
		default:
			body = doc.Body
		}
	}
	if (body == nil || body.Type() == ast.NullType) && rep.OK() {
		rep.Add(Pos{Line: 1, Column: 1}, Text("le fichier est vide", "the file is empty"), etalon.Text{})
	}
	return body
}

// plain refuses what makes a YAML file mean something else than it shows.
type plain struct{ rep *Report }

func (p plain) Visit(n ast.Node) ast.Visitor {
	switch n.Type() {
	case ast.AnchorType, ast.AliasType, ast.TagType, ast.MergeKeyType:
		p.rep.Add(posOf(n.GetToken()),
			Text("ancre, alias, étiquette de type ou fusion YAML", "YAML anchor, alias, tag or merge key"),
			Text("écrivez la valeur en toutes lettres", "write the value out"))
	default: // what any other node means, it shows
	}
	return p
}

func posOf(t *token.Token) Pos {
	if t == nil || t.Position == nil {
		return Pos{}
	}
	return Pos{Line: t.Position.Line, Column: t.Position.Column}
}
