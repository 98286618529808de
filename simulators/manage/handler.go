package manage

import (
	"encoding/json"
	"net"
	"net/http"
	"strings"
)

// paths explains itself to who asks for the root.
var paths = map[string]string{
	"GET /health":               "vivant (alive)",
	"GET /state":                "patients, comptes, comportements armés, réglages du registre (patients, counts, armed behaviours, settings of the registry)",
	"GET /state/patients/{id}":  "documents, classeurs et lots d'un patient, par nom de fixture ou identifiant (documents, folders and submission sets of a patient)",
	"GET /documents/{uniqueId}": "versions d'un document (versions of a document)",
	"GET /objects/{entryUUID}":  "un objet du registre, en ebRIM (a registry object, as ebRIM)",
}

// Handler shows a world. It answers the machine itself only: a request must
// name a loopback host, so that no page of the web can read through a browser.
func Handler(w World) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(out http.ResponseWriter, _ *http.Request) { tell(out, http.StatusOK, paths) })
	mux.HandleFunc("GET /health", func(out http.ResponseWriter, _ *http.Request) {
		tell(out, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /state", func(out http.ResponseWriter, _ *http.Request) { tell(out, http.StatusOK, w.State()) })
	mux.HandleFunc("GET /state/patients/{id}", func(out http.ResponseWriter, r *http.Request) {
		if p, known := w.Patient(r.PathValue("id")); known {
			tell(out, http.StatusOK, p)
			return
		}
		missing(out, "patient inconnu (unknown patient)")
	})
	mux.HandleFunc("GET /documents/{id}", func(out http.ResponseWriter, r *http.Request) {
		if found := w.Documents(r.PathValue("id")); len(found) > 0 {
			tell(out, http.StatusOK, found)
			return
		}
		missing(out, "document inconnu (unknown document)")
	})
	mux.HandleFunc("GET /objects/{id}", func(out http.ResponseWriter, r *http.Request) {
		xml := w.Object(r.PathValue("id"))
		if xml == "" {
			missing(out, "objet inconnu (unknown object)")
			return
		}
		out.Header().Set("Content-Type", "application/xml; charset=utf-8")
		_, _ = out.Write([]byte(xml)) // a reader that left is nobody's trouble
	})
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		out.Header().Set("Cache-Control", "no-store")
		out.Header().Set("X-Content-Type-Options", "nosniff")
		switch {
		case !Loopback(r.Host):
			tell(out, http.StatusForbidden, problem{"cette vue est pour la machine elle-même (this view is for the machine itself)"})
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			out.Header().Set("Allow", "GET, HEAD")
			tell(out, http.StatusMethodNotAllowed, problem{"lecture seule (read-only)"})
		default:
			mux.ServeHTTP(out, r)
		}
	})
}

// Loopback says whether a host, with or without a port, is the machine itself.
func Loopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

type problem struct {
	Error string `json:"error"`
}

func missing(out http.ResponseWriter, why string) { tell(out, http.StatusNotFound, problem{why}) }

func tell(out http.ResponseWriter, status int, v any) {
	out.Header().Set("Content-Type", "application/json")
	out.WriteHeader(status)
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // our own types; a reader that left is nobody's trouble
}
