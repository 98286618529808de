package given

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/validate"
)

// Files is what was found on the command line, with the archives that stay open.
type Files struct {
	validate.Files
	archives []io.Closer
}

// Close closes the archives.
func (p *Files) Close() {
	for _, c := range p.archives {
		c.Close()
	}
}

// Find finds the files to judge; "-" is stdin. What is missing is told all at once,
// and what is of another kind on warn.
func Find(names []string, stdin io.Reader, warn io.Writer) (*Files, error) {
	p := &Files{}
	var faults []error
	for _, name := range names {
		if err := p.find(name, stdin); err != nil {
			faults = append(faults, err)
		}
	}
	if len(faults) == 0 && len(p.List) == 0 {
		faults = append(faults, fmt.Errorf("aucun fichier à juger dans %s (no file to judge)", strings.Join(names, ", ")))
	}
	if len(faults) > 0 {
		p.Close()
		return nil, exit.Usage(errors.Join(faults...), "Donnez des fichiers, ou des dossiers et archives .zip qui contiennent des fichiers "+strings.Join(validate.Kinds(), " ")+". (Give files, or folders and archives that hold some.)")
	}
	if p.Skipped > 0 {
		fmt.Fprintf(warn, "%d fichier(s) d'une autre sorte laissé(s) de côté (files of another kind left aside)\n", p.Skipped)
	}
	p.Distinct()
	return p, nil
}

func (p *Files) find(name string, stdin io.Reader) error {
	if name == "-" {
		p.List = append(p.List, validate.Stdin(stdin))
		return nil
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("fichier introuvable (no such file): %s", name)
	case err != nil:
		return err
	case info.IsDir():
		return p.Folder(filepath.ToSlash(name), disk.Foreign(name))
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	archive, err := validate.IsArchive(f)
	if err == nil && archive {
		p.archives = append(p.archives, f)
		return p.Archive(filepath.ToSlash(name), f, info.Size())
	}
	f.Close()
	if err == nil {
		p.Add(filepath.ToSlash(name), func() (io.ReadCloser, error) { return os.Open(name) })
	}
	return err
}
