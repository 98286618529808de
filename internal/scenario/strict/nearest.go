package strict

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// maxChoices bounds how many members of a closed list a hint shows.
const maxChoices = 12

// Choices is the hint for a word that is not in a list: the nearest member
// when one is near, else the list itself.
func Choices(word string, list []string) etalon.Text {
	if near := nearest(word, list); near != "" {
		return Text("vouliez-vous « %s » ?", "did you mean %q?", near)
	}
	if len(list) == 0 {
		return etalon.Text{}
	}
	all := slices.Compact(slices.Sorted(slices.Values(list)))
	shown := strings.Join(all[:min(len(all), maxChoices)], ", ")
	if len(all) > maxChoices {
		shown += ", …"
	}
	return Text("au choix : %s", "one of: %s", shown)
}

// nearest gives the member of a list within a third of the word's length in
// single-letter edits, or "".
func nearest(word string, list []string) string {
	letters := []rune(strings.ToLower(word))
	if len(letters) > 64 {
		return ""
	}
	best, bestDistance := "", max(1, len(letters)/3)+1
	for _, candidate := range list {
		if d := distance(letters, []rune(strings.ToLower(candidate))); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	return best
}

// distance is Levenshtein's.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
