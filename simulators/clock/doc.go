// Package clock is the time server of CT (ITI-1): NTP and SNTP, versions 1 to 4.
// It tells the time of the session's clock, or, told to, a wrong one, one that
// is not synchronised, that somebody is to go away, or an answer to another
// question.
//
// It may import the root package, simulators/actor, the codec of NTP and the
// standard library.
package clock
