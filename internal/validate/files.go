package validate

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// File is one file to judge.
type File struct {
	Name  string // as the user knows it, slashes; "archive.zip!inside.xml" for one in an archive
	Out   string // for files written about it: name without folder of the input and without .xml
	Asked bool   // named by the user, not found in a folder or an archive
	Read  func() ([]byte, error)
}

// Files is what was found, in a stable order.
type Files struct {
	List    []File
	Skipped int // files of other kinds in folders and archives
}

// Add adds one file that the user named. open is asked each time it is read.
func (p *Files) Add(name string, open func() (io.ReadCloser, error)) {
	p.List = append(p.List, File{Name: name, Out: bare(path.Base(name)), Asked: true, Read: reading(open)})
}

const (
	maxFile    = 256 << 20 // bytes read of one file
	maxEntries = 100_000   // files of one archive
)

var errTooLarge = fmt.Errorf("plus de %d Mio (more than %d MiB)", maxFile>>20, maxFile>>20)

// Kinds are the endings of files taken from folders and archives.
func Kinds() []string { return []string{".xml", ".cda", ".soap", ".http", ".mtom", ".mime", ".dcm"} }

func ofKind(name string) bool {
	return slices.Contains(Kinds(), strings.ToLower(path.Ext(name))) && !strings.HasPrefix(path.Base(name), ".")
}

// Stdin is the one file that comes on an input.
func Stdin(in io.Reader) File {
	return File{Name: "-", Out: "stdin", Asked: true, Read: reading(func() (io.ReadCloser, error) { return io.NopCloser(in), nil })}
}

// Folder adds the files below a folder, which is known to the user by a name.
func (p *Files) Folder(name string, fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(inside string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return below(name, err)
		case !d.Type().IsRegular():
			return nil
		case !ofKind(d.Name()):
			p.Skipped++
			return nil
		}
		open := func() (io.ReadCloser, error) {
			f, err := fsys.Open(inside)
			return f, below(name, err)
		}
		p.List = append(p.List, File{Name: path.Join(name, inside), Out: bare(inside), Read: reading(open)})
		return nil
	})
}

// below makes an error about a file in a folder name it as the user knows it.
func below(folder string, err error) error {
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		return &fs.PathError{Op: at.Op, Path: path.Join(folder, at.Path), Err: at.Err}
	}
	return err
}

// Archive adds the files of a .zip archive, which stays open as long as they are
// read.
func (p *Files) Archive(name string, r io.ReaderAt, size int64) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return fmt.Errorf("%s: archive illisible (unreadable archive): %w", name, err)
	}
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
			p.Skipped++
			continue
		}
		inside := strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(f.Name, `\`, "/")), "/")
		p.List = append(p.List, File{Name: name + "!" + inside, Out: bare(inside), Read: reading(f.Open)})
	}
	return nil
}

// Distinct gives each file a name of its own for what is written about it.
func (p *Files) Distinct() {
	seen := map[string]bool{}
	for i := range p.List {
		base := p.List[i].Out
		for n := 2; seen[strings.ToLower(p.List[i].Out)]; n++ {
			p.List[i].Out = fmt.Sprintf("%s-%d", base, n)
		}
		seen[strings.ToLower(p.List[i].Out)] = true
	}
}

// bare drops the ending .xml.
func bare(name string) string {
	if strings.EqualFold(path.Ext(name), ".xml") {
		return name[:len(name)-len(".xml")]
	}
	return name
}

// IsArchive tells from its beginning whether a file is a .zip archive.
func IsArchive(r io.Reader) (bool, error) {
	head := make([]byte, 4)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	return bytes.Equal(head[:n], []byte("PK\x03\x04")) || bytes.Equal(head[:n], []byte("PK\x05\x06")), nil
}

// whole reads up to one byte more than the bound, into room for just that where the size
// is told.
func whole(r io.Reader) ([]byte, error) {
	var b bytes.Buffer
	if f, ok := r.(fs.File); ok {
		if info, err := f.Stat(); err == nil && info.Size() > 0 {
			b.Grow(int(min(info.Size(), maxFile)) + bytes.MinRead)
		}
	}
	_, err := b.ReadFrom(io.LimitReader(r, maxFile+1))
	return b.Bytes(), err
}

// reading reads a file whole, up to a bound.
func reading(open func() (io.ReadCloser, error)) func() ([]byte, error) {
	return func() ([]byte, error) {
		r, err := open()
		if err != nil {
			return nil, err
		}
		defer r.Close()
		b, err := whole(r)
		if err == nil && len(b) > maxFile {
			err = errTooLarge
		}
		return b, err
	}
}
