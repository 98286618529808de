package scenario

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/population"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// TestINSOID is the authority of test INS numbers (spec: VIHF, §4.2): the only
// one a fixture may use, so that no real identity is ever in one.
const TestINSOID = population.Authority

func (c *Catalogue) readPatients(o *strict.Object) {
	for _, v := range o.Need("patients").List() {
		p := v.Object()
		idAt := p.Get("id")
		patient := readPatient(p)
		if _, twice := c.Patient(patient.ID); twice {
			duplicate(idAt, patient.ID)
			continue
		}
		if patient.ID != "" {
			c.Patients = append(c.Patients, patient)
		}
	}
}

func (c *Catalogue) readDocuments(o *strict.Object) {
	for _, v := range o.Need("documents").List() {
		d := v.Object()
		idAt, patientAt := d.Get("id"), d.Need("patient")
		doc := readDocument(d, true)
		doc.Patient = patientAt.String()
		d.Close()
		if _, known := c.Patient(doc.Patient); patientAt.OK() && !known {
			unknownPatient(patientAt, doc.Patient, keysOf(c.Patients, patientID))
		}
		checkPast(idAt, doc, c.Documents)
		if _, twice := c.Document(doc.ID); twice {
			duplicate(idAt, doc.ID)
			continue
		}
		if doc.ID != "" {
			c.Documents = append(c.Documents, doc)
		}
	}
}

// readArchetypes reads further patients, and the documents that some of them need.
func (c *Catalogue) readArchetypes(o *strict.Object) {
	c.readPatients(o)
	c.readDocuments(o)
}

// readPatient reads a patient, of a fixture file or inline.
func readPatient(o *strict.Object) etalon.Patient {
	p := etalon.Patient{
		ID:         o.Need("id").Match(fixtureForm, fixtureHint),
		OID:        o.Need("oid").OneOf(strict.Text("l'OID des INS de test", "the OID of test INS numbers"), []string{TestINSOID}),
		INS:        readINS(o.Need("ins")),
		Family:     o.Need("family").Line(),
		Given:      o.Need("given").Line(),
		Birth:      o.Need("birth").Match(dateForm, strict.Text("AAAAMMJJ, entre guillemets", "YYYYMMDD, in quotes")),
		Gender:     o.Need("gender").OneOf(strict.Text("un sexe", "a gender"), genders),
		City:       o.Get("city").Line(),
		PostalCode: o.Get("postalCode").Line(),
		DMP:        etalon.DMPState(o.Need("dmp").OneOf(strict.Text("un état de DMP", "a state of the DMP"), states)),
	}
	readSearchable(o, &p)
	rightsAt, whyAt := o.Get("authorisation"), o.Get("closedWhy")
	p.Authorisation = rightsAt.OneOf(strict.Text("un état d'autorisation", "an authorisation state"), rights)
	p.ClosedWhy = whyAt.Line()
	if p.DMP == etalon.DMPActive && !rightsAt.OK() {
		o.Problem(strict.Text("un DMP actif a un état d'autorisation", "an active DMP has an authorisation state"),
			strict.Text("ajoutez authorisation:", "add authorisation:"))
	}
	if p.DMP == etalon.DMPClosed != whyAt.OK() {
		o.Problem(strict.Text("closedWhy va avec un DMP fermé, et lui seul", "closedWhy goes with a closed DMP only"), etalon.Text{})
	}
	p.Place = o.Get("place").Match(placeForm, strict.Text("un code officiel géographique, 5 caractères", "an official geographic code, 5 characters"))
	p.Civil = readCivil(o.Get("civil"))
	p.Purpose = readPurpose(o.Get("purpose"))
	for _, v := range o.Get("allows").List() {
		p.Allows = append(p.Allows, v.OneOf(strict.Text("un mode d'accès", "an access mode"), opposable))
	}
	p.Usual = o.Get("usual").Line()
	p.MES, p.Account, p.Attending = o.Get("mes").Bool(), o.Get("account").Bool(), o.Get("attending").Bool()
	for _, v := range o.Get("opposed").List() {
		p.Opposed = append(p.Opposed, v.OneOf(strict.Text("un mode d'accès", "an access mode"), opposable))
	}
	if at := o.Get("representative"); at.OK() {
		r := at.Object()
		p.Representative = &etalon.Relative{
			Family: r.Need("family").Line(), Given: r.Need("given").Line(),
			Role: r.Need("role").OneOf(strict.Text("un rôle HL7", "an HL7 role"), relatives),
		}
		r.Close()
	}
	o.Close()
	return p
}

