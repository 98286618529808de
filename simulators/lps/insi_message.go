package lps

import (
	"strings"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/insi"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// insiQuery is a search before it is written. What is empty is left out.
type insiQuery struct {
	ByCard      bool
	Number, Key string // of the person, by the card
	Family      string
	Given       []string
	Sex         string
	Birth       string
	Place       string
	More        string // XML after the fields
	Fields      func([][2]string) [][2]string
}

// body writes the element, its fields in the order of the schema.
func (q *insiQuery) body() string {
	name, space := "RECSANSVITALE", insi.NSTraits
	fields := [][2]string{{"NomNaissance", q.Family}}
	if q.ByCard {
		name, space = "RECVITALE", insi.NSCard
		fields = append(fields, [2]string{"DateNaissance", q.Birth})
	} else {
		for _, g := range q.Given {
			fields = append(fields, [2]string{"Prenom", g})
		}
		fields = append(fields, [2]string{"Sexe", q.Sex}, [2]string{"DateNaissance", q.Birth}, [2]string{"LieuNaissance", q.Place})
	}
	if q.Fields != nil {
		fields = q.Fields(fields)
	}
	var b strings.Builder
	b.WriteString(`<ins:` + name + ` xmlns:ins="` + space + `">`)
	if q.ByCard {
		b.WriteString(`<ins:MatriculeIndividu><ins:NumIdentifiant>` + soap.Escape(q.Number) + `</ins:NumIdentifiant><ins:Cle>` + soap.Escape(q.Key) + `</ins:Cle></ins:MatriculeIndividu>`)
	}
	for _, f := range fields {
		if f[1] != "" {
			b.WriteString(`<ins:` + f[0] + `>` + soap.Escape(f[1]) + `</ins:` + f[0] + `>`)
		}
	}
	b.WriteString(q.More + `</ins:` + name + `>`)
	return b.String()
}

// insiHeaders are the two contexts that go with a search: of the insured, which is
// empty without a Vitale card, and of the software. The issuer is who logged on, or the structure of the certificate.
func (l *LPS) insiHeaders(c *call) []string {
	h := insiContext{
		BAM: "01_02", LPS: "01_00", Nature: "CTXLPS", ID: [2]string{l.uuid(), l.uuid()}, At: l.now().Format(time.RFC3339), Issuer: l.cfg.UserID,
		Approval: approvalNumber, Kind: "4", Version: l.cfg.Version, Instance: installation, Name: l.cfg.Name, Cover: `<bam:COUVERTURE/>`,
	}
	if l.door() {
		h.Issuer = l.cfg.StructureID
	}
	apply(l.hooks.insiContext, c, &h)
	e := soap.Escape
	return []string{
		`<bam:ContexteBAM xmlns:bam="` + insi.NSBAM + `" Version="` + e(h.BAM) + `"><bam:Id>` + e(h.ID[0]) + `</bam:Id><bam:Temps>` + e(h.At) +
			`</bam:Temps><bam:Emetteur>` + e(h.Issuer) + `</bam:Emetteur>` + h.Cover + `</bam:ContexteBAM>`,
		`<lps:ContexteLPS xmlns:lps="` + insi.NSLPS + `" Version="` + e(h.LPS) + `" Nature="` + e(h.Nature) + `"><lps:Id>` + e(h.ID[1]) + `</lps:Id><lps:Temps>` + e(h.At) +
			`</lps:Temps><lps:Emetteur>` + e(h.Issuer) + `</lps:Emetteur><lps:LPS><lps:IDAM R="` + e(h.Kind) + `">` + e(h.Approval) + `</lps:IDAM><lps:Version>` + e(h.Version) +
			`</lps:Version><lps:Instance>` + e(h.Instance) + `</lps:Instance><lps:Nom>` + e(h.Name) + `</lps:Nom></lps:LPS></lps:ContexteLPS>`,
	}
}

// insiContext is what both contexts say.
type insiContext struct {
	BAM, LPS, Nature                        string
	ID                                      [2]string
	At, Issuer                              string
	Approval, Kind, Version, Instance, Name string
	Cover                                   string // XML
}

// installation is the identifier of this copy of the software, as INSi has it.
const installation = "6f4e3f1a-8d1e-4b52-9a0e-2f5b1c7d9e30"
