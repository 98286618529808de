package dmp_test

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// seen is what a client that uses net/http and nothing of ours sees.
type seen struct {
	err    error // no answer at all
	status int
	header http.Header
	body   []byte
	cut    error // the body did not come whole
	after  time.Duration
}

func (w *world) naive(service, action, payload string) seen {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.dmp.BaseURL()+"/si-dmp-server/v2/services/"+service, strings.NewReader(envelope(action, payload)))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", soapType)
	r.GetBody = nil // net/http would ask again on a fresh connection
	began := time.Now()
	resp, err := w.client.Do(r)
	s := seen{err: err, after: time.Since(began)}
	if err != nil {
		return s
	}
	defer func() { _ = resp.Body.Close() }()
	s.status, s.header = resp.StatusCode, resp.Header
	s.body, s.cut = io.ReadAll(resp.Body)
	return s
}

// related takes a multipart/related body apart by mime/multipart.
func (s seen) related(t *testing.T) (root []byte, documents [][]byte, ids []string, err error) {
	t.Helper()
	media, params, err := mime.ParseMediaType(s.header.Get("Content-Type"))
	if err != nil || media != "multipart/related" {
		t.Fatalf("%q: %v", s.header.Get("Content-Type"), err)
	}
	r := multipart.NewReader(bytes.NewReader(s.body), params["boundary"])
	for {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return root, documents, ids, nil
		}
		if err != nil {
			return root, documents, ids, err
		}
		b, err := io.ReadAll(p)
		if p.Header.Get("Content-Id") == params["start"] {
			root = b
		} else {
			documents, ids = append(documents, b), append(ids, p.Header.Get("Content-Id"))
		}
		if err != nil {
			return root, documents, ids, err
		}
	}
}

func parsed(t *testing.T, b []byte) *xmldoc.Doc {
	t.Helper()
	doc, err := xmldoc.Parse(b, xmldoc.Limits{})
	if err != nil {
		t.Fatalf("%v: %.200s", err, b)
	}
	return doc
}

func wsaOf(doc *xmldoc.Doc, name string) string {
	return doc.Root().Child(doc.Root().Space(), "Header").Child(wsa, name).Value()
}

const retrieveAction = "urn:ihe:iti:2007:RetrieveDocumentSet"

