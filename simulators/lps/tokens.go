package lps

import (
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/hl7"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// TokenMutants are the defects of the assertion alone: of the VIHF, then of the
// identity assertion of plain IHE.
func TokenMutants() []Mutant {
	all := slices.Concat(vihfMutants(), trustMutants(), identityMutants())
	return slices.DeleteFunc(all, func(m Mutant) bool {
		var h hooks
		m.install(&h)
		return h.vihf == nil && h.identity == nil && h.token == nil && h.vihfSigner == nil
	})
}

// Request makes the SOAP envelope of a request about a patient, with the defect that
// the LPS has: an existence test, or in plain IHE a query; chosen are what its user
// chose (role, purpose, consent: of plain IHE). It sends nothing.
func (l *LPS) Request(p etalon.Patient, chosen map[string]string) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.chosen = chosen
	c := &call{lps: l, transaction: etalon.TD02, patient: p}
	body := ""
	if l.cfg.Plain {
		c.transaction = etalon.ITI18
		body = query(submission.FindDocuments, "LeafClass", slot("$XDSDocumentEntryPatientId", submission.Quoted(l.cx(p))),
			slot("$XDSDocumentEntryStatus", submission.List([]string{submission.Approved}))).XML()
	} else {
		q := hl7.New(hl7.ExistenceTest, l.uuid(), l.uuid(), l.now().Format("20060102150405"), sourceOID, l.cfg.Name)
		q.ByINS(p.OID, p.INS, "TEST_EXST")
		body = q.XML()
	}
	out, err := l.pack(c, body, nil)
	if err != nil {
		return nil, err
	}
	return out.Envelope, nil
}
