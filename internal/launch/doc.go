// Package launch is the one room for processes. It runs one session as a child:
// its events come back on a pipe, one JSON object a line; an interrupt reaches it
// as SIGINT (on Windows, as the break event of its console), and when it does not
// leave, it is killed. Whatever becomes of the child, what it recorded stays in
// its dossier. It also runs a vendor's command to its end, and keeps a child that
// serves: the reference product, or a worker that may crash in our stead.
//
// It may import the root package and os/exec; it must not import Ginkgo.
package launch
