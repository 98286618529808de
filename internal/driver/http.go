package driver

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// HTTP calls a service that the vendor writes, as openapi.yaml says.
type HTTP struct {
	base   string
	client *http.Client
}

var _ Driver = (*HTTP)(nil)

// NewHTTP drives the service at base ("http://127.0.0.1:9000"). It follows no
// redirection and uses no proxy: a driver is near the product, or is not one.
func NewHTTP(base string) (*HTTP, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, fmt.Errorf("http driver: %q is not an http address", base)
	}
	return &HTTP{
		base: strings.TrimSuffix(base, "/"),
		client: &http.Client{
			Transport:     &http.Transport{DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// Do posts one action. 501 is another way to say unsupported.
func (d *HTTP) Do(ctx context.Context, a etalon.Action) (etalon.Reaction, error) {
	body, err := json.Marshal(a)
	if err != nil {
		return etalon.Reaction{}, fmt.Errorf("http driver: write the action: %w", err)
	}
	path := "/actions/" + url.PathEscape(string(a.Name))
	status, answer, err := d.call(ctx, http.MethodPost, path, body)
	switch {
	case err != nil:
		return etalon.Reaction{}, err
	case status == http.StatusNotImplemented:
		return etalon.Reaction{Status: etalon.ReactUnsupported}, nil
	case status != http.StatusOK:
		return etalon.Reaction{}, d.refused(path, status, answer)
	}
	r, err := reaction(answer)
	if err != nil {
		return etalon.Reaction{}, fmt.Errorf("http driver: %s: %w", path, err)
	}
	return r, nil
}

// Attest answers from the last reaction.
func (d *HTTP) Attest(_ context.Context, q plan.Question, last etalon.Reaction) (string, string, error) {
	answer, err := attest(q, last)
	return answer, d.Name(), err
}

// Reset posts /reset.
func (d *HTTP) Reset(ctx context.Context) error { return d.simple(ctx, http.MethodPost, "/reset") }

// Health gets /health.
func (d *HTTP) Health(ctx context.Context) error { return d.simple(ctx, http.MethodGet, "/health") }

// Name is "http".
func (d *HTTP) Name() string { return "http" }

func (d *HTTP) simple(ctx context.Context, method, path string) error {
	status, answer, err := d.call(ctx, method, path, nil)
	if err == nil && status != http.StatusOK && status != http.StatusNoContent {
		err = d.refused(path, status, answer)
	}
	return err
}

func (d *HTTP) refused(path string, status int, answer []byte) error {
	return fmt.Errorf("http driver: %s answered %d, %q: %w", path, status, brief(answer), ErrContract)
}

// call does one exchange and reads at most one byte more than a Reaction may have.
func (d *HTTP) call(ctx context.Context, method, path string, body []byte) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, d.base+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, fmt.Errorf("http driver: %w", err)
	}
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := d.client.Do(req)
	if err != nil {
		return 0, nil, fmt.Errorf("http driver: %w", err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxReaction+1))
	if err != nil {
		return 0, nil, fmt.Errorf("http driver: read the answer of %s: %w", path, err)
	}
	return res.StatusCode, answer, nil
}
