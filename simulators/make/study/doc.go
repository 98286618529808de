// Package study makes the synthetic imaging studies that étalon's own image source
// holds, that testers load into a product, and the manifests (DICOM Key Object
// Selection) that refer to them. Everything in them is invented.
//
// It may import the root package and internal/wire; the reference products build
// manifests with code of their own.
package study
