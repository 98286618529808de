// Package sittings opens the one address of a console on this machine: its port, its keys
// in the console's data, and the dossiers of what is played there, until they are handed
// in.
package sittings
