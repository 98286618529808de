package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"runtime"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/desk"
	"github.com/etalon-dmp/etalon/internal/service"
	"github.com/etalon-dmp/etalon/internal/validate"
)

type serviceCmd struct {
	Listen string   `default:"127.0.0.1:8090" help:"Adresse ; hors de cette machine, derrière un frontal TLS seulement. (Address; outside this machine, behind a TLS proxy only.)"`
	Behind bool     `help:"Un frontal TLS est devant. (A TLS proxy stands before.)"`
	Pack   []string `help:"Un référentiel de plus, en dossier ; répétable. (Another pack, a folder; repeatable.)" placeholder:"DOSSIER"`
	Jobs   int      `help:"Fichiers jugés en même temps ; autant que de processeurs par défaut. (Files judged at a time; as many as processors by default.)"`
}

// Help gives examples.
func (serviceCmd) Help() string {
	return "Exemples :\n  etalon service\n  etalon service --pack TestContenuCDA-3-0 --listen 127.0.0.1:8090\n\n" +
		"ITB : le service de validation est à /gitb/validation?wsdl, ses entrées sont xml et type (le référentiel).\n" +
		"EVSClient, Gazelle : /metadata, /validation/profiles et /validation/v2/profiles ; un profil est un référentiel.\n" +
		"Rien n'est gardé ni cherché ailleurs. (Nothing is kept, nothing fetched.)"
}

// Run answers until interrupted.
func (c *serviceCmd) Run(ctx context.Context, a *app) error {
	l, err := desk.Listen(ctx, c.Listen, c.Behind)
	if err != nil {
		return err
	}
	defer l.Close()
	bench := &validate.Bench{Means: a.validation(), Cache: a.cache(""), Clock: a.clock}
	defer bench.Close()
	profiles, folders, err := c.profiles(bench)
	if err != nil {
		return err
	}
	jobs := c.Jobs
	if jobs < 1 {
		jobs = runtime.GOMAXPROCS(0)
	}
	s := service.New(service.Config{
		Profiles: profiles, Version: version, AtOnce: jobs, Secure: c.Behind, Clock: a.clock, Errors: a.warn(),
		Judge: func(ctx context.Context, profile, name string, raw []byte, format, lang string) ([]byte, error) {
			return bench.Report(ctx, folders[profile], name, raw, format, lang)
		},
	})
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	fmt.Fprintf(a.say(), "http://%s\n", l.Addr())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err = <-ended:
	case <-ctx.Done():
	}
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer stop()
	return errors.Join(err, server.Shutdown(last))
}

// profiles are the packs of this program and those given, each by its name, and where
// each is. Those given are made ready at once: a pack that cannot judge is told here.
func (c *serviceCmd) profiles(b *validate.Bench) (all []service.Profile, where map[string]string, err error) {
	where = map[string]string{}
	add := func(id, at, version string) {
		all = append(all, service.Profile{ID: id, Title: etalon.Text{FR: "Référentiel " + id, EN: "Pack " + id}, Version: version})
		where[id] = at
	}
	for _, p := range validate.Packs() {
		add(p.Name, p.Name, p.Version)
	}
	for _, folder := range c.Pack {
		of, err := b.Prepare(folder)
		if err != nil {
			return nil, nil, err
		}
		id := filepath.Base(folder)
		if _, taken := where[id]; taken {
			return nil, nil, usage(fmt.Errorf("--pack %s : deux référentiels de ce nom (two packs of that name)", folder), "")
		}
		add(id, folder, of[0].Version)
	}
	return all, where, nil
}
