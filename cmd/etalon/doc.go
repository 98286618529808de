// Command etalon certifies, against executed rules, that software talks to the
// French shared medical record (DMP) the way CI-SIS and IHE say.
//
// This package is the grammar of the command line and the wiring of the rooms;
// the operating system is touched here, in cmd/internal and in internal/launch,
// nowhere else.
package main