// readSearchable reads what a patient can be searched by beside its traits.
func readSearchable(o *strict.Object, p *etalon.Patient) {
	p.Telecom = o.Get("telecom").Line()
	p.MaidenName = o.Get("maidenName").Line()
	p.Provider = o.Get("provider").Match(oidForm, strict.Text("un OID", "an OID"))
	for _, v := range o.Get("otherIds").List() {
		if id := v.Object(); id != nil {
			p.OtherIDs = append(p.OtherIDs, etalon.Identifier{
				Root: id.Need("root").Match(oidForm, strict.Text("l'OID du domaine", "the OID of the domain")), Extension: id.Need("extension").Line(),
			})
			id.Close()
		}
	}
}

// readCivil reads what the teleservice of identities holds; nil where it is not said.
func readCivil(v strict.Value) *etalon.Civil {
	o := v.Object()
	if !v.OK() || o == nil {
		return nil
	}
	c := &etalon.Civil{
		Unknown: o.Get("unknown").Bool(), Provisional: o.Get("provisional").Bool(), Names: o.Get("names").Line(), NoGiven: o.Get("noGiven").Bool(),
		Birth: o.Get("birth").Match(dateForm, strict.Text("AAAAMMJJ, entre guillemets", "YYYYMMDD, in quotes")),
	}
	for _, f := range o.Get("former").List() {
		h := f.Object()
		if h == nil {
			continue
		}
		day := func(v strict.Value) string {
			return v.Match(dayForm, strict.Text("AAAA-MM-JJ, entre guillemets", "YYYY-MM-DD, in quotes"))
		}
		c.Former = append(c.Former, etalon.FormerID{INS: readINS(h.Need("ins")), NIA: h.Get("nia").Bool(), From: day(h.Get("from")), To: day(h.Get("to"))})
		h.Close()
	}
	o.Close()
	return c
}

// readPurpose reads what a patient is for; it may be absent.
func readPurpose(v strict.Value) etalon.Text {
	if !v.OK() {
		return etalon.Text{}
	}
	return v.Text()
}

// readINS reads 13 characters and the key that goes with them.
func readINS(v strict.Value) string {
	ins := v.Match(insForm, strict.Text("15 chiffres entre guillemets (2A ou 2B en Corse)", "15 digits, in quotes (2A or 2B in Corsica)"))
	if ins == "" {
		return ""
	}
	if want, _ := population.Key(ins[:13]); ins[13:] != want { // a NIR, by insForm
		v.Problem(strict.Text("la clé de l'INS est fausse", "the key of the INS is wrong"),
			strict.Text("elle doit être %s", "it must be %s", want))
	}
	return ins
}

// readDocument reads a document. One given beforehand has its identifiers;
// the others are for the SUT to choose. The caller closes the object.
func readDocument(o *strict.Object, beforehand bool) etalon.Document {
	d := etalon.Document{
		ID:       o.Need("id").Match(fixtureForm, fixtureHint),
		Title:    o.Need("title").Line(),
		Body:     o.Need("body").OneOf(strict.Text("un corps de document", "a document body"), bodies),
		TypeCode: o.Need("typeCode").Match(typeCodeForm, strict.Text("par exemple 11490-0", "11490-0, for example")),
	}
	if beforehand {
		d.UniqueID = o.Need("uniqueId").Match(oidForm, strict.Text("un OID", "an OID"))
		d.EntryID = o.Need("entryId").Match(uuidForm, strict.Text("urn:uuid: et un UUID en minuscules", "urn:uuid: and a lower-case UUID"))
		d.Created = o.Need("created").Match(timeForm, strict.Text("AAAAMMJJhhmmss en UTC, entre guillemets", "YYYYMMDDhhmmss in UTC, in quotes"))
		readPast(o, &d)
	}
	return d
}

var fixtureHint = strict.Text("majuscules, chiffres et tirets", "upper-case letters, digits and hyphens")

func patientID(p etalon.Patient) string { return p.ID }

func unknownPatient(at strict.Value, name string, known []string) {
	at.Problem(strict.Text("patient inconnu « %s »", "unknown patient %q", name), strict.Choices(name, known))
}
