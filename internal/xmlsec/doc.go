// Package xmlsec signs and verifies what the DMP signs: the SAML assertion of
// the VIHF (XML-DSig, enveloped) and the submission set (XAdES, detached, with
// a manifest). Verification gives facts, never verdicts: which references
// resolve, which digests and values hold, with which algorithms, by whose
// certificate. Whether that is good enough is for the rules.
//
// It is the one seam over helium (parsing and canonicalization). It may import
// the standard library and helium, and nothing of Étalon but the root package.
//
// Bytes given to [Verify] are hostile: size, depth, number of signatures,
// references and canonicalized nodes are bounded, document type declarations
// are refused, nothing external is loaded.
package xmlsec
