// Package kos makes the manifests of the reference imaging source: DICOM Key Object
// Selection documents that refer to the images of a study (IHE RAD TF-3 §4.68; DICOM
// PS3.3, A.35.4; PS3.16, TID 2010). Everything in them is invented.
//
// It may import the root package and internal/wire; it must not import étalon's own
// builders.
package kos
