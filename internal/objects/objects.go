package objects

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Keys are those of whoever writes.
type Keys struct{ Access, Secret, Session string }

// Store is a place in a store, open.
type Store struct {
	Where
	clock  func() time.Time
	client *minio.Client
}

// ErrUnlocked is the error of a bucket that locks nothing, where that is asked.
var ErrUnlocked = errors.New("le seau a été fait sans verrou d'objets (the bucket was made without object lock)")

// Open opens a place: the bucket is there, and locks where that is asked.
func Open(ctx context.Context, w Where, k Keys, clock func() time.Time) (*Store, error) {
	u, err := url.Parse(w.Endpoint)
	if err != nil {
		return nil, err
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds: credentials.NewStaticV4(k.Access, k.Secret, k.Session), Secure: u.Scheme == "https", Region: w.Region, BucketLookup: minio.BucketLookupPath, MaxRetries: tries,
	})
	if err != nil {
		return nil, fmt.Errorf("objects: %w", err)
	}
	s := &Store{Where: w, clock: clock, client: client}
	there, err := client.BucketExists(ctx, w.Bucket)
	switch {
	case err != nil:
		return nil, fmt.Errorf("objects: %s: %w", w.Bucket, err)
	case !there:
		return nil, fmt.Errorf("objects: %s: %w", w.Bucket, fs.ErrNotExist)
	case w.Lock == 0:
		return s, nil
	}
	if on, _, _, _, err := client.GetObjectLockConfig(ctx, w.Bucket); err != nil || on != "Enabled" {
		return nil, errors.Join(ErrUnlocked, err)
	}
	return s, nil
}

// tries is how often a request is made that the store does not take.
const tries = 3

// Put keeps an object, locked for the time of the store. once: it is not there yet, or it
// stays as it is; else a new version takes its place, and the old one stays as long as it
// is locked.
func (s *Store) Put(ctx context.Context, name string, r io.Reader, size int64, once bool) error {
	o := minio.PutObjectOptions{ContentType: "application/octet-stream", SendContentMd5: true, DisableMultipart: size < mostPart}
	if s.Lock > 0 {
		o.Mode, o.RetainUntilDate = minio.Compliance, s.clock().Add(s.Lock).UTC()
	}
	if once {
		o.SetMatchETagExcept("*")
	}
	_, err := s.client.PutObject(ctx, s.Bucket, s.Prefix+name, r, size, o)
	if once && minio.ToErrorResponse(err).StatusCode == http.StatusPreconditionFailed {
		return nil
	}
	if err != nil {
		return fmt.Errorf("objects: put %s: %w", name, err)
	}
	return nil
}

// mostPart is from where on an object is sent in parts, in bytes.
const mostPart = 64 << 20

// Get reads an object; fs.ErrNotExist when there is none.
func (s *Store) Get(ctx context.Context, name string) (io.ReadCloser, error) {
	o, err := s.client.GetObject(ctx, s.Bucket, s.Prefix+name, minio.GetObjectOptions{})
	if err == nil {
		_, err = o.Stat()
	}
	if err != nil {
		return nil, missing(name, err)
	}
	return o, nil
}

func missing(name string, err error) error {
	if minio.ToErrorResponse(err).StatusCode == http.StatusNotFound {
		return fmt.Errorf("objects: %s: %w", name, fs.ErrNotExist)
	}
	return fmt.Errorf("objects: %s: %w", name, err)
}

// Object is one that is kept.
type Object struct {
	Name string // without the prefix of the store
	Size int64
}

// List lists what is kept under the beginning of a name.
func (s *Store) List(ctx context.Context, beginning string) ([]Object, error) {
	var all []Object
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for o := range s.client.ListObjects(ctx, s.Bucket, minio.ListObjectsOptions{Prefix: s.Prefix + beginning, Recursive: true}) {
		if o.Err != nil {
			return nil, fmt.Errorf("objects: list %s: %w", beginning, o.Err)
		}
		all = append(all, Object{Name: strings.TrimPrefix(o.Key, s.Prefix), Size: o.Size})
	}
	return all, ctx.Err()
}

// Remove deletes every version of an object. What is locked stays, and is an error.
func (s *Store) Remove(ctx context.Context, name string) error {
	var errs []error
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for o := range s.client.ListObjects(ctx, s.Bucket, minio.ListObjectsOptions{Prefix: s.Prefix + name, WithVersions: true}) {
		if o.Err != nil {
			return fmt.Errorf("objects: list %s: %w", name, o.Err)
		}
		if o.Key != s.Prefix+name {
			continue
		}
		if err := s.client.RemoveObject(ctx, s.Bucket, o.Key, minio.RemoveObjectOptions{VersionID: o.VersionID}); err != nil {
			errs = append(errs, fmt.Errorf("objects: remove %s: %w", name, err))
		}
	}
	return errors.Join(append(errs, ctx.Err())...)
}
