package dmp

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/own"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/patients"
	"github.com/etalon-dmp/etalon/simulators/rights"
	"github.com/etalon-dmp/etalon/simulators/rights/matrix"
)

// guarded is an actor whose answers are held to the matrix of rights: what it does
// not grant is refused, in the words of the operation's own wire.
type guarded struct {
	actor.Actor
	denies func(etalon.Transaction, *actor.Call) (actor.Failure, bool)
}

// Operations implements actor.Actor.
func (g guarded) Operations() []actor.Operation {
	all := slices.Clone(g.Actor.Operations())
	for i := range all {
		o := all[i]
		all[i].Answer = func(c *actor.Call) actor.Reply {
			if f, denied := g.denies(o.Transaction, c); denied {
				return o.Failure(c, f)
			}
			return o.Answer(c)
		}
	}
	return all
}

// denies says why a request goes beyond the rights of who sends it. Documents are
// left to readable, which answers for each.
func (d *DMP) denies(t etalon.Transaction, c *actor.Call) (actor.Failure, bool) {
	if d.plain.Load() {
		return actor.Failure{}, false
	}
	for _, w := range d.wants(t, c.Request) {
		if why := d.denied(w, c.Request); why != "" {
			return actor.Failure{Code: rights.AccessDenied, Text: why}, true
		}
	}
	return actor.Failure{}, false
}

// want is a right that a request needs, on a document or on none.
type want struct {
	right    matrix.Right
	document *ebrim.Object // as it is held
}

// denied says why a request may not have what it wants; "" when it may, or when the
// sheets do not say.
func (d *DMP) denied(w want, r *actor.Request) string {
	who := r.Who()
	asks, oid, ins := d.asks(who, r.Patient())
	if w.document != nil {
		ins, oid, _ = strings.Cut(patientKey(w.document), "|")
		asks.Attending = d.patients.Attending(oid, ins)
	}
	if w.document != nil && byPatient(w.document) && slices.Contains([]matrix.Right{matrix.Archive, matrix.Unarchive, matrix.Delete}, w.right) && !asks.Attending {
		return "Ce document a été saisi par le patient : seul son médecin traitant l'archive ou le supprime"
	}
	if consults(w.right) && d.patients.Opposes(oid, ins, who.Access()) {
		return "Le patient s'oppose à l'accès à son DMP en mode " + who.Access()
	}
	a := d.matrix.Ask(asks, w.right)
	switch a.Grant {
	case matrix.No:
	case matrix.Own:
		if w.document == nil || d.wrote(w.document, who.ID) {
			return ""
		}
		return told(a, "seulement pour ses propres documents")
	case matrix.Structures:
		if w.document == nil || who.Structure == "" || ofStructure(w.document, who.Structure) || d.wrote(w.document, "") {
			return ""
		}
		return told(a, "seulement pour les documents de sa structure")
	case matrix.Allowed:
		if d.patients.Allows(oid, ins, who.Access()) {
			return ""
		}
		return told(a, "le patient ne laisse pas lire ses documents masqués dans ce mode")
	default:
		return ""
	}
	return told(a, "jamais")
}

// consults tells whether a right opens what a record holds: what a patient opposes
// who opposes a mode. Feeding goes on, and one still learns that there is a record.
func consults(right matrix.Right) bool {
	return !slices.Contains([]matrix.Right{matrix.Existence, matrix.ReadData, matrix.Feed, matrix.FeedStaff, matrix.Find, matrix.ListRecords, matrix.SearchReference}, right)
}

// told words a refusal: the operation, the sheet, the column, how far it grants.
func told(a matrix.Answer, far string) string {
	return "Droit refusé pour " + a.Transaction + " : " + far + " (" + a.Sheet + ", colonne " + a.Column + ")"
}

// asks is who sends a request, by what the matrix tells apart, and the patient that
// the VIHF names.
func (d *DMP) asks(who actor.Who, cx string) (asks matrix.Who, oid, ins string) {
	oid, ins = patients.SplitCX(cx)
	asks = matrix.Who{Mode: who.Mode, Access: who.Access(), Attending: d.patients.Attending(oid, ins)}
	if len(who.Roles) > 0 {
		asks.Staff = who.Staff()
		asks.Doctor = who.Systems[0] == professions && who.Roles[0] == doctor
		asks.Occupational = asks.Doctor && slices.ContainsFunc(who.Roles[1:], func(code string) bool { return slices.Contains(occupational, code) })
	}
	return asks, oid, ins
}

// The roles of the VIHF that the matrix tells apart (JDV_J65, JDV_J56): health
// professions (TRE_G15), doctors, and the specialities
// of occupational medicine.
const (
	professions = "1.2.250.1.71.1.2.7"
	doctor      = "10"
)

var occupational = []string{"SM25", "SCH35", "C41", "CAPA11"}

// wants tells the rights that a request needs.
func (d *DMP) wants(t etalon.Transaction, r *actor.Request) []want {
	switch t {
	case etalon.TD02:
		return []want{{right: matrix.Existence}}
	case etalon.TD03:
		return []want{{right: declaring(r)}}
	case etalon.TD04:
		return []want{{right: matrix.ListRecords}}
	case etalon.ITI47:
		return []want{{right: matrix.Find}}
	case etalon.TD13a:
		return []want{{right: matrix.ReadData}}
	case etalon.TD16:
		return []want{{right: matrix.ListProfessionals}}
	case etalon.ITI41:
		if asks, _, _ := d.asks(r.Who(), ""); asks.Staff && asks.Mode == etalon.ModeDirect {
			return []want{{right: matrix.FeedStaff}}
		}
		return []want{{right: matrix.Feed}}
	case etalon.ITI18:
		return []want{{right: searching(ebrim.ReadQuery(r.SOAP.Payload))}}
	case etalon.ITI57:
		return d.changes(ebrim.ReadSubmit(r.SOAP.Payload))
	default: // the sheets say nothing of the others
	}
	return nil
}

// declaring is what a setAuthorization is for.
func declaring(r *actor.Request) matrix.Right {
	switch {
	case own.Field(r.SOAP.Payload, "action") != own.Remove:
		return matrix.Declare
	case own.Field(r.SOAP.Payload, "role") == own.Attending:
		return matrix.StopAttending
	}
	return matrix.Withdraw
}

// getDocuments is the stored query by which one finds one's own document again
// (TD3.1b), told from a search by the references that it wants back.
const getDocuments = "urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4"

func searching(q ebrim.Query) matrix.Right {
	if q.ID == getDocuments && q.ReturnType == "ObjectRef" {
		return matrix.SearchReference
	}
	return matrix.Search
}
