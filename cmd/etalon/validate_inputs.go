package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// paper is one file to judge.
type paper struct {
	name  string // as the user knows it, slashes; "archive.zip!inside.xml" for one in an archive
	out   string // for files written about it: name without folder of the input and without .xml
	asked bool   // named by the user, not found in a folder or an archive
	read  func() ([]byte, error)
}

// papers is what was found, in a stable order.
type papers struct {
	list    []paper
	skipped int // files of other kinds in folders and archives
	closers []io.Closer
}

func (p *papers) Close() {
	for _, c := range p.closers {
		c.Close()
	}
}

const (
	maxPaper   = 256 << 20 // bytes read of one file
	maxEntries = 100_000   // files of one archive
)

var errTooLarge = fmt.Errorf("plus de %d Mio (more than %d MiB)", maxPaper>>20, maxPaper>>20)

// kinds are the endings of files taken from folders and archives.
var kinds = []string{".xml", ".cda", ".soap", ".http", ".mtom", ".mime"}

func ofKind(name string) bool {
	return slices.Contains(kinds, strings.ToLower(path.Ext(name))) && !strings.HasPrefix(path.Base(name), ".")
}

// papers finds the files to judge. What is missing is told all at once.
func (a *app) papers(names []string) (*papers, error) {
	p := &papers{}
	var faults []error
	for _, name := range names {
		if err := a.find(p, name); err != nil {
			faults = append(faults, err)
		}
	}
	if len(faults) == 0 && len(p.list) == 0 {
		faults = append(faults, fmt.Errorf("aucun fichier à juger dans %s (no file to judge)", strings.Join(names, ", ")))
	}
	if len(faults) > 0 {
		p.Close()
		return nil, usage(errors.Join(faults...), "Donnez des fichiers, ou des dossiers et archives .zip qui contiennent des fichiers "+strings.Join(kinds, " ")+". (Give files, or folders and archives that hold some.)")
	}
	if p.skipped > 0 {
		fmt.Fprintf(a.err, "%d fichier(s) d'une autre sorte laissé(s) de côté (files of another kind left aside)\n", p.skipped)
	}
	p.distinct()
	return p, nil
}

func (a *app) find(p *papers, name string) error {
	if name == "-" {
		p.list = append(p.list, paper{name: "-", out: "stdin", asked: true, read: func() ([]byte, error) { return bounded(a.in) }})
		return nil
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("fichier introuvable (no such file): %s", name)
	case err != nil:
		return err
	case info.IsDir():
		return p.folder(name)
	}
	archive, err := isZip(name)
	if err != nil {
		return err
	}
	if archive {
		return p.archive(name)
	}
	p.list = append(p.list, paper{name: filepath.ToSlash(name), out: bare(filepath.Base(name)), asked: true, read: func() ([]byte, error) { return readFile(name) }})
	return nil
}

func (p *papers) folder(root string) error {
	return filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.Type().IsRegular():
			return nil
		case !ofKind(d.Name()):
			p.skipped++
			return nil
		}
		inside, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		p.list = append(p.list, paper{name: filepath.ToSlash(name), out: bare(filepath.ToSlash(inside)), read: func() ([]byte, error) { return readFile(name) }})
		return nil
	})
}

func (p *papers) archive(name string) error {
	z, err := zip.OpenReader(name)
	if err != nil {
		return fmt.Errorf("%s: archive illisible (unreadable archive): %w", name, err)
	}
	p.closers = append(p.closers, z)
	if len(z.File) > maxEntries {
		return fmt.Errorf("%s: plus de %d fichiers (more than %d files)", name, maxEntries, maxEntries)
	}
	files := slices.Clone(z.File)
	slices.SortStableFunc(files, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range files {
		if !f.Mode().IsRegular() {
			continue
		}
		if !ofKind(f.Name) {
			p.skipped++
			continue
		}
		inside := strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(f.Name, `\`, "/")), "/")
		p.list = append(p.list, paper{name: filepath.ToSlash(name) + "!" + inside, out: bare(inside), read: func() ([]byte, error) {
			r, err := f.Open()
			if err != nil {
				return nil, err
			}
			defer r.Close()
			return bounded(r)
		}})
	}
	return nil
}

// distinct gives each file a name of its own for what is written about it.
func (p *papers) distinct() {
	seen := map[string]bool{}
	for i := range p.list {
		base := p.list[i].out
		for n := 2; seen[strings.ToLower(p.list[i].out)]; n++ {
			p.list[i].out = fmt.Sprintf("%s-%d", base, n)
		}
		seen[strings.ToLower(p.list[i].out)] = true
	}
}

// bare drops the ending .xml.
func bare(name string) string {
	if strings.EqualFold(path.Ext(name), ".xml") {
		return name[:len(name)-len(".xml")]
	}
	return name
}

func isZip(name string) (bool, error) {
	f, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	head := make([]byte, 4)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	return bytes.Equal(head[:n], []byte("PK\x03\x04")) || bytes.Equal(head[:n], []byte("PK\x05\x06")), nil
}

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return bounded(f)
}

func bounded(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxPaper+1))
	if err == nil && len(b) > maxPaper {
		err = errTooLarge
	}
	return b, err
}
