package mtom

import "io"

// OpenPaged is Open with a window of about that many bytes, so that small
// messages cross its edges too.
func OpenPaged(contentType string, from io.ReaderAt, size, base int64, limits Limits, page int) (Message, error) {
	return open(contentType, from, size, base, limits, page)
}
