package store

// Tables is tables.
func Tables() []string { return tables() }
