// Package dicom reads and writes DICOM files (PS3.10): the meta information and the
// data set, as elements with their place in the bytes. It reads implicit and
// explicit VR, either byte order, sequences of defined and undefined length,
// unpacks a deflated data set up to a bound, and leaves pixel data where they are. Whatever is odd becomes an anomaly of the layer
// "dicom"; nothing is refused silently, and no length is believed beyond the bytes
// that are there. Depth and number of elements are bounded: see [Limits].
//
// The dictionary holds the attributes of manifests and of the images they refer to,
// no more: an attribute that it does not hold is known by its tag.
//
// It imports the root package and golang.org/x/text; it must not import the network,
// a simulator or a validator. Tests hold it against a DICOM library that others wrote,
// which the product does not carry: that one gives no offsets, trims what rules must
// see, panics on sequences without items and costs each process 4 ms at its start.
package dicom
