package cda

// structuredBody is the body of a structured document: two coded sections of
// narrative (LOINC: reason for visit, plan of care), all of it invented.
const structuredBody = `<component><structuredBody>` +
	`<component><section><code code="29299-5" codeSystem="2.16.840.1.113883.6.1" displayName="Motif de consultation"/>` +
	`<title>Motif de consultation</title><text>Contrôle annuel (document fictif).</text></section></component>` +
	`<component><section><code code="51847-2" codeSystem="2.16.840.1.113883.6.1" displayName="Évaluation et plan"/>` +
	`<title>Évaluation et plan</title><text><list><item>Aucune anomalie (document fictif).</item>` +
	`<item>Revoir dans un an (document fictif).</item></list></text></section></component>` +
	`</structuredBody></component>`
