package sample

import (
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Result is a product that fails the feeding profile by two rules, leaves the
// consultation profile open, and passes the access profile.
func Result() etalon.Result {
	return etalon.Result{
		SchemaVersion: etalon.ResultSchema,
		Tool:          etalon.ToolInfo{Name: "etalon", Version: "0.1.0", Schemas: "libxml2+helium"},
		Verdict:       etalon.Fail,
		SUT:           etalon.SUTInfo{Name: "Cabinet Clair", Version: "4.2.1", Vendor: "Exemple Santé"},
		Profiles:      profiles(),
		Scenarios:     scenarios(),
		Findings:      findings(),
		Rules: etalon.RuleCount{Loaded: 84, Ran: 61, Matched: 1204, ByRule: []etalon.RuleWork{
			{Rule: "Q01", Matched: 0},
			{Rule: "T03", Matched: 41},
			{Rule: "V06", Matched: 41, Failed: 2},
			{Rule: "V08", Matched: 41, Failed: 0},
			{Rule: "X04.label", Matched: 36, Failed: 1},
			{Rule: "X05", Matched: 9, Failed: 1},
		}},
		Packs: []etalon.PackInfo{
			{Name: "dmp", Version: "2026.11", Digest: strings.Repeat("5a", 32)},
			{Name: "xsd", Version: "2026.11", Digest: strings.Repeat("c3", 32)},
		},
		Exchanges: []etalon.ExchangeSummary{
			{ID: "x0001", Scenario: "td0.2-actif", Actor: etalon.Patients, Transaction: etalon.TD02},
			{ID: "x0003", Scenario: "td2.1-pdf", Actor: etalon.Repository, Transaction: etalon.ITI41, Findings: 3},
			{ID: "x0005", Scenario: "td2.1-fault", Actor: etalon.Repository, Transaction: etalon.ITI41, Behaviour: "soap-fault", Findings: 1},
		},
		Seed: 20261122,
	}
}

func profiles() []etalon.ProfileResult {
	return []etalon.ProfileResult{
		{ID: "acces", Title: etalon.Text{FR: "Accès au DMP", EN: "Access"}, Verdict: etalon.Pass, Requirements: []etalon.RequirementResult{
			check("DMP-V06", etalon.Pass, 4, "td0.2-actif"), check("DMP-V08", etalon.Pass, 4, "td0.2-actif"),
		}},
		{ID: "alimentation", Title: etalon.Text{FR: "Alimentation du DMP", EN: "Feeding"}, Verdict: etalon.Fail, Requirements: []etalon.RequirementResult{
			check("DMP-V06", etalon.Fail, 37, "td2.1-pdf", "td2.1-fault"), check("DMP-X05", etalon.Fail, 9, "td2.1-pdf"),
			check("DMP-X04", etalon.Pass, 36, "td2.1-pdf"), check("DMP-S02", etalon.Inconclusive, 1, "td2.1-fault"),
			check("DMP-X16", etalon.Inconclusive, 0, "td2.1-pdf"),
		}},
		{ID: "consultation", Title: etalon.Text{FR: "Consultation du DMP", EN: "Consultation"}, Verdict: etalon.Inconclusive, Requirements: []etalon.RequirementResult{
			check("DMP-Q01", etalon.Inconclusive, 0, "td3.1-documents"), check("DMP-Q02", etalon.NotApplicable, 0, "td3.2"),
		}},
	}
}

func scenarios() []etalon.ScenarioResult {
	return []etalon.ScenarioResult{
		{
			ID: "td0.2-actif", Profile: "acces", Title: etalon.Text{FR: "Test d’existence d’un DMP actif", EN: "Existence test of an active record"},
			Source: "acces/td0.2-actif.yaml:1", Verdict: etalon.Pass,
			Checks: []etalon.RequirementResult{check("DMP-V06", etalon.Pass, 4), check("DMP-V08", etalon.Pass, 4)},
		},
		{
			ID: "td2.1-pdf", Profile: "alimentation", Title: etalon.Text{FR: "Envoi d’un compte rendu en PDF", EN: "A report sent as PDF"},
			Source: "alimentation/td2.1-pdf.yaml:1", Verdict: etalon.Fail, Findings: []int{0, 1, 2},
			Checks: []etalon.RequirementResult{check("DMP-V06", etalon.Fail, 12), check("DMP-X05", etalon.Fail, 3), check("DMP-X04", etalon.Pass, 36), check("DMP-X16", etalon.Inconclusive, 0)},
		},
		{
			ID: "td2.1-fault", Profile: "alimentation", Title: etalon.Text{FR: "Le DMP répond par une erreur SOAP", EN: "The DMP answers with a SOAP fault"},
			Source: "alimentation/td2.1-fault.yaml:1", Verdict: etalon.Fail, Findings: []int{3, 4},
			Checks: []etalon.RequirementResult{check("DMP-V06", etalon.Fail, 4), check("DMP-S02", etalon.Inconclusive, 1)},
		},
		{
			ID: "td3.1-documents", Profile: "consultation", Title: etalon.Text{FR: "Recherche des documents", EN: "Document search"},
			Source: "consultation/td3.1-documents.yaml:1", Verdict: etalon.Inconclusive,
			Reason: etalon.Text{FR: "aucune requête ITI-18 n’est arrivée en 30 s (étape s02)", EN: "no ITI-18 request arrived within 30 s (step s02)"},
			Checks: []etalon.RequirementResult{check("DMP-Q01", etalon.Inconclusive, 0)},
		},
		{
			ID: "td3.2", Profile: "consultation", Title: etalon.Text{FR: "Lecture d’un document", EN: "Document retrieval"},
			Source: "consultation/td3.2.yaml:1", Verdict: etalon.NotApplicable,
			Reason: etalon.Text{FR: "le produit n’a pas déclaré cette transaction", EN: "the product does not claim this transaction"},
			Checks: []etalon.RequirementResult{check("DMP-Q02", etalon.NotApplicable, 0)},
		},
	}
}

func check(id etalon.RequirementID, v etalon.Verdict, matched int, in ...etalon.ScenarioID) etalon.RequirementResult {
	texts := map[etalon.RequirementID]etalon.Text{
		"DMP-V06": {FR: "Le VIHF porte la version attendue.", EN: "The VIHF carries the version expected."},
		"DMP-V08": {FR: "Le VIHF désigne le patient par son INS qualifié.", EN: "The VIHF names the patient by a qualified INS."},
		"DMP-X04": {FR: "Chaque code vient du jeu de valeurs attendu.", EN: "Each code comes from the value set expected."},
		"DMP-X05": {FR: "Le type et la classe du document vont ensemble.", EN: "Document type and class go together."},
		"DMP-X16": {FR: "La signature du lot couvre chaque document.", EN: "The signature of the submission covers each document."},
		"DMP-S02": {FR: "Une erreur du DMP est montrée à l’utilisateur.", EN: "An error of the DMP is shown to the user."},
		"DMP-Q01": {FR: "La recherche est formée comme le DMP l’attend.", EN: "The query is formed as the DMP expects it."},
		"DMP-Q02": {FR: "La lecture nomme l’entrepôt du DMP.", EN: "Retrieval names the DMP’s repository."},
	}
	return etalon.RequirementResult{
		ID: id, Verdict: v, Text: texts[id], Source: "Interfaces LPS v2.10",
		Rules: []etalon.RuleID{etalon.RuleID(strings.TrimPrefix(string(id), "DMP-"))}, Matched: matched, Scenarios: in,
	}
}

func findings() []etalon.Finding {
	vihf := etalon.Finding{
		Rule: "V06", Requirements: []etalon.RequirementID{"DMP-V06"}, Outcome: etalon.OutcomeFailed,
		Severity: etalon.SeverityError, Confidence: etalon.ConfidenceA, Source: "Interfaces LPS v2.10, VIHF, attribut VIHF_Version",
		Scenario: "td2.1-pdf", Exchange: "x0003",
		Location: etalon.Location{
			Direction: "request", Line: 12, Offset: OffsetOf(Request(), "<saml2:AttributeValue>"),
			XPath: "/s:Envelope/s:Header/wsse:Security/saml2:Assertion/saml2:AttributeStatement/saml2:Attribute[1]",
		},
		Expected: "3.0", Observed: "2.0",
		Message: etalon.Text{FR: "Le VIHF n’annonce pas la version attendue.", EN: "The VIHF does not announce the version expected."},
		Hint:    etalon.Text{FR: "Écrivez 3.0 dans l’attribut VIHF_Version de l’assertion SAML.", EN: "Write 3.0 in the VIHF_Version attribute of the SAML assertion."},
	}
	again := vihf
	again.Scenario, again.Exchange = "td2.1-fault", "x0005"
	again.Location.Line, again.Location.Offset = 0, -1
	class := etalon.Finding{
		Rule: "X05", Requirements: []etalon.RequirementID{"DMP-X05"}, Outcome: etalon.OutcomeFailed,
		Severity: etalon.SeverityError, Confidence: etalon.ConfidenceA, Source: "Interfaces LPS v2.10, table des types et classes",
		Scenario: "td2.1-pdf", Exchange: "x0003",
		Location: etalon.Location{Direction: "request", Line: 21, Offset: OffsetOf(Request(), "<rim:Classification"), XPath: "/s:Envelope/s:Body/xds:ProvideAndRegisterDocumentSetRequest/lcm:SubmitObjectsRequest/rim:RegistryObjectList/rim:ExtrinsicObject/rim:Classification[2]"},
		Expected: "classe 11 pour le type 11488-4", Observed: Hostile,
		Message: etalon.Text{FR: "La classe ne va pas avec le type du document.", EN: "The class does not go with the document’s type."},
		Hint:    etalon.Text{FR: "Prenez la classe dans la table d’association publiée.", EN: "Take the class from the published association table."},
	}
	label := etalon.Finding{
		Rule: "X04.label", Requirements: []etalon.RequirementID{"DMP-X04"}, Outcome: etalon.OutcomeFailed,
		Severity: etalon.SeverityWarning, Confidence: etalon.ConfidenceC, Source: "Jeux de valeurs, libellés",
		Scenario: "td2.1-pdf", Exchange: "x0003", Location: etalon.Location{Direction: "request", Line: 23, Offset: OffsetOf(Request(), "<rim:Name>"), XPath: "/s:Envelope/s:Body//rim:Name"},
		Expected: "Compte rendu", Observed: "CR",
		Message: etalon.Text{FR: "Le libellé n’est pas celui du jeu de valeurs.", EN: "The label is not that of the value set."},
		Hint:    etalon.Text{FR: "Reprenez le libellé publié.", EN: "Use the published label."},
	}
	shown := etalon.Finding{
		Rule: "S02", Requirements: []etalon.RequirementID{"DMP-S02"}, Outcome: etalon.OutcomeInconclusive,
		Severity: etalon.SeverityError, Confidence: etalon.ConfidenceB, Source: "Interfaces LPS v2.10, erreurs",
		Scenario: "td2.1-fault", Location: etalon.Location{Offset: -1},
		Expected: "une erreur montrée à l’utilisateur", Observed: "aucune réponse de la personne",
		Message: etalon.Text{FR: "On ne sait pas si l’erreur a été montrée.", EN: "It is not known whether the error was shown."},
		Hint:    etalon.Text{FR: "Répondez à la question posée par Étalon.", EN: "Answer the question Étalon asks."},
	}
	return []etalon.Finding{vihf, class, label, again, shown}
}

// Hostile is a value that tries to leave every format it is written in.
const Hostile = "</td><script>alert(1)</script> ]]> \x1b[31m rouge \u202e esrevni"

// OffsetOf is the byte offset of the first occurrence of what in raw, or -1.
func OffsetOf(raw []byte, what string) int64 {
	return int64(strings.Index(string(raw), what))
}

// Many is Result with n failing findings of three rules, for the tests of size.
func Many(n int) etalon.Result {
	r := Result()
	base := r.Findings[0]
	r.Findings, r.Scenarios[1].Findings = nil, nil
	for i := range n {
		f := base
		f.Rule = []etalon.RuleID{"V06", "X05", "T03"}[i%3]
		f.Exchange = etalon.ExchangeID(fmt.Sprintf("x%04d", i+1))
		f.Observed = fmt.Sprintf("2.%d", i)
		r.Findings = append(r.Findings, f)
		r.Scenarios[1].Findings = append(r.Scenarios[1].Findings, i)
	}
	r.Scenarios[2].Findings = nil
	return r
}

// Wide is Result with one profile of so many scenarios and requirements.
func Wide(scenarios, requirements int) etalon.Result {
	r := Result()
	r.Scenarios, r.Findings = nil, nil
	p := etalon.ProfileResult{ID: "alimentation", Title: etalon.Text{FR: "Alimentation du DMP", EN: "Feeding"}, Verdict: etalon.Inconclusive}
	for i := range requirements {
		q := check("DMP-V06", etalon.Verdict(1+i%2), i*7)
		q.ID = etalon.RequirementID(fmt.Sprintf("EX_GEN-%04d", 1000+10*i))
		p.Requirements = append(p.Requirements, q)
	}
	for i := range scenarios {
		s := etalon.ScenarioResult{ID: etalon.ScenarioID(fmt.Sprintf("td%d.%d-remplacement", i/9, i%9)), Profile: p.ID, Verdict: etalon.Pass}
		for j, q := range p.Requirements {
			if (i+j)%3 > 0 {
				s.Checks = append(s.Checks, q)
			}
		}
		r.Scenarios = append(r.Scenarios, s)
	}
	r.Profiles = []etalon.ProfileResult{p}
	return r
}

// Whole is a product that passes two profiles as a whole, without a finding.
func Whole() etalon.Result {
	r := Result()
	r.Verdict, r.Findings = etalon.Pass, nil
	r.Profiles, r.Scenarios = r.Profiles[:2], r.Scenarios[:2]
	for i := range r.Profiles {
		r.Profiles[i].Verdict, r.Profiles[i].Ran = etalon.Pass, 4+i
		settle(r.Profiles[i].Requirements)
		r.Scenarios[i].Verdict, r.Scenarios[i].Findings = etalon.Pass, nil
		settle(r.Scenarios[i].Checks)
	}
	for i := range r.Exchanges {
		r.Exchanges[i].Findings = 0
	}
	return r
}

// Partial is Whole with a filter that left out 2 of 4 and all but 1 of 8
// scenarios, and a third profile of which nothing ran.
func Partial() etalon.Result {
	r := Whole()
	r.Profiles[0].Ran, r.Profiles[0].LeftOut = 2, 2
	r.Profiles[1].Ran, r.Profiles[1].LeftOut = 1, 7
	r.Profiles = append(r.Profiles, etalon.ProfileResult{ID: "pdqv3", Title: etalon.Text{FR: "Recherche de patient", EN: "Patient search"}, LeftOut: 1})
	r.Scenarios = append(r.Scenarios, etalon.ScenarioResult{
		ID: "td0.5-none", Profile: "pdqv3", Title: etalon.Text{FR: "Aucun patient", EN: "No patient"}, Source: "pdqv3/td0.5-none.yaml:1",
		Reason: etalon.Text{FR: "écarté par --label-filter td2.1", EN: "left out by --label-filter td2.1"},
	})
	return r
}

func settle(rs []etalon.RequirementResult) {
	for i := range rs {
		rs[i].Verdict, rs[i].Matched = etalon.Pass, max(rs[i].Matched, 1)
	}
}
