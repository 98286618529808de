// Package ntp is the codec of NTP and SNTP packets, versions 1 to 4: the header
// of 48 bytes that both share, extension fields and a MAC as bytes that follow
// it. [Read] takes any bytes and refuses none: what is odd is an anomaly of the
// layer "ntp". Source: RFC 5905 §7.3, RFC 4330 §4.
//
// It may import the root package and the standard library.
package ntp
