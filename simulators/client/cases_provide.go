package client

import (
	"encoding/base64"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/make/submission"
)

// provideCases are about documents and metadata that do not go together
// (ITI-41).
func provideCases() []Case {
	repository := "XDSRepositoryMetadataError"
	return []Case{
		{
			Name: "large-document", Text: say("Un document de params.kilobytes Kio.", "A document of params.kilobytes KiB."),
			Source: tf41, Needs: []string{"kilobytes"}, Answer: success(), shape: nothing,
		},
		{
			Name: "same-document-again", Needs: []string{"uniqueId", "created"}, Text: say("Le document est déjà là, octet pour octet (mêmes params.uniqueId et params.created).", "The document is there already, byte for byte (same params.uniqueId and params.created)."),
			Source: tf42 + ".4.1.3; NIST 12004", Answer: success(), shape: nothing,
		},
		{
			Name: "without-hash-and-size", Text: say("hash et size manquent : le dépôt les calcule.", "hash and size are missing: the repository computes them."),
			Source: tf41 + ".4.1.3", Answer: success(), edits: []edit{drop(slotOf(entry, "hash")), drop(slotOf(entry, "size"))},
		},
		{
			Name: "inline-document", Text: say("Le document est en base64 dans l'enveloppe, non en partie jointe.", "The document is base64 inside the envelope, not a part."),
			Source: "IHE ITI TF-2 V.3.6", Answer: success(), shape: inline,
		},
		{
			Name: "wrong-hash", Text: say("hash n'est pas celui du document.", "hash is not that of the document."),
			Source: tf41 + ".4.1.3; NIST 11981, 12369", Answer: failure(repository), edits: []edit{text(valueOf(slotOf(entry, "hash")), strings.Repeat("0", 40))},
		},
		{
			Name: "wrong-size", Text: say("size n'est pas celle du document.", "size is not that of the document."),
			Source: tf41 + ".4.1.3; NIST 11981, 12369", Answer: failure(repository), edits: []edit{text(valueOf(slotOf(entry, "size")), "36")},
		},
		{
			Name: "missing-document", Text: say("Un ExtrinsicObject n'a pas son document.", "An ExtrinsicObject has no document."),
			Source: tf41 + ".4.1.3; NIST 11983", Answer: failure("XDSMissingDocument"), edits: []edit{drop(document)},
			packing: func(p *packet) { p.parts = p.parts[1:] },
		},
		{
			Name: "missing-document-metadata", Text: say("Un document de plus n'a pas de métadonnées.", "One more document has no metadata."),
			Source: tf41 + ".4.1.3; NIST 11983", Answer: failure("XDSMissingDocumentMetadata"), shape: orphan,
		},
		{
			Name: "on-demand-entry", Text: say("L'entrée se dit « à la demande ».", "The entry says it is on demand."),
			Source: tf41 + ".4.1.3", Answer: failure(repository, metadataError), edits: []edit{set(entry, "objectType", ebrim.OnDemandDocument)},
		},
		{
			Name: "missing-unique-id", Text: say("DocumentEntry.uniqueId manque.", "DocumentEntry.uniqueId is missing."),
			Source: tf41 + ".4.1.3", Answer: failure(repository, metadataError), edits: []edit{drop(idOf(entry, ebrim.DocumentUniqueID))},
		},
		{
			Name: "missing-source-id", Text: say("SubmissionSet.sourceId manque.", "SubmissionSet.sourceId is missing."),
			Source: tf41 + ".4.1.3", Answer: failure(repository, metadataError), edits: []edit{drop(idOf(lotSet, ebrim.SetSourceID))},
		},
		{
			Name: "missing-class-code", Text: say("DocumentEntry.classCode manque : le registre refuse, le dépôt transmet.", "DocumentEntry.classCode is missing: the registry refuses, the repository passes it on."),
			Source: tf41 + ".4.2", Answer: failure(metadataError), edits: []edit{drop(codeOf(entry, ebrim.ClassCode))},
		},
	}
}

func inline(d *draft) error {
	doc := &d.set.Documents[0]
	doc.Inline, doc.Href = base64.StdEncoding.EncodeToString(doc.Content), ""
	return nil
}

func orphan(d *draft) error {
	href := "orphan." + d.oid() + "@etalon"
	d.set.Documents = append(d.set.Documents, submission.Document{ID: "Orphan01", Href: "cid:" + href, Content: []byte("<orphelin/>"), Media: "text/xml"})
	return nil
}
