// Package campaign is the work of certification: who may do what, what a product
// claims, which sessions it handed in, what was decided and by whom. Everything that
// matters is added and stays; nothing is changed in silence. It decides no verdict:
// that is the judge's.
//
// It may import the root package and the standard library. Where things are kept is
// its Store; files, clocks and processes are given.
package campaign
