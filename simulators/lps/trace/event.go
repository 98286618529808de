package trace

import "strings"

// object is an object of JSON: its names are written in order.
type object = map[string]any

// uris are the URIs that FHIR has for the code systems of audit messages.
var uris = map[string]string{"DCM": "http://dicom.nema.org/resources/ontology/DCM", "IHE Transactions": "urn:ihe:event-type-code"}

func coding(c Code) object {
	system := c.System
	if uri, known := uris[system]; known {
		system = uri
	}
	return object{"system": system, "code": c.Code, "display": c.Text}
}

// AuditEvent is the record as an AuditEvent of FHIR R4, in JSON: what stands where is the
// mapping of RESTful ATNA, 3.20.4.2.2.1.
func (r Record) AuditEvent() object {
	e := object{
		"resourceType": "AuditEvent", "type": coding(r.Event), "recorded": r.At.UTC().Format("2006-01-02T15:04:05.000Z"),
		"outcome": r.Outcome, "source": object{"site": r.Site, "observer": object{"identifier": object{"value": r.Source}}},
	}
	if r.Action != "" {
		e["action"] = r.Action
	}
	var types, agents, entities []any
	for _, t := range r.Types {
		types = append(types, coding(t))
	}
	for _, p := range r.Participants {
		agents = append(agents, agent(p))
	}
	for _, o := range r.Objects {
		entities = append(entities, entity(o))
	}
	for name, all := range map[string][]any{"subtype": types, "agent": agents, "entity": entities} {
		if len(all) > 0 {
			e[name] = all
		}
	}
	return e
}

func agent(p Participant) object {
	a := object{"who": object{"identifier": object{"value": p.UserID}}, "requestor": p.Requestor}
	for name, value := range map[string]string{"altId": p.Process, "name": p.Name} {
		if value != "" {
			a[name] = value
		}
	}
	if p.Host != "" {
		a["network"] = object{"address": p.Host, "type": p.HostType}
	}
	var roles []any
	for _, c := range p.Roles {
		roles = append(roles, object{"coding": []any{coding(c)}})
	}
	if len(roles) > 0 {
		a["role"] = roles
	}
	return a
}

// entity is an object; the identifier of a patient has its authority as its system.
func entity(o Object) object {
	identifier := object{"value": o.ID, "type": object{"coding": []any{coding(o.Kind)}}}
	if parts := strings.Split(o.ID, "&"); o.Role == "1" && len(parts) == 3 {
		identifier["value"], identifier["system"] = strings.TrimSuffix(parts[0], "^^^"), "urn:oid:"+parts[1]
	}
	e := object{
		"what": object{"identifier": identifier},
		"type": object{"system": "http://terminology.hl7.org/CodeSystem/audit-entity-type", "code": o.Type},
		"role": object{"system": "http://terminology.hl7.org/CodeSystem/object-role", "code": o.Role},
	}
	if o.LifeCycle != "" {
		e["lifecycle"] = object{"system": "http://terminology.hl7.org/CodeSystem/dicom-audit-lifecycle", "code": o.LifeCycle}
	}
	if o.Query != nil {
		e["query"] = o.Query // base64, as JSON has octets
	}
	var details []any
	for _, d := range o.Details {
		details = append(details, object{"type": d[0], "valueString": d[1]})
	}
	if len(details) > 0 {
		e["detail"] = details
	}
	return e
}
