//go:build !windows

package disk

import (
	"errors"
	"os"
)

// syncDir makes the names in a folder as lasting as the files.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
