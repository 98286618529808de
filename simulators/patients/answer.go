package patients

import (
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
)

func (d *Directory) answer(interaction string, q hl7v3.Query, id hl7v3.II, now time.Time) hl7v3.Answer {
	return hl7v3.Answer{
		Interaction: interaction, ID: id, Created: stamp(now), DMP: d.dmp,
		Query: q, Ack: "AA", Response: "OK",
	}
}

func stamp(t time.Time) string { return t.UTC().Format("20060102150405") }
