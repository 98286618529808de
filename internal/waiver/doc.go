// Package waiver reads waivers: findings of a product that somebody has decided to
// live with, for a reason and until a day. A waiver changes no finding and no
// verdict: what it lifts is counted apart, beside the verdict as it is.
//
// It may import the root package and internal/scenario/strict; it opens no file and
// has no clock: the day is given.
package waiver
