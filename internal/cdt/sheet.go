package cdt

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// The limits of a workbook that somebody made.
const (
	mostBook = 32 << 20 // bytes, as it is
	mostOpen = 48 << 20 // bytes, once unpacked
	mostRows = 50_000   // of all sheets
	mostCell = 2000     // characters that are kept of a cell
)

// ErrBook is the error of a file that is no workbook, or more than is read.
var ErrBook = errors.New("classeur refusé (workbook refused)")

// WriteSheet writes rows as the one sheet of a workbook. Every cell is a text: what looks
// like a formula is shown, and never run.
func WriteSheet(w io.Writer, name string, rows [][]string) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	for i, row := range rows {
		for j, cell := range row {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := f.SetCellStr(name, at, short(cell)); err != nil {
				return err
			}
		}
	}
	return f.Write(w)
}

func short(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if r := []rune(s); len(r) > mostCell {
		return string(r[:mostCell]) + "…"
	}
	return s
}

// Row is a test of a workbook.
type Row struct {
	Code  string `json:"code"`
	Sheet string `json:"sheet"`
	Line  int    `json:"line"`
	Text  string `json:"text"` // the longest other cell
	// Computed tells that a cell of the row is a formula: what it gave when somebody's
	// program last ran it was read, and may be old.
	Computed bool `json:"computed,omitempty"`
}

// Book is what was read of a workbook.
type Book struct {
	Rows   []Row `json:"rows"`
	Other  int   `json:"other"`  // rows with something in them, and no code
	Macros bool  `json:"macros"` // it has some; none was run
}

// ReadBook finds the codes of a workbook, on whichever sheet and in whichever column.
func ReadBook(r io.Reader) (b Book, err error) {
	in := io.LimitReader(r, mostBook+1)
	counted := &counting{Reader: in}
	f, err := excelize.OpenReader(counted, excelize.Options{UnzipSizeLimit: mostOpen, UnzipXMLSizeLimit: mostOpen})
	if counted.n > mostBook {
		return b, fmt.Errorf("%w: plus de %d Mio (more than that)", ErrBook, mostBook>>20)
	}
	if err != nil {
		return b, fmt.Errorf("%w: un fichier .xlsx ou .xlsm est attendu (expected): %w", ErrBook, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	b.Rows = []Row{}
	_, b.Macros = f.Pkg.Load("xl/vbaProject.bin")
	left := mostRows
	for _, sheet := range f.GetSheetList() {
		if err := b.sheet(f, sheet, &left); err != nil {
			return b, err
		}
	}
	return b, nil
}

// codes tells a cell with nothing but codes.
func codes(cell string) bool {
	for part := range strings.SplitSeq(cell, ",") {
		if Code(part) == "" {
			return false
		}
	}
	return true
}

type counting struct {
	io.Reader
	n int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

func (b *Book) sheet(f *excelize.File, sheet string, left *int) (err error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrBook, sheet, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for line := 1; rows.Next(); line++ {
		if *left--; *left < 0 {
			return fmt.Errorf("%w: plus de %d lignes (more lines than that)", ErrBook, mostRows)
		}
		cells, err := rows.Columns()
		if err != nil {
			return fmt.Errorf("%w: %s, ligne %d: %w", ErrBook, sheet, line, err)
		}
		one, filled := Row{Sheet: short(sheet), Line: line}, false
		for i, c := range cells {
			filled = filled || strings.TrimSpace(c) != ""
			if code := Code(c); code != "" && one.Code == "" {
				one.Code = code
			} else if len(c) > len(one.Text) && !codes(c) {
				one.Text = short(c)
			}
			if at, err := excelize.CoordinatesToCellName(i+1, line); err == nil && i < 100 {
				formula, _ := f.GetCellFormula(sheet, at) // one that cannot be read is not shown as one
				one.Computed = one.Computed || formula != ""
			}
		}
		switch {
		case one.Code != "":
			b.Rows = append(b.Rows, one)
		case filled:
			b.Other++
		}
	}
	return nil
}
