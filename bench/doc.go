// Package bench measures the engine that judges documents: alone, as a whole
// process, and beside engines that others wrote. What it exports is the part
// that needs no machine, documents of any size and statistics of times; the
// measurements are benchmarks in its tests. It may import the standard library;
// its tests may import everything. See README.md for how to run and read them.
package bench
