package disk

import "os"

// lock does nothing here: the file is opened for appending, and two sessions of one
// dossier show as a chain that does not hold.
func lock(*os.File) error { return nil }
