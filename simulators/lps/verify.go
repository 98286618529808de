package lps

import (
	"context"
	"crypto/x509"
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// fetchSigned opens a document whose signature the user wants verified: its
// signatures are found by their associations, retrieved with it, and looked at. A
// document whose signature does not hold is not shown.
func (l *LPS) fetchSigned(ctx context.Context, a etalon.Action) etalon.Reaction {
	id := a.Params["uniqueId"]
	if t := l.open(ctx, a.Patient, true); t != nil {
		return l.reaction(t)
	}
	got, t := l.ask(ctx, a.Patient, query(submission.GetRelatedDocuments, "LeafClass",
		slot("$XDSDocumentEntryUniqueId", submission.Quoted(id)), slot("$AssociationTypes", submission.List([]string{submission.Signs}))))
	if t != nil {
		return l.reaction(t)
	}
	signatures := signersOf(got, id)
	if len(signatures) == 0 && !l.hooks.flow.ignoreBroken {
		return l.reaction(&trouble{Text: "Ce document n'a pas de signature."})
	}
	answered, t := l.retrieve(ctx, a, append([]string{id}, signatures...))
	if t != nil {
		return l.reaction(t)
	}
	content, ok := documentOf(answered, id)
	if !ok {
		return l.reaction(&trouble{Code: "MIME", Text: "La réponse du serveur ne contient pas le document."})
	}
	for _, s := range signatures {
		signature, ok := documentOf(answered, s)
		if why := l.verified(signature, id, content); (!ok || why != "") && !l.hooks.flow.ignoreBroken {
			return l.reaction(&trouble{Code: "SIGNATURE", Text: "La signature du document n'est pas valide : " + why + ". Le document n'est pas affiché."})
		}
	}
	re := done(fmt.Sprintf("Document affiché, signature vérifiée (%d octets).", len(content)))
	re.Values = map[string]string{"uniqueId": id, "sha1": sha1Hex(content)}
	return re
}

// signersOf gives the unique ids of what signs a document.
func signersOf(a submission.Answer, id string) []string {
	unique := map[string]string{}
	for _, e := range a.Entries {
		if x := e.External(submission.EntryUniqueID); x != nil {
			unique[e.ID] = x.Value
		}
	}
	var out []string
	for _, k := range a.Links {
		if s := unique[k.Source]; k.Type == submission.Signs && unique[k.Target] == id && s != "" {
			out = append(out, s)
		}
	}
	return out
}

// verified says why a signature is not one of this document by somebody trusted; ""
// when it is (IHE ITI TF-3, 5.5.5).
func (l *LPS) verified(signature []byte, id string, content []byte) string {
	r := xmlsec.Verify(signature, xmlsec.Options{Documents: map[string][]byte{id: content}})
	if r.Problem != "" || len(r.Signatures) != 1 {
		return "elle est illisible"
	}
	s := r.Signatures[0]
	if !s.ValueValid {
		return "sa valeur est fausse"
	}
	covered := false
	for _, ref := range s.References {
		switch {
		case ref.Manifest && !ref.Signed:
		case ref.URI == "urn:oid:"+id:
			if ref.Digest != xmlsec.DigestValid {
				return "l'empreinte du document est fausse"
			}
			covered = true
		case !ref.Manifest && ref.Digest != xmlsec.DigestValid:
			return "une empreinte est fausse"
		}
	}
	if !covered {
		return "elle n'est pas celle de ce document"
	}
	cert, err := x509.ParseCertificate(s.Certificate())
	if err != nil {
		return "son certificat est illisible"
	}
	if _, err := cert.Verify(x509.VerifyOptions{Roots: l.cfg.Roots, CurrentTime: l.cfg.Clock(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil {
		return "son certificat n'est pas admis"
	}
	return ""
}
