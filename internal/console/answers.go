package console

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// machine tells a request of a program: it is answered in JSON, on the same paths as a
// person is in pages.
func (v *visit) machine() bool {
	return strings.Contains(v.r.Header.Get("Accept"), "application/json")
}

// json answers a program.
func (v *visit) json(status int, of any) error {
	v.w.Header().Set("Content-Type", "application/json")
	v.w.WriteHeader(status)
	return json.NewEncoder(v.w).Encode(of)
}

// done is the answer to a program that something is done, and where it shows.
type done struct {
	Location string `json:"location"`
}

// to sends a person to a page once something is done.
func (v *visit) to(format string, args ...any) error {
	at := fmt.Sprintf(format, args...)
	if v.machine() {
		return v.json(http.StatusOK, done{at})
	}
	http.Redirect(v.w, v.r, at, http.StatusSeeOther) //nolint:gosec // a path of ours with a number in it
	return nil
}

// problem is why something was not done (RFC 9457).
type problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

func (v *visit) problem(status int, why string) error {
	v.w.Header().Set("Content-Type", "application/problem+json")
	v.w.WriteHeader(status)
	return json.NewEncoder(v.w).Encode(problem{http.StatusText(status), status, why})
}
