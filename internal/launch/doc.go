// Package launch runs one session as a child process: its events come back on a
// pipe, one JSON object a line; an interrupt reaches it as SIGINT (on Windows, as
// the break event of its console), then, when it does not leave, it is killed.
// Whatever becomes of the child, what it recorded stays in its dossier.
//
// It may import the root package and os/exec; it must not import Ginkgo.
package launch
