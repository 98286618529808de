// Package audit measures the audit record repository over TLS from 64 senders,
// with recording on, and the time server's answers. It may import the standard
// library; its tests, which hold the measurements, may import everything.
package audit
