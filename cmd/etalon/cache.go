package main

import (
	"path/filepath"

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
	build, err := disk.Build(a.self, version)
	if asked == "" || asked == cacheOff || err != nil {
		return validate.NoCache{}
	}
	return &disk.FormCache{Dir: filepath.Join(asked, disk.FormFolder+build), Clock: a.clock}
}
