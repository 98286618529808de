package verdicts

import (
	"fmt"
	"io/fs"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/schemas/ans"
)

// Documents reads the tree of rules over documents that a session names by the folder
// that holds it; nil for "". Errors are of usage.
func Documents(name string, folder func(name string) (fs.FS, error)) (*ans.Tree, error) {
	if name == "" {
		return nil, nil
	}
	fsys, err := folder(name)
	var tree *ans.Tree
	if err == nil {
		tree, err = ans.Open(fsys)
	}
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("documents : %s : %w", name, err),
			"Donnez l'arborescence TestContenuCDA telle que publiée (schematrons/, jeuxDeValeurs/, infrastructure/), ou rien. (Give the published tree TestContenuCDA, or nothing.)")
	}
	return tree, nil
}

// Documented is a tree as a verdict names it; none for nil.
func Documented(tree *ans.Tree) []etalon.PackInfo {
	if tree == nil {
		return nil
	}
	return []etalon.PackInfo{judge.NewDocuments(tree, nil, nil).Pack()}
}
