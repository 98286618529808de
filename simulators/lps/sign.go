package lps

import (
	"fmt"
	"strconv"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// The forms of a document digital signature that a user may ask for (IHE ITI TF-3,
// 5.5).
const (
	signDetached   = "detached"
	signSet        = "set"
	signEnveloping = "enveloping"
)

// purposes are some of those that a user signs for, by their codes in ASTM E1762.
var purposes = map[string]string{
	"1.2.840.10065.1.12.1.1": "Author", "1.2.840.10065.1.12.1.5": "Verification", "1.2.840.10065.1.12.1.14": "Source",
}

// signDocuments adds the signature of what a user of plain IHE asked to sign, and its
// entry. lot holds the documents as they are sent.
func (l *LPS) signDocuments(c *call, set *submission.Set, lot *xmlsec.Lot) error {
	form := l.chosen["sign"]
	if form == "" {
		return nil
	}
	purpose := l.chosen["signFor"]
	if purposes[purpose] == "" {
		purpose = "1.2.840.10065.1.12.1.1"
	}
	d := &xmlsec.DSG{Enveloping: form == signEnveloping, Documents: lot.Documents, Time: lot.Time, Purpose: purpose}
	if form == signSet {
		d.SetID = lot.UniqueID
	}
	apply(l.hooks.dsg, c, d)
	signer := l.signer
	if l.hooks.lotSigner != nil {
		signer = l.hooks.lotSigner(l)
	}
	content, err := xmlsec.SignDSG(*d, signer, l.hooks.dsgWith)
	if err != nil {
		return fmt.Errorf("signature: %w", err)
	}
	if l.hooks.signed != nil {
		content = l.hooks.signed(c, content)
	}
	const id = "Signature01"
	e := l.sender(c, lot.Time).SignatureEntry(id, l.oid(), content)
	asIHE(e, form, purpose)
	plainly(e)
	apply(l.hooks.signature, c, e)
	set.Entries = append(set.Entries, e)
	set.Link(submission.HasMember, set.Package().ID, id, submission.Original())
	for i := range lot.Documents {
		if form == signDetached {
			set.Link(submission.Signs, id, "Document0"+strconv.Itoa(i+1))
		}
	}
	if form == signSet {
		set.Link(submission.Signs, id, set.Package().ID)
	}
	set.Documents = append(set.Documents, attach(id, content, "text/xml"))
	return nil
}

// asIHE gives the entry of a signature the values of IHE, where those of the signed
// lot of the DMP differ.
func asIHE(e *submission.Object, form, purpose string) {
	format := xmlsec.DSGDetached
	if form == signEnveloping {
		format = xmlsec.DSGEnveloping
	}
	e.Title = purposes[purpose]
	kept := e.Classifications[:0]
	visible := false
	for _, x := range e.Classifications {
		switch x.Scheme {
		case submission.EntryFormat:
			x = submission.Coded(submission.EntryFormat, cda.Coded{Code: format, System: "1.3.6.1.4.1.19376.1.2.3", Label: "IHE Document Digital Signature"})
		case submission.EntryEvent:
			x = submission.Coded(submission.EntryEvent, cda.Coded{Code: purpose, System: "1.2.840.10065.1.12", Label: purposes[purpose]})
		case submission.EntryConfidentiality: // hiding is the DMP's
			if visible {
				continue
			}
			visible = true
		}
		kept = append(kept, x)
	}
	e.Classifications = kept
}
