package etalon

// Offered is what a TLS client offered in its greeting, in its own order.
type Offered struct {
	Versions     []string `json:"versions,omitempty"`     // "1.3", "1.2"
	CipherSuites []string `json:"cipherSuites,omitempty"` // by the names of IANA; 0x… for one without
	ServerName   string   `json:"serverName,omitempty"`   // SNI
	Protocols    []string `json:"protocols,omitempty"`    // ALPN
	// Status tells that it wants to know whether the certificate is revoked (RFC 6066 §8).
	Status bool `json:"status,omitempty"`
}
