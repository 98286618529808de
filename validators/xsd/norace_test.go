//go:build !race

package xsd

const raceDetector = false
