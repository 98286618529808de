package facts

import "github.com/etalon-dmp/etalon"

func (e Environment) write(w *writer) {
	said := []string{
		"vihf-version", e.VIHFVersion, "ins-oid", e.INSOID, "dmp-oid", e.DMPOID,
		"repository-id", e.RepositoryID, "mode", string(e.Mode), "lps-name", e.LPSName, "lps-version", e.LPSVersion,
	}
	if e.ClockPeriod > 0 {
		said = append(said, "clock-period", integer(e.ClockPeriod))
	}
	w.empty("environment", said...)
}

// connection writes ev:connection and the certificates of the peer. garbage
// quotes what arrived in place of a handshake.
func (c *composer) connection(conn etalon.Connection) {
	c.mark(c.in.Exchange.ID, etalon.Location{Direction: "request", XPath: "tls", Offset: -1})
	writeConnection(&c.writer, conn, c.in.TrustedCAs, c.in.Vault)
	c.unmark()
}

func writeConnection(w *writer, conn etalon.Connection, trusted [][]byte, vault *Vault) {
	garbage := ""
	if len(conn.Garbage) > 0 {
		garbage = excerpt(conn.Garbage)
	}
	w.begin("connection", "id", string(conn.ID), "opened", instant(conn.Opened), "local", conn.Local, "tls", conn.TLS.Version,
		"suite", conn.TLS.CipherSuite, "server-name", conn.TLS.ServerName, "error", conn.TLS.Error, "shown", conn.TLS.Shown, "shown-serial", conn.TLS.ShownSerial, "garbage", garbage)
	w.newline()
	if conn.TLS.Offered != nil {
		writeOffered(w, *conn.TLS.Offered)
	}
	role := "tls-client"
	if conn.Sent {
		role = "tls-server"
	}
	few := firstCertificates(conn.TLS.Certificates)
	for i, der := range few {
		vault.write(certificateFacts{role, i, der, few, conn.Opened}, w, trusted)
	}
	w.end()
}

// writeInquiry writes the ev:inquiry that a connection was made for.
func writeInquiry(w *writer, conn etalon.Connection) {
	i := conn.Inquiry
	w.empty("inquiry", "kind", i.Kind, "serial", i.Serial, "answer", i.Answer, "at", instant(conn.Opened))
}

// writeOffered writes the ev:client-hello that the TLS library read.
func writeOffered(w *writer, o etalon.Offered) {
	w.begin("client-hello", "legacy-version", "", "server-name", o.ServerName, "bytes", "", "status-request", boolean(o.Status))
	for _, v := range o.Versions {
		w.empty("offered-version", "value", v)
	}
	for _, s := range o.CipherSuites {
		w.empty("offered-suite", "code", "", "name", s)
	}
	for _, p := range o.Protocols {
		w.empty("offered-protocol", "value", p)
	}
	w.end()
}
