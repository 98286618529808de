package repository

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// Registry is where documents are registered.
type Registry interface {
	Register([]*ebrim.Object) []ebrim.Error
	// Document returns the latest metadata of a uniqueId, or nil.
	Document(uniqueID string) *ebrim.Object
}

// Content is one Document element of a request: its bytes, or where they lie.
type Content struct {
	ID      string
	Bytes   []byte
	Stored  *io.SectionReader // the bytes instead of Bytes; must stay readable until Reset
	Missing string            // why there are no bytes ("cid:x names no part"); "" when there are
}

// Found is one document given back. Its bytes are shared: whoever reads them
// makes a reader of his own.
type Found struct {
	ebrim.DocumentRequest
	MimeType string
	Stored   *io.SectionReader
}

// Repository is the store. It keeps documents where they were received, and
// only knows where that is. Its methods are safe for concurrent use.
type Repository struct {
	id       string
	registry Registry
	mu       sync.RWMutex
	stored   map[string]document // by document uniqueId
}

// New returns an empty repository; id is its repositoryUniqueId.
func New(id string, registry Registry) *Repository {
	return &Repository{id: id, registry: registry, stored: map[string]document{}}
}

// Reset forgets everything.
func (r *Repository) Reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stored = map[string]document{}
}

// Provide stores and registers a lot: all of it, or nothing and the errors
// (IHE ITI TF-2 3.41).
func (r *Repository) Provide(objects []*ebrim.Object, contents []Content) []ebrim.Error {
	documents := map[string]document{}
	for _, c := range contents {
		d, err := read(c)
		if err != nil {
			return []ebrim.Error{{Code: "XDSRepositoryError", Context: c.ID + ": " + err.Error()}}
		}
		documents[c.ID] = d
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var errors []ebrim.Error
	complete := make([]*ebrim.Object, 0, len(objects))
	fresh := map[string]document{}
	for _, o := range objects {
		if o.Kind == ebrim.ExtrinsicObject {
			c, ok := documents[o.ID()]
			delete(documents, o.ID())
			if !ok {
				c.missing = "no Document element with this id"
			}
			o = o.Clone()
			errors = append(errors, r.complete(o, c, fresh)...)
		}
		complete = append(complete, o)
	}
	for _, c := range contents {
		if _, left := documents[c.ID]; left {
			errors = append(errors, ebrim.Error{Code: "XDSMissingDocumentMetadata", Context: c.ID})
		}
	}
	if len(errors) > 0 {
		return errors
	}
	if errors := r.registry.Register(complete); ebrim.Status(errors, false) != ebrim.Success {
		return errors
	}
	for id, d := range fresh {
		r.stored[id] = d
	}
	return nil
}

// complete checks one entry against its bytes and fills what the repository
// alone knows.
func (r *Repository) complete(o *ebrim.Object, d document, fresh map[string]document) []ebrim.Error {
	uid := o.Identifier(ebrim.DocumentUniqueID)
	if d.missing != "" {
		return []ebrim.Error{{Code: "XDSMissingDocument", Context: o.ID() + ": " + d.missing}}
	}
	if kind := o.Attr("objectType"); kind != "" && kind != ebrim.StableDocument {
		return []ebrim.Error{{Code: "XDSRepositoryMetadataError", Context: o.ID() + ": objectType " + kind}}
	}
	size := strconv.FormatInt(d.octets.Size(), 10)
	if v := o.Slot("hash"); len(v) > 0 && !strings.EqualFold(v[0], d.sha1) {
		return []ebrim.Error{{Code: "XDSRepositoryMetadataError", Context: fmt.Sprintf("%s: hash %s, the document has %s", uid, v[0], d.sha1)}}
	}
	if v := o.Slot("size"); len(v) > 0 && v[0] != size {
		return []ebrim.Error{{Code: "XDSRepositoryMetadataError", Context: fmt.Sprintf("%s: size %s, the document has %s", uid, v[0], size)}}
	}
	if _, twice := fresh[uid]; twice {
		return []ebrim.Error{{Code: "XDSRepositoryDuplicateUniqueIdInMessage", Context: uid}}
	}
	if old, ok := r.stored[uid]; ok && !old.same(d) {
		return []ebrim.Error{{Code: "XDSNonIdenticalHash", Context: uid}}
	}
	o.SetSlot("hash", d.sha1)
	o.SetSlot("size", size)
	o.SetSlot("repositoryUniqueId", r.id)
	fresh[uid] = d
	return nil
}

// Retrieve gives documents back, with an error for each that is not here
// (IHE ITI TF-2 3.43).
func (r *Repository) Retrieve(requests []ebrim.DocumentRequest) (found []Found, errors []ebrim.Error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if len(requests) == 0 {
		return nil, []ebrim.Error{{Code: "XDSRepositoryError", Context: "no DocumentRequest"}}
	}
	for _, q := range requests {
		if q.Repository != r.id {
			errors = append(errors, ebrim.Error{Code: "XDSUnknownRepositoryId", Context: q.UniqueID + ": repository " + q.Repository})
			continue
		}
		d, ok := r.stored[q.UniqueID]
		entry := r.registry.Document(q.UniqueID)
		if !ok || entry == nil {
			errors = append(errors, ebrim.Error{Code: "XDSDocumentUniqueIdError", Context: q.UniqueID})
			continue
		}
		mime := entry.Attr("mimeType")
		if mime == "" {
			mime = "application/octet-stream"
		}
		found = append(found, Found{DocumentRequest: q, MimeType: mime, Stored: d.octets})
	}
	return found, errors
}
