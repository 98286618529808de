package objects

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Where is a place in a store.
type Where struct {
	Endpoint string // https://host:port
	Region   string
	Bucket   string
	Prefix   string        // of names, with a slash at its end; "" for none
	Lock     time.Duration // how long what is kept cannot be deleted; 0: it can
}

// ErrWhere is the error of an address that is none.
var ErrWhere = errors.New("s3://SEAU/PRÉFIXE?endpoint=https://HÔTE:PORT&region=RÉGION&lock=JOURS")

// Parse reads an address: s3://bucket/prefix?endpoint=…&region=…&lock=days. Keys are no
// part of it. Without TLS it is of this machine alone: keys and messages cross it.
func Parse(address string) (Where, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Host == "" {
		return Where{}, fmt.Errorf("%w : %q", ErrWhere, address)
	}
	if u.User != nil {
		return Where{}, fmt.Errorf("%w : les clés viennent de l'environnement, non de l'adresse (keys come from the environment, not the address)", ErrWhere)
	}
	q := u.Query()
	w := Where{Endpoint: q.Get("endpoint"), Region: q.Get("region"), Bucket: u.Host, Prefix: strings.Trim(u.Path, "/")}
	if w.Prefix != "" {
		w.Prefix += "/"
	}
	if w.Region == "" {
		w.Region = "us-east-1"
	}
	if days := q.Get("lock"); days != "" {
		n, err := strconv.Atoi(days)
		if err != nil || n < 1 || n > 36500 {
			return Where{}, fmt.Errorf("%w : lock=%q", ErrWhere, days)
		}
		w.Lock = time.Duration(n) * 24 * time.Hour
	}
	for name := range q {
		if name != "endpoint" && name != "region" && name != "lock" {
			return Where{}, fmt.Errorf("%w : %q", ErrWhere, name)
		}
	}
	return w, w.check()
}

func (w Where) check() error {
	e, err := url.Parse(w.Endpoint)
	if err != nil || e.Host == "" || e.User != nil || e.Path != "" && e.Path != "/" || e.Scheme != "https" && e.Scheme != "http" {
		return fmt.Errorf("%w : endpoint=%q", ErrWhere, w.Endpoint)
	}
	if ip := net.ParseIP(e.Hostname()); e.Scheme == "http" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("%w : sans TLS, sur cette machine seulement (without TLS on this machine only)", ErrWhere)
	}
	return nil
}
