package lps

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"

	"github.com/etalon-dmp/etalon"
)

// maxAction bounds the JSON of one action.
const maxAction = 4 << 20

// Handler is the LPS's side of the http driver: POST /actions/{name} takes an
// Action and gives a Reaction, POST /reset ends the session, GET /health says
// that it is up.
func (l *LPS) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, map[string]string{"name": l.cfg.Name, "version": l.cfg.Version, "status": "up"})
	})
	mux.HandleFunc("POST /reset", func(w http.ResponseWriter, _ *http.Request) {
		l.Reset()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("POST /actions/{name}", l.serveAction)
	return mux
}

func (l *LPS) serveAction(w http.ResponseWriter, r *http.Request) {
	name := etalon.ActionName(r.PathValue("name"))
	if !slices.Contains(etalon.ActionNames(), name) {
		http.Error(w, "unknown action", http.StatusNotImplemented)
		return
	}
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxAction))
	if err != nil {
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	var a etalon.Action
	if err := json.Unmarshal(b, &a); err != nil {
		http.Error(w, "not an action: "+err.Error(), http.StatusBadRequest)
		return
	}
	if a.Name != name {
		http.Error(w, "the path and the action differ", http.StatusBadRequest)
		return
	}
	writeJSON(w, l.Do(r.Context(), a))
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(v) // the other side has gone: nobody to tell
}
