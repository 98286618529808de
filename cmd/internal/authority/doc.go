// Package authority opens what the authority's commands stand on, on this machine: the
// database of a console, and the providers that people log in by and that statements are
// stamped by.
package authority
