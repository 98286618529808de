// Package paper writes plain texts as PDF: headings and paragraphs, tagged so that a
// screen reader knows them as such (ISO 32000-1, 14.8), with files attached to it. The
// same text gives the same bytes.
//
// It claims neither PDF/A nor PDF/UA. It may import golang.org/x/image, for the fonts
// that it embeds, and the standard library.
package paper
