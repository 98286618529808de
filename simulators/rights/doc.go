// Package rights is the authorisation service of the simulated DMP
// ("habilitations"): TD0.3, with which a professional declares or ends the own
// authorisation on a record, and TD1.6, who is authorised or blocked.
//
// It may import the root package, internal/wire/{own,xmldoc}, simulators/actor
// and the standard library.
package rights
