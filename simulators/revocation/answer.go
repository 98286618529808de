package revocation

import (
	"context"
	"encoding/base64"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/crypto/ocsp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// most bounds a question, in octets: one about a certificate has about a hundred.
const most = 64 << 10

// The kinds of a question, and its answers, as evidence has them.
const (
	askedOCSP = "ocsp"
	askedList = "crl"

	isGood       = "good"
	isRevoked    = "revoked"
	isStale      = "stale"
	isNone       = "none"
	malformed    = "malformed"
	unauthorized = "unauthorized"
)

const day = 24 * time.Hour

// handler takes questions: by POST and GET (RFC 6960, appendix A), and for lists.
func (r *Responder) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /ocsp/{serial}", func(w http.ResponseWriter, q *http.Request) {
		asked, _ := io.ReadAll(http.MaxBytesReader(w, q.Body, most))
		r.ocsp(w, q, asked)
	})
	mux.HandleFunc("GET /ocsp/{serial}/{question...}", func(w http.ResponseWriter, q *http.Request) {
		text, _ := url.PathUnescape(q.PathValue("question"))
		asked, _ := base64.StdEncoding.DecodeString(text)
		r.ocsp(w, q, asked)
	})
	mux.HandleFunc("GET /crl/{serial}", r.list)
	return mux
}

// ocsp answers a question about one certificate.
func (r *Responder) ocsp(w http.ResponseWriter, q *http.Request, asked []byte) {
	serial := q.PathValue("serial")
	inquiry := etalon.Inquiry{Kind: askedOCSP, Serial: serial, Asked: asked}
	about, err := ocsp.ParseRequest(asked)
	flaw, known := r.flaw(serial)
	var told []byte
	now := r.cfg.Clock()
	switch {
	case err != nil:
		inquiry.Answer, told = malformed, ocsp.MalformedRequestErrorResponse
	case !known || about.SerialNumber.Text(16) != serial:
		inquiry.Answer, told = unauthorized, ocsp.UnauthorizedErrorResponse
	case flaw == pki.OCSPSilent:
		inquiry.Answer = isNone
	case flaw == pki.OCSPStale:
		inquiry.Answer = isStale
		told, err = r.cfg.Keys.Status(about.SerialNumber, about.HashAlgorithm, false, now.Add(-3*day), now.Add(-2*day))
	default:
		revoked := flaw == pki.OCSPRevoked
		inquiry.Answer = isGood
		if revoked {
			inquiry.Answer = isRevoked
		}
		told, err = r.cfg.Keys.Status(about.SerialNumber, about.HashAlgorithm, revoked, now.Add(-time.Hour), now.Add(day))
	}
	if err != nil && inquiry.Answer != malformed { // a hash that the library has not
		inquiry.Answer, told = unauthorized, ocsp.UnauthorizedErrorResponse
	}
	r.answer(w, q, inquiry, "application/ocsp-response", told)
}

// list gives the revocation list.
func (r *Responder) list(w http.ResponseWriter, q *http.Request) {
	serial := q.PathValue("serial")
	inquiry := etalon.Inquiry{Kind: askedList, Serial: serial, Answer: isRevoked}
	flaw, known := r.flaw(serial)
	number, is := new(big.Int).SetString(serial, 16)
	if !known || !is {
		inquiry.Answer = unauthorized
		r.answer(w, q, inquiry, "", nil)
		return
	}
	now := r.cfg.Clock()
	from, until, also := now.Add(-time.Hour), now.Add(day), []*big.Int{number}
	if flaw == pki.CRLStale {
		inquiry.Answer = isStale
		from, until, also = now.Add(-3*day), now.Add(-2*day), nil
	}
	told, err := r.cfg.Keys.List(from, until, also...)
	if err != nil {
		inquiry.Answer = isNone
	}
	r.answer(w, q, inquiry, "application/pkix-crl", told)
}

// answer records a question, then answers it: with nothing, or a silence.
func (r *Responder) answer(w http.ResponseWriter, q *http.Request, about etalon.Inquiry, kind string, told []byte) {
	if _, err := r.cfg.Recorder.Connection(etalon.Connection{Opened: r.cfg.Clock(), Remote: q.RemoteAddr, Inquiry: &about}); err != nil {
		select {
		case r.fail <- err:
		default:
		}
		panic(http.ErrAbortHandler)
	}
	switch {
	case about.Answer == isNone:
		r.hold(q.Context())
		panic(http.ErrAbortHandler) // hangs up
	case len(told) == 0:
		http.NotFound(w, q)
	default:
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(told) //nolint:gosec // DER of ours: no browser asks
	}
}

// hold stays silent for a while, or until nobody listens any more.
func (r *Responder) hold(ctx context.Context) {
	timer := time.NewTimer(r.cfg.Silence)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
