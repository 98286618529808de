package main

import "github.com/etalon-dmp/etalon/internal/reference"

type makeCmd struct {
	Kind string `arg:"" enum:"cda,structured,vaccination,scan,self-presenting,pdf,kos,lot,study" help:"cda (niveau 1, autour d'un PDF), structured (sections et entrées), vaccination (note), scan (numérisé, IHE sans rien de français), self-presenting (dans sa feuille de style), pdf, kos (manifeste DICOM), lot (l'envoi signé de deux documents, message HTTP), study (images d'un examen, zip). (Level 1 around a PDF, sections and entries, an immunization note, a scan as plain IHE has it, one in its style sheet, the PDF alone, a DICOM manifest, the signed submission of two documents as an HTTP message, or the images of a study.)"`
	Like string `help:"Avec ce défaut, nommé par --list ; sinon conforme. (With this defect, named by --list; sound otherwise.)" placeholder:"DÉFAUT"`
	List bool   `help:"Les défauts connus de ce contenu, et la règle qui les trouve. (The known defects of this content, and the rule that finds them.)"`
	Seed uint64 `default:"1" help:"La même graine donne les mêmes octets. (The same seed gives the same bytes.)"`
	// Scenario is whose study it is.
	Scenario string `help:"study : l'examen que ce scénario demande de publier, ou de détenir. (The study that this scenario asks to publish, or to hold.)" placeholder:"ID"`
	Study    string `help:"study : l'UID de l'examen, quand le scénario en a plusieurs. (The UID of the study, when the scenario has several.)" placeholder:"UID"`
	Lang     string `enum:"fr,en" default:"fr" help:"Langue du texte. (Language of the text.)"`
}

// Help gives examples.
func (makeCmd) Help() string {
	return `Un contenu conforme, ou faux d'une seule manière, pour essayer un produit ou une règle. Identités fictives.
(Sound content, or wrong in one way, to try a product or a rule. Fictitious identities.)

Exemples :
  etalon make cda > lettre.xml
  etalon make cda --list
  etalon make pdf --like pdf-transparency > faux.pdf
  etalon make kos --like kos-title | etalon validate - --pack xds-i
  etalon make lot --like manifest-digest | etalon validate - --pack dmp
  etalon make study --scenario xds-i-ct > examen.zip
  etalon make structured --like section-no-text | etalon validate -`
}

// Run writes a sample, or the list of its defects.
func (c *makeCmd) Run(a *app) error {
	if c.Kind == "study" {
		all, err := a.scenarios(nil)
		if err == nil {
			err = reference.Study(a.out, all.Scenarios, c.Scenario, c.Study, c.Seed)
		}
		return err
	}
	if c.List {
		return reference.Samples(a.out, c.Kind, c.Lang)
	}
	raw, err := reference.Sample(c.Kind, c.Like, c.Seed)
	if err == nil {
		_, err = a.out.Write(raw)
	}
	return err
}
