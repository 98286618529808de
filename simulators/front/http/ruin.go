package http

import (
	"net/http"

	"github.com/etalon-dmp/etalon"
)

// Ruin gives what a behaviour does to the way an answer is carried, whatever the
// answer says; false for one that does nothing to it.
func Ruin(b etalon.BehaviourName) (func(*Reply), bool) {
	f, ok := ruins[b]
	return f, ok
}

var ruins = map[etalon.BehaviourName]func(*Reply){
	etalon.BehaveCutInHead: func(r *Reply) { r.Cut, r.Note = CutInHead, "connection cut in the headers" },
	etalon.BehaveCutInBody: func(r *Reply) { r.Cut, r.Note = CutInBody, "connection cut in the body" },
	etalon.BehaveHTTP500: func(r *Reply) {
		*r = Reply{
			Status: http.StatusInternalServerError, ContentType: "text/html; charset=UTF-8",
			Body: []byte("<html><head><title>500</title></head><body><h1>Erreur interne</h1></body></html>"),
		}
	},
	etalon.BehaveHTTP500Empty: func(r *Reply) { *r = Reply{Status: http.StatusInternalServerError} },
	etalon.BehaveHTTP503: func(r *Reply) {
		*r = Reply{
			Status: http.StatusServiceUnavailable, ContentType: "text/plain; charset=UTF-8",
			Header: []Header{{Name: "Retry-After", Value: "120"}}, Body: []byte("Service indisponible\n"),
		}
	},
	etalon.BehaveEmptyBody: func(r *Reply) {
		*r = Reply{Status: http.StatusOK, ContentType: r.ContentType}
	},
	etalon.BehaveWrongContentType: func(r *Reply) { r.ContentType = "text/html; charset=UTF-8" },
	etalon.BehaveNotXML: func(r *Reply) {
		*r = Reply{Status: http.StatusOK, ContentType: "application/soap+xml; charset=UTF-8", Body: []byte("Réponse & <indisponible\n")}
	},
}
