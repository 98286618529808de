// Package desk is what the authority's machine does between its console, its queue
// and its store: it takes a dossier in when it is of the version that it is handed in
// for, judges it by the rules of this program, and signs decisions.
//
// It may import the root package and internal/{campaign,dossier,exit,plan,seal,store,
// union,verdicts}; files, keys and the clock are given.
package desk
