package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/cmd/internal/memory"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/reports/terminal"
)

// app is the operating system as commands see it.
type app struct {
	in    *os.File
	out   io.Writer
	err   io.Writer
	self  string // this executable, to launch children
	clock func() time.Time
	made  func() etalon.Build // what this program was made of
	// abandon is done when nothing is waited for any longer.
	abandon context.Context
	small   func() // makes do with little memory; nil: nothing to do
	near    func() // makes do with what the largest message takes; nil: nothing to do
	tty     bool   // err is a terminal: progress may be shown
	color   bool   // out is a terminal that shows colours
	// cacheDir is the user's folder for what can be made again; "": there is none.
	cacheDir string
	width    int // columns of out; 0: unknown
}

func system() *app {
	self, err := os.Executable()
	if err != nil {
		self = os.Args[0]
	}
	width, _ := strconv.Atoi(os.Getenv("COLUMNS")) // absent or odd: unknown
	cache, err := os.UserCacheDir()
	if err == nil {
		cache = filepath.Join(cache, "etalon")
	}
	return &app{
		made: sync.OnceValue(func() etalon.Build {
			return verdicts.Build(version, func() (string, error) { return disk.Digest(self) })
		}),
		cacheDir: cache, small: memory.StaySmall, near: func() { memory.StayNear(memory.Judging) },
		in: os.Stdin, out: os.Stdout, err: os.Stderr, self: self, clock: time.Now, width: width,
		tty: terminalFile(os.Stderr), color: terminalFile(os.Stdout) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb",
	}
}

// say and warn are where commands print, on out and err: whatever a product, a file or
// a child process has a hand in, it does not repaint the reader's screen.
func (a *app) say() io.Writer { return terminal.Plain(a.out) }

func (a *app) warn() io.Writer { return terminal.Plain(a.err) }

func terminalFile(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// terminal is how reports are shown on standard output.
func (a *app) terminal(lang string) terminal.Options {
	return terminal.Options{Lang: lang, Color: a.color, Width: a.width}
}

func tool() etalon.ToolInfo { return etalon.ToolInfo{Name: "etalon", Version: version} }

// usage is an error in what the user gave: a file, a flag, a name.
func usage(err error, hint string) error { return exit.Usage(err, hint) }

type versionCmd struct{}

func (versionCmd) Run(a *app) error {
	_, err := fmt.Fprintf(a.say(), "etalon %s\n", version)
	return err
}

func (a *app) copy(r io.Reader) (int64, error) { return io.Copy(a.out, r) }
