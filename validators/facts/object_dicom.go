package facts

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// dicomMeta is the file meta information of a DICOM file: group 0002, always in
// explicit VR little endian. Values are without their padding; what the file
// does not say is empty. Source: DICOM PS3.10, 7.1.
type dicomMeta struct {
	class, instance, syntax string // UIDs
	implementation, version string
	sender                  string // application entity title
	anomalies               []etalon.Anomaly
}

// maxMeta bounds the elements that are read of a file's meta information.
const maxMeta = 100

func isDICOM(b []byte) bool { return len(b) >= 132 && string(b[128:132]) == "DICM" }

// parseDICOM reads the meta information as far as it can be read.
func parseDICOM(b []byte) *dicomMeta {
	m := &dicomMeta{}
	note := func(at int, format string, args ...any) {
		m.anomalies = append(m.anomalies, etalon.Anomaly{
			Layer: "dicom", Code: "meta", Offset: int64(at), Detail: fmt.Sprintf(format, args...),
		})
	}
	at := 132
	for range maxMeta {
		if len(b)-at < 8 || binary.LittleEndian.Uint16(b[at:]) != 2 {
			break // the data set begins
		}
		element, vr := binary.LittleEndian.Uint16(b[at+2:]), string(b[at+4:at+6])
		size, value := int64(binary.LittleEndian.Uint16(b[at+6:])), at+8
		switch vr {
		case "OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV":
			if len(b)-at < 12 {
				note(at, "element (0002,%04x) has no length", element)
				return m
			}
			size, value = int64(binary.LittleEndian.Uint32(b[at+8:])), at+12
		}
		if size > int64(len(b)-value) {
			note(at, "element (0002,%04x) has %d bytes, %d are there", element, size, len(b)-value)
			return m
		}
		m.take(element, b[value:value+int(size)])
		at = value + int(size)
	}
	if m.class == "" || m.instance == "" || m.syntax == "" {
		note(132, "the meta information does not name class, instance and transfer syntax")
	}
	return m
}

func (m *dicomMeta) take(element uint16, value []byte) {
	text := strings.Trim(string(value[:min(len(value), 1<<10)]), " \x00")
	switch element {
	case 0x0002:
		m.class = text
	case 0x0003:
		m.instance = text
	case 0x0010:
		m.syntax = text
	case 0x0012:
		m.implementation = text
	case 0x0013:
		m.version = text
	case 0x0016:
		m.sender = text
	}
}

// write writes ev:dicom.
func (m *dicomMeta) write(w *writer) {
	w.empty("dicom", "sop-class", m.class, "sop-instance", m.instance, "transfer-syntax", m.syntax,
		"implementation", m.implementation, "implementation-version", m.version, "source-ae", m.sender)
}
