package dmp

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/simulators/endpoint"
)

// resourceID is the VIHF attribute that names the patient.
const resourceID = "urn:oasis:names:tc:xacml:2.0:resource:resource-id"

const nsSAML = "urn:oasis:names:tc:SAML:2.0:assertion"

// vihfPatient is the CX of the patient that the VIHF names, or "".
func vihfPatient(r *endpoint.Request) string {
	for a := range r.SOAP.Security.Path(nsSAML, "Assertion", "AttributeStatement").ChildrenNamed(nsSAML, "Attribute") {
		if a.Attr("", "Name") == resourceID {
			return strings.TrimSpace(a.Child(nsSAML, "AttributeValue").Value())
		}
	}
	return ""
}

// fields is the decoded view of a request.
func fields(r *endpoint.Request, t etalon.Transaction) etalon.Fields {
	f := etalon.Fields{}
	add := func(key string, values ...string) {
		var kept []string
		for _, v := range values {
			if v != "" {
				kept = append(kept, v)
			}
		}
		if len(kept) > 0 {
			f[key] = strings.Join(kept, " ")
		}
	}
	add(etalon.FieldMessageID, r.SOAP.MessageID())
	patient := vihfPatient(r)
	switch t {
	case etalon.TD02, etalon.ITI47:
		q := hl7v3.ReadQuery(r.SOAP.Payload)
		add(etalon.FieldReason, q.Reason)
		if len(q.PatientIDs) > 0 {
			patient = q.PatientIDs[0].Extension
		}
	case etalon.ITI18:
		q := ebrim.ReadQuery(r.SOAP.Payload)
		p := q.Parameters()
		add(etalon.FieldQuery, q.ID)
		all := func(names ...string) (values []string) {
			for _, n := range names {
				values = append(values, p[n].Values()...)
			}
			return values
		}
		add(etalon.FieldEntryUUIDs, all("$XDSDocumentEntryEntryUUID", "$XDSFolderEntryUUID", "$XDSSubmissionSetEntryUUID", "$uuid")...)
		add(etalon.FieldUniqueIDs, all("$XDSDocumentEntryUniqueId", "$XDSFolderUniqueId")...)
		add(etalon.FieldSubmissionSet, all("$XDSSubmissionSetUniqueId")...)
		if asked := all("$XDSDocumentEntryPatientId", "$XDSSubmissionSetPatientId", "$XDSFolderPatientId", "$patientId"); len(asked) > 0 {
			patient = asked[0]
		}
	case etalon.ITI62:
		add(etalon.FieldEntryUUIDs, ebrim.ReadRemove(r.SOAP.Payload).IDs...)
	case etalon.ITI43:
		for _, q := range ebrim.ReadRetrieve(r.SOAP.Payload) {
			add(etalon.FieldUniqueIDs, f[etalon.FieldUniqueIDs], q.UniqueID)
		}
	case etalon.ITI41:
		objects, _ := ebrim.ReadProvide(r.SOAP.Payload)
		patient = lotFields(objects, add, patient)
	case etalon.ITI42, etalon.ITI57:
		patient = lotFields(ebrim.ReadSubmit(r.SOAP.Payload), add, patient)
	}
	ins, _, _ := strings.Cut(patient, "^")
	add(etalon.FieldINS, ins)
	return f
}

// lotFields tells what a submission names; it returns its patient.
func lotFields(objects []*ebrim.Object, add func(string, ...string), patient string) string {
	var uids, entries []string
	for _, o := range objects {
		switch o.Kind {
		case ebrim.ExtrinsicObject:
			uids = append(uids, o.Identifier(ebrim.DocumentUniqueID))
			if strings.HasPrefix(o.ID(), "urn:uuid:") {
				entries = append(entries, o.ID())
			}
		case ebrim.RegistryPackage:
			if uid := o.Identifier(ebrim.SetUniqueID); uid != "" {
				add(etalon.FieldSubmissionSet, uid)
			}
			if p := o.Identifier(ebrim.SetPatientID); p != "" {
				patient = p
			}
		case ebrim.Association:
			if o.Attr("associationType") == ebrim.UpdateStatus {
				entries = append(entries, o.Attr("targetObject"))
			}
		}
	}
	add(etalon.FieldUniqueIDs, uids...)
	add(etalon.FieldEntryUUIDs, entries...)
	return patient
}
