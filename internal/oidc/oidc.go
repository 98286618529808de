package oidc

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Settings are those of a provider.
type Settings struct {
	Name     string   `json:"name"`     // as people know it
	Issuer   string   `json:"issuer"`   // https, or http on this machine
	ClientID string   `json:"clientId"` //
	Secret   string   `json:"clientSecret"`
	Redirect string   `json:"redirect"` // address of the console's /login/oidc/return
	Scopes   []string `json:"scopes"`   // beside openid
	// ACR is asked for, and the least that is taken; "": whatever comes.
	ACR string `json:"acr"`
	// Claim is the one whose value is the login of an account here.
	Claim string `json:"claim"`
	// Authorize is where people are sent, where it is not what the provider's metadata
	// say: some have a page of their own before it.
	Authorize string `json:"authorize"`
}

// ErrIdentity is the error of an identity that is not established.
var ErrIdentity = errors.New("identité non établie par le fournisseur (identity not established by the provider)")

// Check tells what is wrong with settings.
func (s Settings) Check() error {
	for name, v := range map[string]string{"issuer": s.Issuer, "redirect": s.Redirect, "authorize": s.Authorize} {
		u, err := url.Parse(v)
		if v == "" && name == "authorize" {
			continue
		}
		if local := err == nil && u.Scheme == "http" && (u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost" || u.Hostname() == "::1"); err != nil || u.Host == "" || u.Scheme != "https" && !local {
			return fmt.Errorf("%s : %q n'est pas une adresse https (is not an https address)", name, v)
		}
	}
	for name, v := range map[string]string{"clientId": s.ClientID, "clientSecret": s.Secret, "claim": s.Claim, "name": s.Name} {
		if strings.TrimSpace(v) == "" {
			return fmt.Errorf("%s manque (is missing)", name)
		}
	}
	return nil
}

// Provider is one that people log in by. It is asked who it is when the first does.
type Provider struct {
	Settings
	client *http.Client

	mu    sync.Mutex
	known *oidc.Provider
}

// New makes a provider.
func New(s Settings, client *http.Client) (*Provider, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	c := *client
	c.Timeout = 20 * time.Second
	return &Provider{Settings: s, client: &c}, nil
}

// Title is the name of the provider as people know it.
func (p *Provider) Title() string { return p.Name }

func (p *Provider) provider(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known != nil {
		return p.known, nil
	}
	// Its keys are asked for again when they change: that outlives this request.
	known, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.Issuer)
	if err != nil {
		return nil, err
	}
	p.known = known
	return known, nil
}

func (p *Provider) config(known *oidc.Provider) oauth2.Config {
	at := known.Endpoint()
	if p.Authorize != "" {
		at.AuthURL = p.Authorize
	}
	return oauth2.Config{ClientID: p.ClientID, ClientSecret: p.Secret, Endpoint: at, RedirectURL: p.Redirect, Scopes: append([]string{oidc.ScopeOpenID}, p.Scopes...)}
}

// Attempt is one login under way. It stays in the browser that began it.
type Attempt struct{ State, Nonce, Verifier string }

// Begin gives where to send somebody.
func (p *Provider) Begin(ctx context.Context) (to string, a Attempt, err error) {
	known, err := p.provider(ctx)
	if err != nil {
		return "", a, err
	}
	a = Attempt{oauth2.GenerateVerifier(), oauth2.GenerateVerifier(), oauth2.GenerateVerifier()}
	options := []oauth2.AuthCodeOption{oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)}
	if p.ACR != "" {
		options = append(options, oauth2.SetAuthURLParam("acr_values", p.ACR))
	}
	c := p.config(known)
	return c.AuthCodeURL(a.State, options...), a, nil
}

// End gives the login of who comes back with an answer, once it is established.
func (p *Provider) End(ctx context.Context, a Attempt, answer url.Values) (string, error) {
	if a.State == "" || subtle.ConstantTimeCompare([]byte(a.State), []byte(answer.Get("state"))) != 1 {
		return "", fmt.Errorf("%w: une autre demande (another request)", ErrIdentity)
	}
	if e := answer.Get("error"); e != "" {
		return "", fmt.Errorf("%w: %.100q", ErrIdentity, e)
	}
	known, err := p.provider(ctx)
	if err != nil {
		return "", err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	c := p.config(known)
	token, err := c.Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrIdentity, err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := known.Verifier(&oidc.Config{ClientID: p.ClientID}).Verify(ctx, raw)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrIdentity, err)
	}
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return "", fmt.Errorf("%w: %w", ErrIdentity, err)
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(a.Nonce)) != 1:
		return "", fmt.Errorf("%w: nonce", ErrIdentity)
	case p.ACR != "" && claims["acr"] != p.ACR:
		return "", fmt.Errorf("%w: acr %.40v, non %s", ErrIdentity, claims["acr"], p.ACR)
	}
	if _, there := claims[p.Claim]; !there { // some say it where they are asked with the token alone
		said, err := known.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil || said.Subject != id.Subject || said.Claims(&claims) != nil {
			return "", fmt.Errorf("%w: userinfo", errors.Join(ErrIdentity, err))
		}
	}
	who, _ := claims[p.Claim].(string)
	if who == "" {
		return "", fmt.Errorf("%w: sans %s (without it)", ErrIdentity, p.Claim)
	}
	return who, nil
}

// Read makes a provider of settings in JSON.
func Read(raw []byte, client *http.Client) (*Provider, error) {
	var s Settings
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return nil, err
	}
	return New(s, client)
}
