// Package wire measures the transactions of the simulated DMP over mutual TLS on
// loopback, with recording on, beside the same bytes through a bare net/http
// handler that only reads and answers. It may import the standard library; its
// tests, which hold the measurements, may import everything. See README.md.
package wire
