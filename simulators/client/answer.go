package client

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// answer is what came back, as far as it could be read.
type answer struct {
	raw       []byte
	status    int // of HTTP; 0 when no response was read
	media     string
	body      []byte
	limit     int64
	anomalies []etalon.Anomaly
	outcome   string
	note      string
	failure   error // of the connection, while reading
}

func (a *answer) flaw(code string, offset int64, detail string) {
	a.anomalies = append(a.anomalies, etalon.Anomaly{Layer: "http", Code: code, Offset: offset, Detail: detail})
	a.note = detail
}

// unreadable says why there is no response: nothing came, or no HTTP.
func (a *answer) unreadable(err error, came int) {
	at := int64(came)
	switch {
	case came == 0:
		a.outcome, a.note, a.failure = failed, "the connection ended without an answer: "+err.Error(), err
	case isNetwork(err):
		a.failure = err
		a.flaw(fronthttp.Truncated, at, err.Error())
	case errors.Is(err, errOverLimit):
		a.flaw(fronthttp.HeadOverLimit, at, "start line and headers over "+strconv.Itoa(mostHead)+" bytes")
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		a.flaw(fronthttp.Truncated, at, "the connection ended inside the head of the response")
	default:
		a.flaw(fronthttp.Malformed, -1, err.Error())
	}
}

// mostTold bounds one field told of an answer, in bytes.
const mostTold = 64 << 10

// tell adds to the fields what the answer says.
func (a *answer) tell(f etalon.Fields) {
	message := mtom.Read(a.media, a.body, 0, mtom.Limits{Bytes: a.limit})
	root, ok := message.Root()
	if !ok || a.status == 0 {
		return
	}
	content, err := root.Content()
	if err != nil {
		return
	}
	doc, err := xmldoc.Parse(content, xmldoc.Limits{Bytes: int(a.limit)})
	if err != nil {
		return
	}
	e := soap.Read(doc)
	if code, subcode, _, fault := e.Fault(); fault {
		put(f, etalon.FieldStatus, "Fault")
		put(f, etalon.FieldCodes, code, subcode)
		return
	}
	tellPayload(f, e.Payload)
}

func tellPayload(f etalon.Fields, payload xmldoc.Node) {
	if payload.Space() == spaceHL7 {
		tellPatients(f, payload)
		return
	}
	response := payload
	if payload.Space() == ebrim.NSXDSB {
		response = payload.Child(ebrim.NSRS, "RegistryResponse")
	}
	status := response.Attr("", "status")
	put(f, etalon.FieldStatus, status[strings.LastIndexByte(status, ':')+1:])
	var codes []string
	for e := range response.Child(ebrim.NSRS, "RegistryErrorList").ChildrenNamed(ebrim.NSRS, "RegistryError") {
		codes = append(codes, e.Attr("", "errorCode"))
	}
	put(f, etalon.FieldCodes, codes...)
	switch {
	case payload.Is(ebrim.NSXDSB, "RetrieveDocumentSetResponse"):
		var ids []string
		for d := range payload.ChildrenNamed(ebrim.NSXDSB, "DocumentResponse") {
			ids = append(ids, d.Child(ebrim.NSXDSB, "DocumentUniqueId").Value())
		}
		put(f, etalon.FieldUniqueIDs, ids...)
		f[etalon.FieldCount] = strconv.Itoa(len(ids))
	case payload.Is(ebrim.NSQuery, "AdhocQueryResponse"):
		tellObjects(f, payload.Child(ebrim.NSRIM, "RegistryObjectList"))
	}
}

// tellObjects tells the objects of a query response.
func tellObjects(f etalon.Fields, list xmldoc.Node) {
	for _, key := range []string{etalon.FieldEntryUUIDs, etalon.FieldUniqueIDs} {
		delete(f, key) // of the answer now, not of the question
	}
	told := map[string][]string{}
	add := func(key, value string) { told[key] = append(told[key], value) }
	count := 0
	for n := range list.ChildrenNamed(ebrim.NSRIM, "ObjectRef") {
		add(etalon.FieldEntryUUIDs, n.Attr("", "id"))
		count++
	}
	for _, o := range ebrim.ReadObjects(list) {
		switch {
		case o.Kind == ebrim.ExtrinsicObject:
			tellEntry(o, add)
		case o.Kind == ebrim.Association:
			add(etalon.FieldAssociationUUIDs, o.ID())
		case o.Kind == ebrim.RegistryPackage && o.Classified(ebrim.FolderNode):
			add(etalon.FieldFolderUUIDs, o.ID())
			add(etalon.FieldFolderUniqueIDs, o.Identifier(ebrim.FolderUniqueID))
		case o.Kind == ebrim.RegistryPackage:
			add(etalon.FieldSetUUIDs, o.ID())
			add(etalon.FieldSubmissionSet, o.Identifier(ebrim.SetUniqueID))
		default:
			continue
		}
		count++
	}
	for key, values := range told {
		put(f, key, values...)
	}
	f[etalon.FieldCount] = strconv.Itoa(count)
}

func tellEntry(o *ebrim.Object, add func(key, value string)) {
	add(etalon.FieldEntryUUIDs, o.ID())
	add(etalon.FieldUniqueIDs, o.Identifier(ebrim.DocumentUniqueID))
	add(etalon.FieldLogicalIDs, o.Attr("lid"))
	add(etalon.FieldVersions, o.Version)
	for key, slot := range map[string]string{etalon.FieldHash: "hash", etalon.FieldSize: "size"} {
		add(key, strings.Join(o.Slot(slot), " "))
	}
}

// put joins values; nothing is put when there are none.
func put(f etalon.Fields, key string, values ...string) {
	var kept []string
	size := 0
	for _, v := range values {
		if v = strings.Join(strings.Fields(v), "_"); v != "" && size+len(v) < mostTold {
			kept = append(kept, v)
			size += len(v) + 1
		}
	}
	if len(kept) > 0 {
		f[key] = strings.Join(kept, " ")
	}
}
