package facts

import (
	"crypto/sha1" // what metadata and manifests state of an object: a fact here, not a protection
	"crypto/sha256"
	"encoding/hex"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
)

// mediaObject is an exchange of one object that was handed over.
type mediaObject struct {
	sentBy    string
	raw       []byte
	kind      string // as sniff
	dicom     *dicomFacts
	anomalies []etalon.Anomaly
}

func takeObject(in ExchangeInput) mediaObject {
	_, sentBy, _ := parties(in.Exchange)
	m := mediaObject{sentBy: sentBy, raw: in.Request, kind: sniff(in.Request), anomalies: in.Exchange.Anomalies}
	if m.dicom = readDICOM(in.Request); m.dicom != nil {
		m.anomalies = merge(m.anomalies, m.dicom.file.Anomalies)
	}
	return m
}

// evidence writes ev:object, and the ev:dicom of one that is a DICOM file.
func (m mediaObject) evidence(c *composer) {
	s := &side{direction: "request", sentBy: m.sentBy, message: &message{raw: m.raw}}
	sum1, sum256 := sha1.Sum(m.raw), sha256.Sum256(m.raw)
	c.mark(c.in.Exchange.ID, etalon.Location{Direction: "request", Offset: 0})
	c.begin("object", "sent-by", m.sentBy, "bytes", integer(len(m.raw)), "kind", m.kind,
		"sha1", hex.EncodeToString(sum1[:]), "sha256", hex.EncodeToString(sum256[:]))
	c.newline()
	for _, a := range m.anomalies {
		c.anomaly(s, a, 0, 0)
	}
	if m.dicom != nil {
		c.dicom(m.dicom, func(path string, offset int64) etalon.Location {
			return etalon.Location{Direction: "request", XPath: path, Offset: offset}
		})
	}
	c.end()
	c.unmark()
}

// objectCall is an object as session rules see it: ev:dicom, with empty values
// when it is no DICOM file.
type objectCall struct{ meta dicom.Dataset }

func (m mediaObject) summarise(s *Summary) {
	var call objectCall
	if m.dicom != nil {
		for _, e := range m.dicom.file.Meta { // small copies: a summary must not keep the message
			if len(e.Value) <= 1<<10 {
				e.Value = append([]byte(nil), e.Value...)
				call.meta = append(call.meta, e)
			}
		}
	}
	s.detail = call
}

func (o objectCall) write(w *writer) { w.empty("dicom", dicomMeta(o.meta)...) }
