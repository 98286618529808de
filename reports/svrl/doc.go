// Package svrl writes a verdict in the Schematron Validation Report Language
// (ISO/IEC 19757-3), for the tools that gather such reports: one active pattern
// for each scenario, one fired rule for each requirement that met something to
// judge, one failed assert for each finding. Such tools count failed asserts,
// so a verdict that is not PASS always has one, and a pass on a part of a
// profile says so in a report of its own.
//
// The report of one Schematron file on one document is another thing: the
// engine writes it, with the assertions' own tests.
//
// It may import the root package, reports and the standard library only.
package svrl
