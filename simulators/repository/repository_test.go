package repository_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/repository"
)

// stub is a registry that refuses when told to.
type stub struct {
	errors  []ebrim.Error
	entries map[string]*ebrim.Object
}

func (s *stub) Register(objects []*ebrim.Object) []ebrim.Error {
	if len(s.errors) > 0 {
		return s.errors
	}
	for _, o := range objects {
		s.entries[o.Identifier(ebrim.DocumentUniqueID)] = o
	}
	return nil
}

func (s *stub) Document(uniqueID string) *ebrim.Object { return s.entries[uniqueID] }

func content(t *testing.T, f repository.Found) string {
	t.Helper()
	b, err := io.ReadAll(io.NewSectionReader(f.Stored, 0, f.Stored.Size()))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func entry(id, uid string) *ebrim.Object {
	return &ebrim.Object{
		Kind: ebrim.ExtrinsicObject, Attrs: []ebrim.Attr{{Name: "id", Value: id}, {Name: "mimeType", Value: "text/xml"}},
		Identifiers: []*ebrim.Object{ebrim.Identified("e", ebrim.DocumentUniqueID, id, uid, "XDSDocumentEntry.uniqueId")},
	}
}

func TestRefusedDocumentsStayInvisible(t *testing.T) {
	s := &stub{entries: map[string]*ebrim.Object{}, errors: []ebrim.Error{{Code: "XDSUnknownPatientId"}}}
	r := repository.New("1.2", s)
	give := func(b string) []ebrim.Error {
		return r.Provide([]*ebrim.Object{entry("D", "2.25.1")}, []repository.Content{{ID: "D", Bytes: []byte(b)}})
	}
	get := []ebrim.DocumentRequest{{Repository: "1.2", UniqueID: "2.25.1"}}
	if errors := give("one"); len(errors) != 1 || errors[0].Code != "XDSUnknownPatientId" {
		t.Errorf("%v", errors)
	}
	if found, _ := r.Retrieve(get); len(found) != 0 {
		t.Error("a refused document can be retrieved")
	}
	s.errors = nil
	if errors := give("two"); len(errors) != 0 { // the bytes refused before do not count
		t.Errorf("%v", errors)
	}
	found, errors := r.Retrieve(get)
	if len(errors) != 0 || len(found) != 1 || content(t, found[0]) != "two" {
		t.Errorf("%v %v", found, errors)
	}
	// sha1("two"), from another tool.
	if hash := s.entries["2.25.1"].Slot("hash"); len(hash) != 1 || hash[0] != "ad782ecdac770fc6eb9a62e44f90873fb97fb26b" {
		t.Errorf("hash %v", hash)
	}
}

func TestRepeatedDocument(t *testing.T) {
	r := repository.New("1.2", &stub{entries: map[string]*ebrim.Object{}})
	twice := r.Provide([]*ebrim.Object{entry("A", "2.25.1"), entry("B", "2.25.1")},
		[]repository.Content{{ID: "A", Bytes: []byte("x")}, {ID: "B", Bytes: []byte("x")}})
	if len(twice) != 1 || twice[0].Code != "XDSRepositoryDuplicateUniqueIdInMessage" {
		t.Errorf("%v", twice)
	}
	extra := r.Provide([]*ebrim.Object{entry("A", "2.25.1")}, []repository.Content{{ID: "A", Bytes: []byte("x")}, {ID: "Z"}})
	if len(extra) != 1 || extra[0].Code != "XDSMissingDocumentMetadata" || extra[0].Context != "Z" {
		t.Errorf("%v", extra)
	}
	if _, errors := r.Retrieve(nil); len(errors) != 1 {
		t.Errorf("%v", errors)
	}
}

// What cannot be read back is the repository's trouble, not a missing document.
func TestUnreadableStore(t *testing.T) {
	r := repository.New("1.2", &stub{entries: map[string]*ebrim.Object{}})
	for name, from := range map[string]io.ReaderAt{"error": gone{}, "short": strings.NewReader("x")} {
		got := r.Provide([]*ebrim.Object{entry("D", "2.25.1")}, []repository.Content{{ID: "D", Stored: io.NewSectionReader(from, 0, 10)}})
		if len(got) != 1 || got[0].Code != "XDSRepositoryError" {
			t.Errorf("%s: %v", name, got)
		}
	}
	where := io.NewSectionReader(strings.NewReader("<<two>>"), 2, 3)
	if got := r.Provide([]*ebrim.Object{entry("D", "2.25.1")}, []repository.Content{{ID: "D", Stored: where}}); len(got) != 0 {
		t.Fatalf("%v", got)
	}
	for range 2 { // readers do not disturb one another
		found, _ := r.Retrieve([]ebrim.DocumentRequest{{Repository: "1.2", UniqueID: "2.25.1"}})
		if len(found) != 1 || content(t, found[0]) != "two" {
			t.Errorf("%v", found)
		}
	}
}

type gone struct{}

func (gone) ReadAt([]byte, int64) (int, error) { return 0, errors.New("gone") }
