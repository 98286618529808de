package verdicts

import (
	"bytes"
	"cmp"
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/seal"
)

// Seal is what seals a dossier.
type Seal struct {
	State etalon.SealState
	Key   string // name of the key that signed: its thumbprint (RFC 7638, SHA-256), lower-case hex
}

// SealOf tells what seals a dossier. A signature that is not over this dossier is
// tampering.
func SealOf(d *dossier.Dossier) (Seal, error) {
	switch {
	case d.Seal == nil:
		return Seal{State: etalon.SealNone}, nil
	case d.Seal.Signature == "":
		return Seal{State: etalon.SealUnsigned}, nil
	}
	payload, key, err := seal.Verify(d.Seal.Signature)
	switch {
	case err != nil:
		return Seal{}, altered(d.Seal.Entries+1, "la signature du sceau ne tient pas : "+err.Error())
	case !bytes.Equal(payload, d.Sealed):
		return Seal{}, altered(d.Seal.Entries+1, "la signature du sceau est celle d'un autre dossier, ou d'un autre état de celui-ci")
	}
	return Seal{State: etalon.SealSigned, Key: key}, nil
}

// Proven says in plain words what the seal of a dossier proves, and against whom.
// known is the text of the public key that it should be signed by; nil when nobody
// says. A dossier that this key did not sign is an error of usage.
func Proven(d *dossier.Dossier, known []byte) (string, error) {
	s, err := SealOf(d)
	if err != nil {
		return "", err
	}
	want := ""
	if known != nil {
		if want, err = seal.Name(known); err != nil {
			return "", exit.Usage(err, "Donnez le fichier "+seal.PublicFile+" de qui a fait la session. (Give that file of whoever ran the session.)")
		}
	}
	switch {
	case want != "" && s.Key != want:
		return "", exit.Usage(
			fmt.Errorf("dossier signé par une autre clé que celle donnée, ou par aucune : %s (not signed by the key given)", cmp.Or(s.Key, "–")), "")
	case want != "":
		return "Signé par la clé donnée (signed by the key given): " + s.Key + `
  Prouvé : depuis la fin de la session, seul le détenteur de cette clé a pu changer ce dossier.
  Non prouvé : que ce détenteur ne l'a pas fait, ni que l'heure était juste.
  (Proven: since the session ended, nobody but the holder of this key can have changed this dossier.
  Not proven: that the holder did not, nor that the clock was right.)`, nil
	case s.State == etalon.SealSigned:
		return "Signé par une clé que rien ne rattache à quelqu'un (signed by a key that nothing ties to anybody): " + s.Key + `
  Prouvé : rien n'a changé depuis la signature. Non prouvé : qui a signé. La clé du banc d'un éditeur prouve que personne d'autre n'y a touché,
  et rien contre l'éditeur. Comparez à une clé connue : --key sceau.pem.
  (Proven: nothing changed since it was signed. Not proven: who signed. The key of a vendor's bench proves that nobody else touched it, and
  nothing against the vendor. Compare with a key that you know: --key sceau.pem.)`, nil
	case s.State == etalon.SealUnsigned:
		return `Non signé (unsigned)
  Prouvé : les octets et l'ordre se tiennent. Non prouvé : que personne n'a refait la chaîne entière après coup.
  (Proven: bytes and order hold together. Not proven: that nobody made the whole chain anew afterwards.)`, nil
	}
	return `Ni scellé ni signé (neither sealed nor signed)
  Prouvé : ce qui est là se tient. Non prouvé : que rien n'a été ôté à la fin.
  (Proven: what is there holds together. Not proven: that nothing was taken off the end.)`, nil
}
