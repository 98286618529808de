package client

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/make/submission"
)

// draft is a message in the making.
type draft struct {
	*Client
	message etalon.Sending
	now     time.Time
	fields  etalon.Fields

	set      *submission.Set      // of ITI-41, 42 and 57
	lot      []*content           // the documents of set
	query    *submission.Query    // of ITI-18
	retrieve *submission.Retrieve // of ITI-43
	images   *submission.Images   // of RAD-69
	removed  []string             // of ITI-62: ids
	web      bool                 // it is HTTP without an envelope
	search   *search              // of ITI-47
	body     string               // the payload, once written
	packet   *packet
}

// draft makes the message of a case. Identifiers of the envelope are drawn
// first, so that two cases with the same randomness differ in nothing else.
func (c *Client) draft(m etalon.Sending) (*draft, error) {
	t, ok := m.Transaction.Info()
	if !ok || !slices.Contains(t.Senders, etalon.SentByEtalon) {
		return nil, errors.New("no client actor plays this transaction")
	}
	if m.Case == "" {
		m.Case = etalon.CaseNominal
	}
	if m.To == "" {
		m.To = t.Actor
	}
	variant, ok := find(m.Transaction, m.Case)
	if !ok {
		return nil, fmt.Errorf("no such case; there are %s", strings.Join(names(m.Transaction), ", "))
	}
	if err := check(m, variant); err != nil {
		return nil, err
	}
	d := &draft{Client: c, message: m, now: c.cfg.Clock().UTC().Truncate(time.Second), fields: etalon.Fields{}}
	messageID, assertionID, marks := c.urn(), c.urn(), c.urn()
	steps := lineage(variant)
	for _, v := range steps {
		if v.before != nil {
			v.before(d)
		}
	}
	if err := d.compose(steps); err != nil {
		return nil, err
	}
	target, err := c.target(t.Actor, m.Transaction)
	if err != nil {
		return nil, err
	}
	action := t.Pairs[0].Action
	if d.search != nil {
		action = d.search.action()
	}
	d.packet = &packet{
		url: target, action: action, mtom: t.Packaging == etalon.MTOM,
		boundary: "etalon-" + strings.TrimPrefix(marks, "urn:uuid:"), rootID: "root." + strings.TrimPrefix(marks, "urn:uuid:") + "@etalon",
		soap: soap.Message{Action: action, MessageID: messageID, ReplyTo: soap.Anonymous, To: target.String(), Body: d.body},
	}
	if c.cfg.DMP {
		token, err := d.token(assertionID)
		if err != nil {
			return nil, err
		}
		d.packet.soap.Headers = []string{token}
	}
	if token, err := d.identity(steps, assertionID); err != nil {
		return nil, err
	} else if token != "" {
		d.packet.soap.Headers = []string{token}
	}
	if d.set != nil {
		for _, doc := range d.set.Documents {
			if doc.Href != "" {
				d.packet.parts = append(d.packet.parts, mtom.BinaryPart(strings.TrimPrefix(doc.Href, "cid:"), doc.Media, doc.Content))
			}
		}
	}
	for _, v := range steps {
		if v.packing != nil {
			v.packing(d.packet)
		}
	}
	d.describe()
	return d, nil
}

// compose writes the payload.
func (d *draft) compose(steps []Case) error {
	p, ok := plays(d.message.Transaction)
	if !ok {
		return errors.New("no client actor composes this transaction")
	}
	if err := p.compose(d); err != nil {
		return err
	}
	var edits []edit
	for _, v := range steps {
		edits = append(edits, v.edits...)
		if v.shape == nil {
			continue
		}
		if err := v.shape(d); err != nil {
			return err
		}
	}
	if d.set != nil {
		if err := d.sign(); err != nil {
			return err
		}
		d.dialect()
	}
	d.body = p.write(d)
	var err error
	d.body, err = edited(d.body, edits)
	return err
}

