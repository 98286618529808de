// Package imaging measures the judging of imaging manifests, by the instances that they
// refer to. It holds benchmarks only; they may import everything.
package imaging
