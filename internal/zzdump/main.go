package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/judge"
)

type src string

func (s src) ReadFile(n string) ([]byte, error) { return os.ReadFile(filepath.Join(string(s), n)) }

func main() {
	d, err := dossier.Read(src(os.Args[1]))
	if err != nil {
		panic(err)
	}
	os.MkdirAll(os.Args[2], 0o755)
	i := 0
	for e, err := range judge.Evidence(d) {
		if err != nil {
			panic(err)
		}
		name := "session.xml"
		if i < len(d.Exchanges) {
			x := d.Exchanges[i]
			name = fmt.Sprintf("%s-%s-%s.xml", x.ID, x.Scenario, x.Transaction)
		}
		os.WriteFile(filepath.Join(os.Args[2], name), e.Text, 0o644)
		i++
	}
}
