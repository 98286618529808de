package bench

import (
	"slices"
	"time"
)

// Median is the middle of the times, the lower one of two; zero of none.
func Median(times []time.Duration) time.Duration {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	return sorted[(len(sorted)-1)/2]
}

// Spread says how ratios lie.
type Spread struct{ Median, Least, Most float64 }

// Ratios compares times taken side by side: peer[i] and ours[i] are of the same
// document. A pair in which ours is not positive is left out; with no pair at
// all the Spread is zero.
func Ratios(peer, ours []time.Duration) Spread {
	var all []float64
	for i := range min(len(peer), len(ours)) {
		if ours[i] > 0 {
			all = append(all, float64(peer[i])/float64(ours[i]))
		}
	}
	if len(all) == 0 {
		return Spread{}
	}
	slices.Sort(all)
	return Spread{Median: all[(len(all)-1)/2], Least: all[0], Most: all[len(all)-1]}
}
