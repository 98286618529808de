package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// No logic is in package main. What can be measured of that:
//   - cmd/etalon imports neither engines nor judge nor schemas nor actors (see
//     commands in the import table);
//   - its files, tests aside, have at most 60 lines for each command;
//   - no function has more than 40 statements: flags, a call, an exit code;
//   - a type is a command, or one of the few that adapt the process to a room.
func TestNoLogicIsInPackageMain(t *testing.T) {
	const (
		linesACommand  = 60
		mostStatements = 40
	)
	adapters := []string{
		"grammar", "app", // the command line and the process
		"armed",     // flags of simulate
		"packed",    // the flag that names a pack
		"files",     // named on the command line, and archives that stay open
		"testPlace", // folder of a self-test
		"sentinel",  // small memory
	}
	files, err := filepath.Glob("../../cmd/etalon/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v: no files", err)
	}
	lines, commands := 0, 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		lines += set.File(f.FileStart).LineCount()
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if n := statements(d.Body); n > mostStatements {
					t.Errorf("%s: %s has %d statements, at most %d", set.Position(d.Pos()), d.Name.Name, n, mostStatements)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if s, ok := s.(*ast.TypeSpec); ok && strings.HasSuffix(s.Name.Name, "Cmd") {
						commands++
					}
					if s, ok := s.(*ast.TypeSpec); ok && !strings.HasSuffix(s.Name.Name, "Cmd") && !contains(adapters, s.Name.Name) {
						t.Errorf("%s: %s is neither a command nor an adapter", set.Position(s.Pos()), s.Name.Name)
					}
				}
			}
		}
	}
	if lines > linesACommand*commands {
		t.Errorf("cmd/etalon has %d lines for %d commands, more than %d each: some of it is not wiring", lines, commands, linesACommand)
	}
}

// statements counts those of a function and of the functions in it; blocks are
// not counted, what is in them is.
func statements(body *ast.BlockStmt) int {
	n := 0
	ast.Inspect(body, func(node ast.Node) bool {
		switch node.(type) {
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
		case ast.Stmt:
			n++
		}
		return true
	})
	return n
}

func TestStatementsAreCounted(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "f.go", "package f\nfunc f() { if true { a := 1; _ = a }; func() { return }() }", 0)
	if err != nil {
		t.Fatal(err)
	}
	if n := statements(f.Decls[0].(*ast.FuncDecl).Body); n != 5 {
		t.Errorf("%d statements, not 5", n)
	}
}
