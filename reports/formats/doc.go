// Package formats is the one list of report formats: what run, judge and
// validate can write, under which name, in which file. A new format is one line
// here, and every command has it.
//
// It may import the root package, reports and the renderers only.
package formats
