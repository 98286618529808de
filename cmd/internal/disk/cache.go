package disk

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// FormFolder begins the name of the folder of each build in a cache.
const FormFolder = "schemas-"

// FormCache keeps compiled schemas in a folder of the user's. It is a
// convenience: whatever goes wrong with it, the files of the pack are read as if
// there were none.
type FormCache struct {
	Dir   string
	Clock func() time.Time
}

// private says whether nobody else can write in the folder: what is kept there
// decides what runs.
func (c *FormCache) private() bool {
	info, err := os.Stat(c.Dir)
	return err == nil && info.IsDir() && info.Mode().Perm()&0o022 == 0
}

// Get implements schematron.Cache.
func (c *FormCache) Get(name string) []byte {
	if !c.private() {
		return nil
	}
	b, err := os.ReadFile(filepath.Join(c.Dir, name))
	if err != nil {
		return nil
	}
	return b
}

// Put implements schematron.Cache. A file appears whole or not at all.
func (c *FormCache) Put(name string, form []byte) {
	if os.MkdirAll(c.Dir, 0o700) != nil || !c.private() {
		return
	}
	c.tidy()
	f, err := os.CreateTemp(c.Dir, ".new-*")
	if err != nil {
		return
	}
	_, err = f.Write(form)
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(c.Dir, name))
	}
	if err != nil {
		_ = os.Remove(f.Name()) // nothing else is left to do
	}
}

// KeptForms is how many schemas a folder keeps: those of a few packs.
const KeptForms = 400

// ForgetAfter: a cache forgets builds that compiled nothing new for a while.
const ForgetAfter = 30 * 24 * time.Hour

// tidy empties a folder that has grown too large, and removes those of builds
// that are out of use: the next process fills it with what it needs.
func (c *FormCache) tidy() {
	if list, err := os.ReadDir(c.Dir); err == nil && len(list) >= KeptForms {
		for _, f := range list {
			_ = os.Remove(filepath.Join(c.Dir, f.Name()))
		}
	}
	parent := filepath.Dir(c.Dir)
	list, _ := os.ReadDir(parent)
	for _, d := range list {
		info, err := d.Info()
		if err == nil && d.IsDir() && strings.HasPrefix(d.Name(), FormFolder) && c.Clock().Sub(info.ModTime()) > ForgetAfter {
			_ = os.RemoveAll(filepath.Join(parent, d.Name()))
		}
	}
}
