// Package objects keeps files in a store that speaks S3, locked for as long as asked: what
// is kept is not overwritten, and nobody, its owner included, deletes it before its time.
//
// It may import minio-go; keys and addresses are given.
package objects