// Every behaviour is asked for on ITI-43 with two documents, and seen from outside.
var promises = map[etalon.BehaviourName]func(*testing.T, seen, [][]byte){
	etalon.BehaveSuccess:  whole,
	etalon.BehaveFriendly: whole,
	etalon.BehaveAwkward: func(t *testing.T, s seen, documents [][]byte) {
		if s.status != 200 || s.cut != nil {
			t.Fatalf("%d %v", s.status, s.cut)
		}
		// What it says is held by the tests of package awkward.
		if root, _, _, err := s.related(t); err != nil || !bytes.Contains(root, []byte("DocumentResponse")) {
			t.Errorf("%v: %s", err, root)
		}
	},
	etalon.BehaveRegistryError: func(t *testing.T, s seen, _ [][]byte) {
		root, documents, _, err := s.related(t)
		if err != nil || s.status != 200 || len(documents) != 0 || !bytes.Contains(root, []byte(`errorCode="XDSRepositoryBusy"`)) || !bytes.Contains(root, []byte(":Failure")) {
			t.Errorf("%d %v %s", s.status, err, root)
		}
	},
	etalon.BehavePartialSuccess: func(t *testing.T, s seen, want [][]byte) {
		root, documents, _, err := s.related(t)
		if err != nil || !equal(documents, want) || !bytes.Contains(root, []byte(`errorCode="XDSRepositoryBusy"`)) || !bytes.Contains(root, []byte("urn:ihe:iti:2007:ResponseStatusType:PartialSuccess")) {
			t.Errorf("%v %s", err, root)
		}
	},
	etalon.BehaveSOAPFault: func(t *testing.T, s seen, _ [][]byte) {
		if s.status != 500 || !strings.HasPrefix(s.header.Get("Content-Type"), "application/soap+xml") || !bytes.Contains(s.body, []byte("soap:Receiver")) {
			t.Errorf("%d %s", s.status, s.body)
		}
	},
	etalon.BehaveMultipartFault: func(t *testing.T, s seen, _ [][]byte) {
		if root, _, _, err := s.related(t); err != nil || s.status != 500 || !bytes.Contains(root, []byte("soap:Fault")) {
			t.Errorf("%d %v %s", s.status, err, root)
		}
	},
	etalon.BehaveDelay: func(t *testing.T, s seen, documents [][]byte) {
		if s.after < held {
			t.Errorf("after %s", s.after)
		}
		whole(t, s, documents)
	},
	etalon.BehaveTimeout: func(t *testing.T, s seen, _ [][]byte) {
		if s.err == nil || s.after < held {
			t.Errorf("%v after %s", s.err, s.after)
		}
	},
	etalon.BehaveCut:       unanswered,
	etalon.BehaveCutInHead: unanswered,
	etalon.BehaveCutInBody: func(t *testing.T, s seen, _ [][]byte) {
		if s.err != nil || s.status != 200 || s.cut == nil || len(s.body) == 0 {
			t.Errorf("%v %d %v, %d bytes", s.err, s.status, s.cut, len(s.body))
		}
	},
	etalon.BehaveHTTP500: func(t *testing.T, s seen, _ [][]byte) {
		if s.status != 500 || !strings.HasPrefix(s.header.Get("Content-Type"), "text/html") || len(s.body) == 0 {
			t.Errorf("%d %v", s.status, s.header)
		}
	},
	etalon.BehaveHTTP500Empty: func(t *testing.T, s seen, _ [][]byte) {
		if s.status != 500 || len(s.body) != 0 || s.cut != nil {
			t.Errorf("%d %q %v", s.status, s.body, s.cut)
		}
	},
	etalon.BehaveHTTP503: func(t *testing.T, s seen, _ [][]byte) {
		if s.status != 503 || s.header.Get("Retry-After") != "120" {
			t.Errorf("%d %v", s.status, s.header)
		}
	},
	etalon.BehaveEmptyBody: func(t *testing.T, s seen, _ [][]byte) {
		if s.status != 200 || len(s.body) != 0 || s.cut != nil {
			t.Errorf("%d %q %v", s.status, s.body, s.cut)
		}
	},
	etalon.BehaveWrongContentType: func(t *testing.T, s seen, _ [][]byte) {
		if s.status != 200 || s.header.Get("Content-Type") != "text/html; charset=UTF-8" || !bytes.Contains(s.body, []byte("DocumentResponse")) {
			t.Errorf("%d %v", s.status, s.header)
		}
	},
	etalon.BehaveNotXML: func(t *testing.T, s seen, _ [][]byte) {
		if _, err := xmldoc.Parse(s.body, xmldoc.Limits{}); err == nil || s.status != 200 || !strings.HasPrefix(s.header.Get("Content-Type"), "application/soap+xml") {
			t.Errorf("%d %v %s", s.status, s.header, s.body)
		}
	},
	etalon.BehaveSOAP11: func(t *testing.T, s seen, want [][]byte) {
		root, documents, _, err := s.related(t)
		if err != nil || !equal(documents, want) {
			t.Fatal(err)
		}
		if e := parsed(t, root).Root(); !e.Is("http://schemas.xmlsoap.org/soap/envelope/", "Envelope") || !strings.Contains(s.header.Get("Content-Type"), `start-info="text/xml"`) {
			t.Errorf("%s %s", e.Space(), s.header.Get("Content-Type"))
		}
	},
	etalon.BehaveWrongAction: func(t *testing.T, s seen, _ [][]byte) {
		root, _, _, _ := s.related(t)
		if got := wsaOf(parsed(t, root), "Action"); got != retrieveAction {
			t.Errorf("%s", got)
		}
	},
	etalon.BehaveWrongRelatesTo: func(t *testing.T, s seen, _ [][]byte) {
		root, _, _, _ := s.related(t)
		if got := wsaOf(parsed(t, root), "RelatesTo"); got != "urn:uuid:00000000-0000-4000-8000-000000000000" {
			t.Errorf("%s", got)
		}
	},
	etalon.BehaveNoRelatesTo: func(t *testing.T, s seen, _ [][]byte) {
		root, _, _, _ := s.related(t)
		if bytes.Contains(root, []byte("RelatesTo")) || wsaOf(parsed(t, root), "Action") == "" {
			t.Errorf("%s", root)
		}
	},
	etalon.BehaveTruncatedMultipart: func(t *testing.T, s seen, want [][]byte) {
		if s.cut != nil {
			t.Fatalf("the HTTP message is not whole: %v", s.cut)
		}
		_, documents, _, err := s.related(t)
		if !errors.Is(err, io.ErrUnexpectedEOF) || len(documents) != 2 || !bytes.Equal(documents[0], want[0]) ||
			len(documents[1]) >= len(want[1]) || !bytes.HasSuffix(s.body, want[1][:len(want[1])/2]) {
			t.Errorf("%v, %d parts", err, len(documents))
		}
	},
	etalon.BehaveMissingPart: func(t *testing.T, s seen, want [][]byte) {
		root, documents, _, err := s.related(t)
		if err != nil || !equal(documents, want[:1]) || bytes.Count(root, []byte("Include ")) != 2 {
			t.Errorf("%v, %d documents, %s", err, len(documents), root)
		}
	},
	etalon.BehaveDuplicatePart: func(t *testing.T, s seen, want [][]byte) {
		_, documents, ids, err := s.related(t)
		if err != nil || !equal(documents, append(slices.Clone(want), want[1])) || ids[1] != ids[2] {
			t.Errorf("%v, %v", err, ids)
		}
	},
	etalon.BehaveWrongDocument: func(t *testing.T, s seen, want [][]byte) {
		_, documents, _, err := s.related(t)
		if err != nil || len(documents) != 2 {
			t.Fatal(err, len(documents))
		}
		for i, d := range documents {
			differ := 0
			for j := range d {
				if len(d) != len(want[i]) || d[j] != want[i][j] {
					differ++
				}
			}
			if differ != 1 {
				t.Errorf("document %d differs in %d bytes", i, differ)
			}
		}
	},
	etalon.BehaveWrongCount: func(t *testing.T, s seen, want [][]byte) {
		root, documents, _, err := s.related(t)
		if err != nil || !equal(documents, want[:1]) || !bytes.Contains(root, []byte(":Success")) || bytes.Count(root, []byte("<xdsb:DocumentResponse>")) != 1 {
			t.Errorf("%v %s", err, root)
		}
	},
}

