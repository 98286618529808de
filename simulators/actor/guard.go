package actor

import "fmt"

// Guard runs f and words its panic: a defect of a simulator is told and
// survived.
func Guard(where string, f func()) (note string) {
	defer func() {
		if p := recover(); p != nil {
			note = fmt.Sprintf("simulator defect: panic in %s: %v", where, p)
		}
	}()
	f()
	return ""
}
