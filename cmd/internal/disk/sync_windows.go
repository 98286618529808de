package disk

// syncDir has nothing to do: Windows refuses to flush a folder that is open for
// reading, and NTFS keeps names in its own journal.
func syncDir(string) error { return nil }