func (c *Client) target(a etalon.Actor, t etalon.Transaction) (*url.URL, error) {
	address := c.cfg.Registry
	if a == etalon.Repository {
		address = c.cfg.Repository
	}
	if a == etalon.Patients {
		address = c.cfg.Patients
	}
	if a == etalon.ImagingSource {
		address = c.cfg.Imaging
	}
	if own := c.cfg.Services[t]; own != "" {
		address = own
	}
	if address == "" {
		return nil, fmt.Errorf("the system under test declares no address of its %s", a)
	}
	return url.Parse(address)
}

// check says what a message lacks, or names that nothing knows.
func check(m etalon.Sending, variant Case) error {
	for _, v := range lineage(variant) {
		for _, need := range v.Needs {
			if m.Params[need] == "" {
				return fmt.Errorf("the parameter %s is needed", need)
			}
		}
	}
	known := Params(m.Transaction)
	for _, name := range sorted(m.Params) {
		if !slices.Contains(known, name) {
			return fmt.Errorf("no parameter %q; there are %s", name, strings.Join(known, ", "))
		}
	}
	return checkParams(m)
}

// param gives a parameter, or a default.
func (d *draft) param(name, otherwise string) string {
	if v := d.message.Params[name]; v != "" {
		return v
	}
	return otherwise
}

// list gives the words of a parameter.
func (d *draft) list(name string) []string { return strings.Fields(d.message.Params[name]) }

// cx is the identifier of the patient, as the flavour writes it.
func (d *draft) cx() string {
	if !d.cfg.DMP {
		return plain(d.message.Patient.CX())
	}
	return d.message.Patient.CX()
}

// describe fills in the decoded view of the request.
func (d *draft) describe() {
	put(d.fields, etalon.FieldMessageID, d.packet.soap.MessageID)
	put(d.fields, etalon.FieldINS, d.message.Patient.INS)
	switch {
	case d.search != nil:
		put(d.fields, etalon.FieldQueryID, d.search.query)
	case d.query != nil:
		put(d.fields, etalon.FieldQuery, d.query.ID)
		put(d.fields, etalon.FieldEntryUUIDs, append(d.list("entry"), d.list("uuid")...)...)
		put(d.fields, etalon.FieldUniqueIDs, d.list("uniqueId")...)
	case d.images != nil:
		put(d.fields, etalon.FieldUniqueIDs, d.images.Instances...)
	case d.retrieve != nil:
		put(d.fields, etalon.FieldUniqueIDs, d.retrieve.UniqueIDs...)
	case d.set != nil:
		d.describeSet()
	default:
		put(d.fields, etalon.FieldEntryUUIDs, d.removed...)
	}
}

func (d *draft) describeSet() {
	told := map[string][]string{}
	add := func(key, value string) { told[key] = append(told[key], value) }
	id := func(key, value string) {
		if strings.HasPrefix(value, "urn:uuid:") {
			add(key, value)
		}
	}
	for _, e := range d.set.Entries {
		if c := e.Class(ebrim.TypeCode); c != nil && c.Code == submission.SignatureType {
			continue // the signature of the lot is nobody's document
		}
		id(etalon.FieldEntryUUIDs, e.ID)
		id(etalon.FieldLogicalIDs, e.LID)
		add(etalon.FieldHash, strings.Join(e.Slot("hash"), ""))
		add(etalon.FieldSize, strings.Join(e.Slot("size"), ""))
		if x := e.External(ebrim.DocumentUniqueID); x != nil {
			add(etalon.FieldUniqueIDs, x.Value)
		}
	}
	for i, p := range d.set.Packages {
		key, uid, scheme := etalon.FieldFolderUUIDs, etalon.FieldFolderUniqueIDs, folderUniqueID
		if i == 0 {
			key, uid, scheme = etalon.FieldSetUUIDs, etalon.FieldSubmissionSet, ebrim.SetUniqueID
		}
		id(key, p.ID)
		if x := p.External(scheme); x != nil {
			add(uid, x.Value)
		}
	}
	for _, a := range d.set.Associations {
		id(etalon.FieldAssociationUUIDs, a.ID)
		if a.Type == ebrim.UpdateStatus {
			add(etalon.FieldEntryUUIDs, a.Target)
		}
	}
	for key, values := range told {
		put(d.fields, key, values...)
	}
}
