package main

import "github.com/etalon-dmp/etalon/internal/exit"

// usage is an error in what the user gave: a file, a flag, a name.
func usage(err error, hint string) error { return exit.Usage(err, hint) }
