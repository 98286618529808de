package cdt

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Found is what there is of one code.
type Found struct {
	Row
	// Scenarios are those that ask here for what the code asks.
	Scenarios   []etalon.ScenarioID `json:"scenarios"`
	Folders     []string            `json:"folders"`
	Frames      []string            `json:"frames"`      // messages and documents: they can be judged
	Screenshots []string            `json:"screenshots"` // they are for people
	Missing     []string            `json:"missing"`
}

// Asked tells which scenarios ask for a code.
type Asked func(code string) []etalon.ScenarioID

// mostFiles bounds the files of a folder that is looked at.
const mostFiles = 100_000

// Look tells what there is of each code of a workbook: in a folder with a folder for each
// code, whose name is the code or begins with it; nil: no folder was given.
func Look(b Book, folder fs.FS, asked Asked) ([]Found, error) {
	files := map[string][]string{} // by the folder that they are in, or below
	n := 0
	if folder != nil {
		err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			if n++; n > mostFiles {
				return fs.SkipAll
			}
			for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
				files[dir] = append(files[dir], name)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	out := []Found{}
	for _, r := range b.Rows {
		if slices.ContainsFunc(out, func(f Found) bool { return f.Code == r.Code }) {
			continue // said again on another line
		}
		f := Found{Row: r, Scenarios: asked(r.Code), Folders: []string{}, Frames: []string{}, Screenshots: []string{}, Missing: []string{}}
		for dir, in := range files {
			if base := path.Base(dir); base == r.Code || strings.HasPrefix(base, r.Code+"_") || strings.HasPrefix(base, r.Code+" ") {
				f.Folders = append(f.Folders, dir)
				f.sort(in)
			}
		}
		slices.Sort(f.Folders)
		if folder != nil && testCode.MatchString(r.Code) {
			f.miss()
		}
		out = append(out, f)
	}
	return out, nil
}

func (f *Found) sort(files []string) {
	for _, name := range files {
		switch strings.ToLower(path.Ext(name)) {
		case ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff":
			f.Screenshots = append(f.Screenshots, name)
		case ".xml", ".http", ".soap", ".txt", ".log", ".bin", ".mime", ".cda":
			f.Frames = append(f.Frames, name)
		}
	}
	slices.Sort(f.Frames)
	slices.Sort(f.Screenshots)
}

func (f *Found) miss() {
	if len(f.Folders) == 0 {
		f.Missing = append(f.Missing, "dossier (folder)")
		return
	}
	if len(f.Frames) == 0 && !strings.HasPrefix(f.Code, "PRE_") {
		f.Missing = append(f.Missing, "trames (frames)")
	}
	if len(f.Screenshots) == 0 {
		f.Missing = append(f.Missing, "captures (screenshots)")
	}
}
