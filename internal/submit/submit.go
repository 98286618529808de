package submit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/standing"
)

// Local is a session as it was judged here.
type Local struct {
	Result etalon.Result
	JSON   []byte // its verdict.json
	// Archive writes the dossier as tar.gz.
	Archive func(io.Writer) error
}

// Outcome is what came of it.
type Outcome struct {
	Session string        // its path at the console
	Theirs  etalon.Result // the authority's
	Same    bool          // byte for byte
	Changes []standing.Difference
	Stands  []standing.Difference // in what it stands on, from here to there
}

// sessionPath is what the console may say a session is at.
var sessionPath = regexp.MustCompile(`^/sessions/[0-9]{1,18}$`)

// Submit hands in a session and waits for its judgement until ctx ends or wait is over.
func Submit(ctx context.Context, to Server, l Local, wait time.Duration) (Outcome, error) {
	version, err := to.version(ctx, l.Result.SUT)
	if err != nil {
		return Outcome{}, err
	}
	var o Outcome
	if o.Session, err = to.handIn(ctx, version, l.Archive); err != nil {
		return o, err
	}
	theirs, err := to.await(ctx, o.Session, wait)
	if err != nil {
		return o, err
	}
	if err := json.Unmarshal(theirs, &o.Theirs); err != nil {
		return o, exit.NotReady(fmt.Errorf("verdict.json de l'autorité illisible (of the authority, not readable): %w", err), "")
	}
	o.Same = bytes.Equal(theirs, l.JSON)
	o.Changes = standing.Changes(l.Result, o.Theirs)
	o.Stands = standing.Differences(l.Result.StandsOn, o.Theirs.StandsOn)
	return o, nil
}

// version finds the number of the version that a session is of.
func (s Server) version(ctx context.Context, sut etalon.SUTInfo) (int64, error) {
	var products []struct {
		ID   int64
		Name string
	}
	if err := s.read(ctx, "/products", &products); err != nil {
		return 0, err
	}
	if len(products) != 1 || products[0].Name != sut.Name {
		names := []string{}
		for _, p := range products {
			names = append(names, p.Name)
		}
		return 0, exit.Usage(fmt.Errorf("la session est de « %s », le jeton de (the session is of one product, the token of another) %q", sut.Name, names), "Faites un jeton sur la page de ce produit. (Make a token on the page of that product.)")
	}
	var page struct {
		Versions []struct {
			ID    int64
			Label string
		}
	}
	if err := s.read(ctx, fmt.Sprintf("/products/%d", products[0].ID), &page); err != nil {
		return 0, err
	}
	labels := []string{}
	for _, v := range page.Versions {
		if v.Label == sut.Version {
			return v.ID, nil
		}
		labels = append(labels, v.Label)
	}
	return 0, exit.Usage(fmt.Errorf("la version « %s » de %s n'est pas déclarée ; le sont (is not declared; these are): %q", sut.Version, sut.Name, labels), "Déclarez la version et son périmètre dans la console. (Declare the version and its scope in the console.)")
}

// handIn uploads the archive and has it taken in.
func (s Server) handIn(ctx context.Context, version int64, archive func(io.Writer) error) (string, error) {
	digest, err := s.upload(ctx, version, archive)
	if err != nil {
		return "", err
	}
	body, err := s.do(ctx, http.MethodPost, fmt.Sprintf("/versions/%d/sessions?upload=%s", version, digest), nil)
	if err != nil {
		return "", err
	}
	var done struct{ Location string }
	if json.Unmarshal(body, &done) != nil || !sessionPath.MatchString(done.Location) {
		return "", exit.NotReady(errors.New("ce serveur ne répond pas comme une console d'Étalon (does not answer as a console of Étalon does)"), "--to ADRESSE")
	}
	return done.Location, nil
}

// await gives the verdict.json of a session once it is judged.
func (s Server) await(ctx context.Context, session string, wait time.Duration) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, wait)
	defer stop()
	for {
		var now struct{ State, Why string }
		err := s.read(ctx, session+"?wait=50", &now)
		switch {
		case errors.Is(ctx.Err(), context.DeadlineExceeded):
			return nil, exit.NotReady(fmt.Errorf("%s n'est pas jugée après %s (is not judged after that)", session, wait), "Elle est remise : relancez la même commande pour attendre encore. (It is handed in: run the same command to wait on.)")
		case err != nil:
			return nil, err
		case now.State == "refused":
			return nil, exit.Usage(fmt.Errorf("%s : dossier refusé par l'autorité (dossier refused by the authority): %s", session, now.Why), "")
		case now.State == "judged":
			return s.do(ctx, http.MethodGet, session+"/verdict.json", nil)
		}
	}
}
