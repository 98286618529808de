package lps

import (
	"net/http"

	"github.com/etalon-dmp/etalon"
)

// Defects of audit records that go by FHIR Feed: checks FF and NR.
func fedMutants() []Mutant {
	event := func(f func(map[string]any)) func(*hooks) { return func(h *hooks) { h.event = f } }
	without := func(name string) func(*hooks) { return event(func(e map[string]any) { delete(e, name) }) }
	post := func(f func(*http.Request)) func(*hooks) { return func(h *hooks) { h.post = f } }
	agents := func(f func(map[string]any)) func(*hooks) {
		return event(func(e map[string]any) {
			all, _ := e["agent"].([]any)
			for _, one := range all {
				if a, is := one.(map[string]any); is {
					f(a)
				}
			}
		})
	}
	entities := func(role string, f func(map[string]any)) func(*hooks) {
		return event(func(e map[string]any) {
			all, _ := e["entity"].([]any)
			for _, one := range all {
				n, _ := one.(map[string]any)
				if r, _ := n["role"].(map[string]any); r["code"] == role {
					f(n)
				}
			}
		})
	}
	identified := func(value string) func(map[string]any) {
		return func(n map[string]any) {
			what, _ := n["what"].(map[string]any)
			if id, is := what["identifier"].(map[string]any); is {
				id["value"] = value
			}
		}
	}
	feed, start := etalon.ActFeed, etalon.ActStart
	all := []Mutant{
		define("fhir-put", "FF01", "La trace est déposée par PUT.", "The record is put.", post(func(r *http.Request) { r.Method = http.MethodPut }), start),
		define("fhir-base", "FF01", "L'AuditEvent est posté à la racine.", "The AuditEvent is posted to the base.", post(func(r *http.Request) { r.URL.Path = "/xds/audit" }), start),
		define("fhir-media", "FF01", "Le type de contenu est application/json.", "The content type is application/json.",
			post(func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }), start),
		define("fhir-other-resource", "FF02", "La ressource est une Provenance.", "The resource is a Provenance.", event(func(e map[string]any) { e["resourceType"] = "Provenance" }), start),
		define("fhir-no-type", "FF03", "L'événement n'a pas de type.", "The event has no type.", without("type"), start),
		define("fhir-no-source", "FF03", "La source manque.", "The source is missing.", without("source"), start),
		define("fhir-no-recorded", "FF03", "L'instant manque.", "The instant is missing.", without("recorded"), start),
		define("fhir-no-requestor", "FF03", "Aucun agent ne dit s'il demande.", "No agent says whether it asks.", agents(func(a map[string]any) { delete(a, "requestor") }), feed),
		define("fhir-no-zone", "FF03", "L'instant est sans fuseau.", "The instant has no zone.", event(func(e map[string]any) { e["recorded"] = "2026-11-28T10:00:00" }), start),
		define("fhir-action-word", "FF03", "L'action est un mot.", "The action is a word.", event(func(e map[string]any) { e["action"] = "read" }), feed),
		define("fhir-outcome-word", "FF03", "L'issue est un mot.", "The outcome is a word.", event(func(e map[string]any) { e["outcome"] = "success" }), start),
		define("fhir-network", "FF03", "La sorte d'adresse est IP.", "The kind of address is IP.", agents(func(a map[string]any) {
			if n, is := a["network"].(map[string]any); is {
				n["type"] = "IP"
			}
		}), feed),
		define("fhir-rest-event", "FF04", "L'événement est celui d'un appel REST.", "The event is that of a REST call.", event(func(e map[string]any) {
			e["type"] = map[string]any{"system": "http://terminology.hl7.org/CodeSystem/audit-event-type", "code": "rest"}
		}), feed),
		define("fhir-start-untyped", "FF05", "Le démarrage n'est pas dit.", "The start is not said to be one.", without("subtype"), start),
		define("fhir-login-nobody", "FF05", "L'ouverture de session ne dit pas qui demande.", "The login does not say who asks.",
			agents(func(a map[string]any) { a["requestor"] = false }), etalon.ActLogIn),
		define("fhir-none", "NR01", "Aucun échange ne laisse de trace.", "No exchange leaves a record.", func(h *hooks) { h.flow.auditNothing = true }, feed),
		define("fhir-other-patient", "NR03", "La trace nomme un autre patient.", "The record names another patient.", entities("1", identified("199099999999942")), feed),
		define("fhir-other-set", "NR03", "La trace nomme un autre lot.", "The record names another submission set.", entities("20", identified("2.25.4242")), feed),
		define("fhir-other-document", "NR03", "La trace nomme un autre document.", "The record names another document.", entities("3", identified("2.25.4242")), etalon.ActFetch),
	}
	for i := range all {
		all[i].Node, all[i].Fed = true, true
	}
	return all
}