const held = 60 * time.Millisecond

func unanswered(t *testing.T, s seen, _ [][]byte) {
	if s.err == nil {
		t.Errorf("answered %d", s.status)
	}
}

func whole(t *testing.T, s seen, want [][]byte) {
	root, documents, _, err := s.related(t)
	if err != nil || s.status != 200 || !equal(documents, want) || !bytes.Contains(root, []byte(":Success")) {
		t.Errorf("%d %v: %d documents, %s", s.status, err, len(documents), root)
	}
}

func equal(a, b [][]byte) bool { return slices.EqualFunc(a, b, bytes.Equal) }

func TestEveryBehaviourKeepsItsPromise(t *testing.T) {
	w := begin(t, everybody())
	two := [][]byte{}
	for n := range 2 {
		l := newLot(n + 1)
		if status, codes := w.feed(l); status != success {
			t.Fatal(codes)
		}
		w.arrived()
		two = append(two, []byte(l.content))
	}
	ask := func() seen { return w.naive("repository", retrieveAction, retrieve(newLot(1).uid, newLot(2).uid)) }
	for _, b := range etalon.Behaviours() {
		if !b.Fits(etalon.ITI43) && slices.Contains(b.On, etalon.ITI1) || b.Name.Flaw() != "" {
			continue // see TestTheTimeServer
		}
		if b.On != nil && !slices.Contains(b.On, etalon.ITI43) {
			continue // see TestImagesAreSpoiltAsTold
		}
		t.Run(string(b.Name), func(t *testing.T) {
			w.t = t
			promise, ok := promises[b.Name]
			if !ok {
				t.Fatal("no test says what a client sees")
			}
			code := "XDSRepositoryBusy"
			if b.Name == etalon.BehaveSOAPFault {
				code = "Receiver"
			}
			w.dmp.Arm(etalon.Reply{Transaction: etalon.ITI43, Behaviour: b.Name, Code: code, Text: "c", Hold: held, Delay: delayOf(b.Name), Seed: 7})
			promise(t, ask(), two)
			w.arrived()
			_, answer := w.record.last()
			if b.Name != etalon.BehaveSuccess && answer.Behaviour != string(b.Name) {
				t.Errorf("behaviour %q is on record", answer.Behaviour)
			}
			whole(t, ask(), two) // once is once
			w.arrived()
		})
	}
	w.t = t
}

