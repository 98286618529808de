package submit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon/internal/exit"
)

// Server is a console and the token to show it.
type Server struct {
	base   string
	token  string
	client *http.Client
	pause  time.Duration // after a line first broke
}

// mostAnswer bounds an answer of the console, in bytes.
const mostAnswer = 256 << 20

// NewServer names a console. Its token crosses the network: outside this machine that
// takes TLS.
func NewServer(address, token string, client *http.Client) (Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) || u.RawQuery != "" || u.User != nil {
		return Server{}, exit.Usage(fmt.Errorf("%q : une adresse https, ou http sur cette machine (an https address, or http on this machine)", address), "--to https://etalon.autorite.example")
	}
	if token = strings.TrimSpace(token); token == "" || strings.ContainsAny(token, " \r\n\t") {
		return Server{}, exit.Usage(errors.New("aucun jeton (no token)"), "Faites un jeton sur la page du produit, puis --token FICHIER ou ETALON_TOKEN. (Make a token on the page of the product.)")
	}
	c := *client
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse } // the token is for that server
	return Server{strings.TrimSuffix(u.String(), "/"), token, &c, time.Second}, nil
}

// Patient gives the server with another pause after a line broke, which doubles each time.
func (s Server) Patient(pause time.Duration) Server { s.pause = pause; return s }

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// read asks for something and reads it.
func (s Server) read(ctx context.Context, path string, into any) error {
	body, err := s.do(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return exit.NotReady(fmt.Errorf("%s%s ne répond pas comme une console d'Étalon (does not answer as a console of Étalon does): %w", s.base, path, err), "--to ADRESSE")
	}
	return nil
}

// do asks the console, and gives what it answers or why it did not.
func (s Server) do(ctx context.Context, method, path string, body io.Reader) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, s.base+path, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+s.token)
	r.Header.Set("Accept", "application/json")
	if body != nil {
		r.Header.Set("Content-Type", "application/gzip")
	}
	resp, err := s.client.Do(r)
	if err != nil {
		return nil, exit.NotReady(fmt.Errorf("la console ne répond pas (the console does not answer): %w", err), "Vérifiez l'adresse et le réseau, puis relancez : ce qui est remis deux fois ne compte qu'une fois. (Check the address and the network, and run again: what is handed in twice counts once.)")
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, mostAnswer))
	if err != nil {
		return nil, exit.NotReady(err, "")
	}
	if resp.StatusCode == http.StatusOK {
		return answer, nil
	}
	var problem struct{ Detail string }
	if json.Unmarshal(answer, &problem) != nil || problem.Detail == "" {
		problem.Detail = resp.Status
	}
	err = fmt.Errorf("%s %s : %s [%d]", method, path, problem.Detail, resp.StatusCode)
	if resp.StatusCode >= http.StatusInternalServerError || resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode < http.StatusBadRequest {
		return nil, exit.NotReady(err, "")
	}
	return nil, exit.Usage(err, "")
}
