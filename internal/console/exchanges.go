package console

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// Crossed is one exchange of a dossier, as it crossed the wire.
type Crossed struct {
	etalon.ExchangeSummary
	Size [2]int64 `json:"size"` // of request and response, in bytes
	// Curl asks the same again, of whatever address is put in the place of $URL; "" for
	// what is no request over HTTP.
	Curl string `json:"curl,omitempty"`
}

// crossedPage is what crossed the wire in a session.
type crossedPage struct {
	Session   campaign.Session `json:"session"`
	Exchanges []Crossed        `json:"exchanges"`
}

func (c *Console) exchanges(v *visit) error {
	s, err := v.known()
	if err != nil {
		return err
	}
	all, err := c.Vault.Exchanges(s)
	if err != nil {
		return err
	}
	return v.show("exchanges", v.say("Échanges de la session", "Exchanges of the session"), crossedPage{s, all})
}

// message gives the bytes of a request or a response, or the body of a request alone:
// to keep, never to show.
func (c *Console) message(v *visit) error {
	s, err := v.known()
	if err != nil {
		return err
	}
	exchange, what := etalon.ExchangeID(v.r.PathValue("exchange")), v.r.PathValue("what")
	request, response, err := c.Vault.Bytes(s, exchange)
	if err != nil {
		return err
	}
	raw := request
	switch what {
	case "request":
	case "body":
		_, body, _ := strings.Cut(string(request), "\r\n\r\n")
		raw = []byte(body)
	case "response":
		raw = response
	default:
		return campaign.ErrUnknown
	}
	v.w.Header().Set("Content-Type", "application/octet-stream")
	v.w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=session-%d-%s.%s", s.ID, exchange, what))
	_, err = v.w.Write(raw) //nolint:gosec // bytes to keep, which no browser takes for a page
	return err
}

// Curl is the command that sends a request again, with its body in a file: "" when it is
// no request over HTTP. $URL stands for where to.
func Curl(head []byte, body string) string {
	text, _, whole := strings.Cut(string(head), "\r\n\r\n")
	lines := strings.Split(text, "\r\n")
	first := strings.Fields(lines[0])
	if !whole || len(first) != 3 || !strings.HasPrefix(first[2], "HTTP/1.") {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "curl --request %s \"$URL\"%s", quoted(first[0]), quoted(first[1]))
	for _, l := range lines[1:] {
		name, _, ok := strings.Cut(l, ":")
		switch http.CanonicalHeaderKey(name) {
		case "Host", "Content-Length", "Transfer-Encoding", "Connection":
			continue // curl writes its own
		}
		if ok {
			fmt.Fprintf(&b, " --header %s", quoted(l))
		}
	}
	if first[0] != http.MethodGet {
		fmt.Fprintf(&b, " --data-binary @%s", body)
	}
	return b.String()
}

// quoted is a word for a shell, whatever is in it.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
