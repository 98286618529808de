package xsdregex

import "strings"

// literal gives the places of a text in another, as FindAllStringIndex does of an
// expression that is nothing but that text: what rules split lists by.
func literal(s, text string, n int) [][]int {
	var out [][]int
	for at := 0; len(out) != n; {
		i := strings.Index(s[at:], text)
		if i < 0 {
			break
		}
		out = append(out, []int{at + i, at + i + len(text)})
		at += i + len(text)
	}
	return out
}
