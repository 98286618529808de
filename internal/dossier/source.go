package dossier

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"syscall"

	"github.com/etalon-dmp/etalon"
)

// Source is where a dossier is read from; fs.ReadFileFS fits. One that is an fs.FS
// too hands the bytes out in pieces, and says how many there are before it does:
// whoever made the dossier chose how many.
type Source interface {
	ReadFile(name string) ([]byte, error)
}

// The limits of a dossier, in bytes. What is over them was not made here.
const (
	MostJournal = 1 << 30
	MostBlob    = 1 << 30
	MostLine    = 64 << 20
	mostValues  = 500_000 // of one line: the plan of the whole catalogue has some tens of thousands
)

// ErrIrregular is the error of a Source about a file that is no file: a link, a
// pipe, a device. It is not opened.
var ErrIrregular = errors.New("n'est pas un fichier ordinaire (is not a regular file)")

// ErrArchive is the error of an archive that is no dossier's.
var ErrArchive = errors.New("ce n'est pas l'archive d'un dossier (is not the archive of a dossier)")

// errSize is the error of a file that has not the bytes that it should have.
type errSize struct{ are, should int64 }

func (e errSize) Error() string {
	return fmt.Sprintf("it has %d bytes, %d were recorded", e.are, e.should)
}

// open gives a file of a source and how many bytes it has.
func open(src Source, name string) (io.ReadCloser, int64, error) {
	files, ok := src.(fs.FS)
	if !ok {
		b, err := src.ReadFile(name)
		return io.NopCloser(bytes.NewReader(b)), int64(len(b)), err
	}
	f, err := files.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = &fs.PathError{Op: "open", Path: name, Err: ErrIrregular}
	default:
		return f, info.Size(), nil
	}
	return nil, 0, errors.Join(err, f.Close())
}

// recorded opens a blob that has the bytes that were recorded, as to their number.
func recorded(src Source, b etalon.Blob) (io.ReadCloser, error) {
	if b.Size > MostBlob {
		return nil, fmt.Errorf("%d bytes were recorded, more than the %d that a message may have", b.Size, MostBlob)
	}
	f, size, err := open(src, BlobName(b.SHA256))
	if err != nil {
		return nil, err
	}
	if size != b.Size {
		return nil, errors.Join(errSize{size, b.Size}, f.Close())
	}
	return f, nil
}

// machine tells an error of the machine, which says nothing about what is read.
func machine(err error) bool {
	for _, of := range []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.EIO} {
		if errors.Is(err, of) {
			return true
		}
	}
	return false
}

// readBlob gives the bytes of a blob.
func readBlob(src Source, b etalon.Blob) ([]byte, error) {
	f, err := recorded(src, b)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw := make([]byte, b.Size)
	_, err = io.ReadFull(f, raw)
	return raw, err
}

// holds tells whether a blob has the bytes that were recorded. It keeps none.
func holds(src Source, b etalon.Blob) (bool, error) {
	f, err := recorded(src, b)
	if err != nil {
		return false, err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, io.LimitReader(f, b.Size)); err != nil {
		return false, err
	}
	return hex.EncodeToString(sum.Sum(nil)) == b.SHA256, nil
}

// eachLine reads the journal line by line, the newline left out: whoever made the dossier
// chose how long it is. A line is see's for as long as the call takes. torn is how many
// bytes stand after the last newline.
func eachLine(src Source, see func(n int, raw []byte) error) (torn int, err error) {
	f, size, err := open(src, JournalName)
	if err != nil {
		return 0, fmt.Errorf("dossier: read journal: %w", err)
	}
	defer f.Close()
	if size > MostJournal {
		return 0, fmt.Errorf("dossier: read journal: %d bytes are over the limit of %d", size, int64(MostJournal))
	}
	r := bufio.NewReaderSize(io.LimitReader(f, MostJournal), 64<<10)
	var line []byte
	for n := 1; ; {
		piece, err := r.ReadSlice('\n')
		whole := err == nil
		if errors.Is(err, bufio.ErrBufferFull) {
			err = nil
		}
		if len(line)+len(piece) > MostLine {
			return 0, &TamperError{Entry: n, What: fmt.Sprintf("the line is longer than the limit of %d bytes", MostLine)}
		}
		line = append(line, piece...)
		switch {
		case errors.Is(err, io.EOF):
			return len(line), nil
		case err != nil:
			return 0, fmt.Errorf("dossier: read journal: %w", err)
		case !whole:
			continue
		}
		if err := crowded(line); err != nil {
			return 0, &TamperError{Entry: n, What: err.Error()}
		}
		if err := see(n, line[:len(line)-1]); err != nil {
			return 0, err
		}
		line = line[:0]
		n++
	}
}

// crowded is the error of a line that says so many things that reading them takes far
// more room than it has: an empty object is two bytes, and a scenario some hundreds.
func crowded(line []byte) error {
	if n := bytes.Count(line, []byte(",")); n > mostValues {
		return fmt.Errorf("the line says %d things, more than the limit of %d", n, mostValues)
	}
	return nil
}
