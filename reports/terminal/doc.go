// Package terminal writes a verdict for a person at a terminal, in French or in
// English. It is made to be read aloud too: labels before values, words before
// colours, no frames of lines. What the system under test sent is shown with
// its control characters made visible.
//
// Whether there is a terminal, how wide it is and whether it shows colours is
// for the caller to say: this package may import the root package, reports,
// tablewriter and the standard library only.
package terminal
