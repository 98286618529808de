// Package oidc logs people in by an OpenID Connect provider: authorization code with
// PKCE, state and nonce, the identity token verified. It says who somebody is; whether
// that is an account here, and what it may do, is the console's.
//
// It may import go-oidc and oauth2, and nothing of ours.
package oidc
