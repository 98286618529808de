package console

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"unicode/utf8"
)

// badge draws what a published decision is worth today, for the pages of others: it
// changes when the decision is revoked or ends, and is not to be kept.
func (c *Console) badge(v *visit) error {
	e, _, err := c.one(v)
	if err != nil {
		return err
	}
	left := v.say("décision", "decision") + fmt.Sprintf(" %d", e.Decision)
	right := named(e.Outcome).In(v.lang) + ", " + named(e.Standing).In(v.lang)
	if e.Standing == inForce && !e.Until.IsZero() {
		right += v.say(" jusqu'au ", " until ") + e.Until.UTC().Format("2006-01-02")
	}
	v.w.Header().Set("Content-Type", "image/svg+xml")
	v.w.Header().Set("Cache-Control", "no-cache")
	v.w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	v.w.WriteHeader(http.StatusOK)
	_, err = v.w.Write(drawing(e.Product+" "+e.Version, left, right, e.Standing == inForce))
	return err
}

// badgeChar is about how wide a character of 11 px sans-serif is, in px.
const badgeChar = 7

// drawing is a picture of two labels (SVG 1.1), read aloud as its title.
func drawing(of, left, right string, holds bool) []byte {
	a, b := 12+badgeChar*utf8.RuneCountInString(left), 12+badgeChar*utf8.RuneCountInString(right)
	colour := "#5f5f5f" // against white 6.4:1
	if holds {
		colour = "#003189" // 12:1
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="22" role="img" aria-labelledby="t"><title id="t">%s : %s, %s</title>`,
		a+b, html.EscapeString(of), html.EscapeString(left), html.EscapeString(right))
	fmt.Fprintf(&out, `<rect width="%d" height="22" fill="#2b2b2b"/><rect x="%d" width="%d" height="22" fill="%s"/>`, a, a, b, colour)
	fmt.Fprintf(&out, `<g fill="#fff" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11" text-anchor="middle"><text x="%d" y="15">%s</text><text x="%d" y="15">%s</text></g></svg>`,
		a/2, html.EscapeString(left), a+b/2, html.EscapeString(right))
	return out.Bytes()
}