func delayOf(b etalon.BehaviourName) time.Duration {
	if b == etalon.BehaveDelay {
		return held
	}
	return 0
}

// A cut answer is on record as far as it was sent.
func TestCutAnswersAreOnRecordAsSent(t *testing.T) {
	w := begin(t, everybody())
	for b, cut := range map[etalon.BehaviourName]func([]byte) bool{
		etalon.BehaveCutInHead: func(raw []byte) bool { return !bytes.Contains(raw, []byte("\r\n\r\n")) && len(raw) > 20 },
		etalon.BehaveCutInBody: func(raw []byte) bool {
			head, body, ok := bytes.Cut(raw, []byte("\r\n\r\n"))
			return ok && len(body) > 100 && bytes.Contains(head, []byte("Content-Length: ")) && !bytes.Contains(raw, []byte("</soap:Envelope>"))
		},
	} {
		w.dmp.Arm(etalon.Reply{Transaction: etalon.TD02, Behaviour: b})
		w.naive("patients", existenceAction, existence(activeINS))
		w.arrived()
		if _, answer := w.record.last(); !cut(answer.Raw) || answer.Note == "" {
			t.Errorf("%s: %q, %q", b, answer.Raw, answer.Note)
		}
	}
}

// A warning lets the operation succeed, and says so.
func TestWarning(t *testing.T) {
	w := begin(t, everybody())
	w.dmp.Arm(etalon.Reply{Transaction: etalon.ITI41, Behaviour: etalon.BehaveRegistryError, Code: "XDSExtraMetadataNotSaved", Severity: etalon.SevereWarning, Location: "here"})
	status, codes := w.feed(newLot(1))
	if status != success || !slices.Equal(codes, []string{"XDSExtraMetadataNotSaved"}) {
		t.Errorf("%s %v", status, codes)
	}
	if _, answer := w.record.last(); !bytes.Contains(answer.Raw, []byte(`severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning"`)) || !bytes.Contains(answer.Raw, []byte(`location="here"`)) {
		t.Errorf("%s", answer.Raw)
	}
	if status, _, objects := w.list(byUID(newLot(1).uid)); status != success || len(objects) != 1 {
		t.Errorf("the document was not registered: %s", status)
	}
}

// A lasting reply answers until Reset; one that is armed for once comes first,
// and friendly is friendly even then.
func TestLastingReplies(t *testing.T) {
	w := begin(t, everybody())
	status := func() int { return w.naive("patients", existenceAction, existence(activeINS)).status }
	w.dmp.Arm(etalon.Reply{Transaction: etalon.TD02, Behaviour: etalon.BehaveHTTP503, Lasting: true})
	w.dmp.Arm(etalon.Reply{Transaction: etalon.TD02, Behaviour: etalon.BehaveHTTP500})
	if got := []int{status(), status(), status()}; !slices.Equal(got, []int{500, 503, 503}) {
		t.Errorf("%v", got)
	}
	w.dmp.Reset(everybody())
	if got := status(); got != 200 {
		t.Errorf("after Reset: %d", got)
	}
	w.dmp.Arm(etalon.Reply{Behaviour: etalon.BehaveAwkward, Lasting: true})
	w.dmp.Arm(etalon.Reply{Transaction: etalon.TD02, Behaviour: etalon.BehaveRegistryError, Code: "X"})
	forms := map[string]bool{}
	for i := range 12 {
		s := w.naive("patients", existenceAction, existence(activeINS))
		if s.status != 200 || bytes.HasPrefix(s.body, []byte("<soap:Envelope xmlns:soap=")) {
			t.Errorf("%d: %s", i, s.body)
		}
		parsed(t, s.body)
		forms[string(s.body)] = true
		if _, answer := w.record.last(); i > 0 && answer.Behaviour != "awkward" {
			t.Errorf("behaviour %q", answer.Behaviour)
		}
	}
	if len(forms) != 12 {
		t.Errorf("%d forms", len(forms))
	}
	w.dmp.Arm(etalon.Reply{Transaction: etalon.TD02, Behaviour: etalon.BehaveFriendly})
	if s := w.naive("patients", existenceAction, existence(activeINS)); !bytes.HasPrefix(s.body, []byte("<soap:Envelope xmlns:soap=")) {
		t.Errorf("%s", s.body)
	}
}
