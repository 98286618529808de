package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/validate"
)

// cacheOff is the value of --cache that keeps nothing.
const cacheOff = "off"

// cache gives the cache that --cache names, or the user's.
func (a *app) cache(asked string) validate.Cache {
	if asked == "" {
		asked = a.cacheDir
	}
	build, err := a.build()
	if asked == "" || asked == cacheOff || err != nil {
		return validate.NoCache{}
	}
	return &disk.FormCache{Dir: filepath.Join(asked, disk.FormFolder+build), Clock: a.clock}
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
