// Package rights is the authorisation service of the simulated DMP
// ("habilitations"): TD0.3, with which a professional declares or ends the own
// authorisation on a record.
//
// It may import the standard library, internal/wire/soap and internal/wire/xmldoc.
package rights
