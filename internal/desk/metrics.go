package desk

import (
	"fmt"
	"net/http"
	"sort"
	"sync"
)

// answered counts the answers of the console by their status.
type answered struct {
	mu    sync.Mutex
	count map[int]int64
}

func newAnswered() *answered { return &answered{count: map[int]int64{}} }

// counted counts what a handler answers.
func (a *answered) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := &status{ResponseWriter: w, code: http.StatusOK}
		defer func() {
			a.mu.Lock()
			defer a.mu.Unlock()
			a.count[s.code]++
		}()
		next.ServeHTTP(s, r)
	})
}

// status keeps the status of an answer.
type status struct {
	http.ResponseWriter
	code int
}

func (s *status) WriteHeader(code int) {
	s.code = code
	s.ResponseWriter.WriteHeader(code)
}

// Unwrap is for http.ResponseController.
func (s *status) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// metrics tells how the console does, in the text form of Prometheus. There is nothing
// of a person or a product in it.
func (d *Desk) metrics(a *answered, version string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		figures, err := d.Store.Figures(r.Context())
		if err != nil {
			http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		fmt.Fprintf(w, "# HELP etalon_build_info The program.\n# TYPE etalon_build_info gauge\netalon_build_info{version=%q} 1\n", version)
		fmt.Fprint(w, "# HELP etalon_things How many sessions, decisions, appeals and jobs are in a state.\n# TYPE etalon_things gauge\n")
		for _, f := range figures {
			fmt.Fprintf(w, "etalon_things{what=%q,state=%q} %d\n", f.What, f.State, f.N)
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		codes := []int{}
		for c := range a.count {
			codes = append(codes, c)
		}
		sort.Ints(codes)
		fmt.Fprint(w, "# HELP etalon_http_answers_total Answers of the console by status since it started.\n# TYPE etalon_http_answers_total counter\n")
		for _, c := range codes {
			fmt.Fprintf(w, "etalon_http_answers_total{code=\"%d\"} %d\n", c, a.count[c])
		}
	})
}
