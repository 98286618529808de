// Package syslog is the codec of syslog messages: the header of RFC 5424, the
// framings of RFC 5425 and RFC 6587, structured data. [Parse] takes any bytes
// and refuses none: what is odd is an anomaly of the layer "syslog", with its
// place. [Reader] cuts a stream into frames, each with every byte that came for
// it; [Message] writes one.
//
// It may import the root package and the standard library.
package syslog
