package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon/validators/schematron"
)

// cacheOff is the value of --cache that keeps nothing.
const cacheOff = "off"

const formFolder = "schemas-"

// formCache keeps compiled schemas in a folder of the user's. It is a
// convenience: whatever goes wrong with it, the files of the pack are read as if
// there were none.
type formCache struct {
	dir   string
	clock func() time.Time
}

// noCache keeps nothing.
type noCache struct{}

func (noCache) Get(string) []byte  { return nil }
func (noCache) Put(string, []byte) {}

// cache gives the cache that --cache names, or the user's.
func (a *app) cache(asked string) schematron.Cache {
	if asked == "" {
		asked = a.cacheDir
	}
	build, err := a.build()
	if asked == "" || asked == cacheOff || err != nil {
		return noCache{}
	}
	return &formCache{filepath.Join(asked, formFolder+build), a.clock}
}

// build tells this executable from any other: another build may compile in
// another way.
func (a *app) build() (string, error) {
	info, err := os.Stat(a.self)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%s %d %d\n", version, info.Size(), info.ModTime().UnixNano())
	if b, ok := debug.ReadBuildInfo(); ok {
		fmt.Fprint(sum, b)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))[:16], nil
}

// ours says whether nobody else can write in the folder: what is kept there
// decides what runs.
func (c *formCache) ours() bool {
	info, err := os.Stat(c.dir)
	return err == nil && info.IsDir() && info.Mode().Perm()&0o022 == 0
}

// Get implements schematron.Cache.
func (c *formCache) Get(name string) []byte {
	if !c.ours() {
		return nil
	}
	b, err := os.ReadFile(filepath.Join(c.dir, name))
	if err != nil {
		return nil
	}
	return b
}

// Put implements schematron.Cache. A file appears whole or not at all.
func (c *formCache) Put(name string, form []byte) {
	if os.MkdirAll(c.dir, 0o700) != nil || !c.ours() {
		return
	}
	c.tidy()
	f, err := os.CreateTemp(c.dir, ".new-*")
	if err != nil {
		return
	}
	_, err = f.Write(form)
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(c.dir, name))
	}
	if err != nil {
		_ = os.Remove(f.Name()) // nothing else is left to do
	}
}

// keptForms is how many schemas a folder keeps: those of a few packs.
const keptForms = 400

// A cache forgets builds that compiled nothing new for a while.
const forgetAfter = 30 * 24 * time.Hour

// tidy empties a folder that has grown too large, and removes those of builds
// that are out of use: the next process fills it with what it needs.
func (c *formCache) tidy() {
	if list, err := os.ReadDir(c.dir); err == nil && len(list) >= keptForms {
		for _, f := range list {
			_ = os.Remove(filepath.Join(c.dir, f.Name()))
		}
	}
	parent := filepath.Dir(c.dir)
	list, _ := os.ReadDir(parent)
	for _, d := range list {
		info, err := d.Info()
		if err == nil && d.IsDir() && strings.HasPrefix(d.Name(), formFolder) && c.clock().Sub(info.ModTime()) > forgetAfter {
			_ = os.RemoveAll(filepath.Join(parent, d.Name()))
		}
	}
}
