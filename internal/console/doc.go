// Package console is the web console of campaigns: pages rendered here, usable
// without a script, French first and English whole. It asks the store as the person
// who is logged in, and decides nothing that the domain does not.
//
// It may import the root package, internal/{campaign,login,oidc,paper,store} and the standard
// library. Dossiers, judging and signing are given to it.
package console
