package dossier

import (
	"maps"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/identity"
)

// Masked stands in the journal in the place of the identifier of a person that seems
// real: the journal cannot be redacted, the bytes of messages can.
const Masked = "[INS]"

// maskedHead is how much of a message is looked at for it, in bytes.
const maskedHead = 256 << 10

// masked gives the fields of a request without the identifier of a real person.
func (w *Writer) masked(a etalon.Arrival) etalon.Fields {
	ins := a.Fields[etalon.FieldINS]
	if ins == "" {
		return a.Fields
	}
	head := a.Raw
	if a.Spool != nil {
		head = make([]byte, min(maskedHead, a.Spool.Size()))
		n, _ := a.Spool.ReadAt(head, 0) // what cannot be read is not looked at
		head = head[:n]
	}
	for _, f := range identity.Find(head[:min(len(head), maskedHead)]) {
		if string(head[f.Offset:f.Offset+15]) == ins {
			out := maps.Clone(a.Fields)
			out[etalon.FieldINS] = Masked
			return out
		}
	}
	return a.Fields
}
