package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/etalon-dmp/etalon"
)

// Profile is what a file can be judged by.
type Profile struct {
	ID      string // of a pack
	Title   etalon.Text
	Version string
}

// Judge judges one file by a profile, and gives the report in a format: "gitb" (a
// TestStepReport of a TAR) or "gazelle" (a report of version 2). An error is the
// machine's.
type Judge func(ctx context.Context, profile, name string, raw []byte, format, lang string) ([]byte, error)

// Config is what the service stands on.
type Config struct {
	Profiles []Profile
	Judge    Judge
	Version  string // of the program
	AtOnce   int    // files judged at a time
	Secure   bool   // it is reached over TLS, which a proxy before it ends
	Clock    func() time.Time
	Errors   io.Writer // what the machine could not do
}

// The limits of a request.
const (
	mostFile    = 64 << 20 // bytes of a file
	mostBody    = mostFile/3*4 + 1<<20
	mostInputs  = 16 // that a request may list: one is judged, the others say how
	judgeTime   = 10 * time.Minute
	pauseSecond = 5 // after which a busy service may be asked again
)

// Service is the handler of both.
type Service struct {
	Config
	room chan struct{}
	mux  *http.ServeMux
}

// New makes a service.
func New(c Config) *Service {
	s := &Service{Config: c, room: make(chan struct{}, max(1, c.AtOnce)), mux: http.NewServeMux()}
	s.mux.HandleFunc("GET /{$}", s.about)
	s.mux.HandleFunc("GET /metadata", s.metadata)
	s.mux.HandleFunc("GET /validation/profiles", s.profiles)
	s.mux.HandleFunc("GET /validation/v2/profiles", s.profiles2)
	s.mux.HandleFunc("POST /validation/validate", s.validate1)
	s.mux.HandleFunc("POST /validation/v2/validate", s.validate2)
	s.mux.HandleFunc("GET /gitb/validation", s.wsdl)
	s.mux.HandleFunc("POST /gitb/validation", s.soap)
	return s
}

// ServeHTTP implements http.Handler.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, mostBody)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	s.mux.ServeHTTP(w, r)
}

// errMany is the error of a request that lists more than any has.
var errMany = fmt.Errorf("%w: plus de %d fichiers ou paramètres (more files or parameters than that)", errAsked, mostInputs)

// errBusy is the error of a service that judges as many files as it may.
var errBusy = errors.New("le banc est occupé (the service is busy)")

// judged judges a file when there is room.
func (s *Service) judged(ctx context.Context, profile, name string, raw []byte, format, lang string) ([]byte, error) {
	select {
	case s.room <- struct{}{}:
		defer func() { <-s.room }()
	case <-ctx.Done():
		return nil, errBusy
	}
	ctx, stop := context.WithTimeout(ctx, judgeTime)
	defer stop()
	return s.Judge(ctx, profile, name, raw, format, lang)
}

func (s *Service) known(profile string) (Profile, bool) {
	for _, p := range s.Profiles {
		if p.ID == profile {
			return p, true
		}
	}
	return Profile{}, false
}

// about tells a person what stands here.
func (s *Service) about(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintf(w, "Étalon %s, service de validation (validation service)\n\nGITB     /gitb/validation?wsdl\nGazelle  /metadata  /validation/profiles  /validation/v2/profiles\n\n", s.Version)
	for _, p := range s.Profiles {
		fmt.Fprintf(w, "%-10s %s\n", p.ID, p.Title.FR)
	}
}

// base is the address that a client reached.
func (s *Service) base(r *http.Request) string {
	if s.Secure {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// language is that which a client prefers, of the two there are.
func language(r *http.Request) string {
	if l := r.Header.Get("Accept-Language"); len(l) >= 2 && l[:2] == "en" {
		return "en"
	}
	return "fr"
}

func (s *Service) json(w http.ResponseWriter, status int, of any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(of); err != nil {
		s.note(err)
	}
}

// note keeps an error of the machine where its owner looks.
func (s *Service) note(err error) { _, _ = fmt.Fprintln(s.Errors, err) } // a log that cannot be written stops nobody
