package scenario

import (
	"encoding/json"
	"fmt"

	"github.com/invopop/jsonschema"

	"github.com/etalon-dmp/etalon"
)

// SchemaID names the JSON Schema of scenario files.
const SchemaID = "urn:etalon:scenario:1"

// Schema gives the JSON Schema (draft 2020-12) of scenario files for editors:
// keys, types, forms and closed lists. What it cannot say (order of steps,
// names that must exist) only Read checks.
func Schema() ([]byte, error) {
	root := object("Scénario d'Étalon : ce que le SUT doit faire, et ce qui doit arriver.",
		need("id", form(idForm, "Nom unique du scénario, celui du fichier.")),
		need("title", about(text(), "Titre, en français et en anglais.")),
		need("profile", form(idForm, "Profil : l'unité de verdict.")),
		need("role", among("Rôle du SUT.", Roles())),
		may("modes", list(among("Mode d'authentification.", modes), "Modes d'authentification auxquels le scénario s'applique ; tous par défaut.", 1)),
		need("requirements", list(form(refForm, ""), "Exigences, ou groupes d'exigences, que le scénario éprouve.", 1)),
		may("labels", list(form(labelForm, ""), "Étiquettes, pour choisir les scénarios à jouer.", 0)),
		may("given", givenSchema()),
		need("steps", list(ref("step"), "Étapes, dans l'ordre.", 1)),
		may("cleanup", list(ref("step"), "Étapes toujours jouées, quoi qu'il arrive.", 0)),
	)
	root.Version, root.ID, root.Title = jsonschema.Version, SchemaID, "Étalon scenario"
	root.Definitions = jsonschema.Definitions{
		"step":     {OneOf: []*jsonschema.Schema{ref("ask"), ref("expect"), ref("send"), ref("reply"), ref("capture"), ref("attest")}},
		"ask":      askSchema(),
		"expect":   expectSchema(),
		"send":     sendSchema(),
		"reply":    replySchema(),
		"capture":  captureSchema(),
		"attest":   attestSchema(),
		"patient":  patientSchema(),
		"document": documentSchema(true),
	}
	out, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the scenario schema: %w", err)
	}
	return append(out, '\n'), nil
}

func givenSchema() *jsonschema.Schema {
	return object("État du DMP simulé avant le scénario.",
		need("patients", list(either(form(fixtureForm, ""), ref("patient")), "Patients : noms de fixtures/patients.yaml, ou objets.", 0)),
		may("documents", list(either(form(fixtureForm, ""), ref("document")), "Documents déjà dans le DMP : noms de fixtures/documents.yaml, ou objets.", 0)),
		may("studies", list(studySchema(), "Examens d'imagerie : ceux que la source d'images simulée détient et dont le manifeste est publié, ou que le SUT doit détenir (etalon make study).", 0)),
		mostResultsField(),
	)
}

func askSchema() *jsonschema.Schema {
	return object("Demander au SUT (à son utilisateur ou à son pilote) une action.",
		need("ask", among("Action.", names(etalon.ActionNames()))),
		stepID(),
		may("patient", form(fixtureForm, "Patient, parmi given.patients ; obligatoire pour toute action qui porte sur un patient.")),
		may("documents", list(either(form(fixtureForm, ""), documentSchema(false)), "Documents à envoyer.", 0)),
		may("params", paramsSchema()),
		need("prompt", about(text(), "La phrase dite à une personne. ${patient}, ${patient.family}, ${LETTRE.title}…")),
		deadline(),
	)
}

func paramsSchema() *jsonschema.Schema {
	return &jsonschema.Schema{
		Type: "object", Description: "Paramètres ; ${nom} d'une capture, ${LETTRE.uniqueId} d'un document donné.",
		PropertyNames: form(paramForm, ""), AdditionalProperties: line(""),
	}
}

func sendSchema() *jsonschema.Schema {
	return object("Envoyer un message au SUT, qui est un serveur.",
		need("send", among("Transaction.", names(Sendable()))),
		stepID(),
		may("to", among("Acteur tenu par le SUT ; celui de la transaction par défaut.", names(tested()))),
		may("case", form(idForm, "Variante nommée du message ; nominal par défaut.")),
		may("patient", form(fixtureForm, "Patient, parmi given.patients ; obligatoire pour un message SOAP.")),
		may("documents", list(either(form(fixtureForm, ""), documentSchema(false)), "Documents à envoyer.", 0)),
		may("params", paramsSchema()),
		may("answer", object("Réponse d'un SUT juste ; une réussite par défaut.",
			need("status", among("", etalon.WantStatuses())),
			may("codes", list(form(codeForm, ""), "Codes d'erreur dont un seul suffit.", 1)))),
		deadline(),
	)
}

func expectSchema() *jsonschema.Schema {
	return object("Attendre une transaction du SUT.",
		need("expect", among("Transaction.", names(etalon.SentBy(etalon.SentBySUT)))),
		stepID(),
		may("at", among("Acteur ; celui de la transaction par défaut.", names(etalon.Actors()))),
		deadline(),
	)
}

func replySchema() *jsonschema.Schema {
	s := object("Préparer la réponse à la prochaine requête d'une transaction. Se place avant le ask qui la provoque.",
		need("reply", among("Comportement du simulateur.", names(etalon.BehaviourNames()))),
		stepID(),
		need("to", among("Transaction.", names(etalon.SentBy(etalon.SentBySUT)))),
		may("at", among("Acteur ; celui de la transaction par défaut.", names(etalon.Actors()))),
		may(etalon.KeyCode, form(codeForm, "Code d'erreur XDS, ou code de faute SOAP 1.2.")),
		may(etalon.KeySubcode, form(codeForm, "Sous-code de la faute SOAP.")),
		may(etalon.KeyText, line("Motif, ou codeContext.")),
		may(etalon.KeyLocation, line("RegistryError/@location.")),
		may(etalon.KeySeverity, among("Gravité ; Error par défaut.", severities)),
		may(etalon.KeyHold, duration("Durée du silence (timeout).")),
		may(etalon.KeyDelay, duration("Attente avant la réponse, quelle qu'elle soit.")),
		may(etalon.KeySeed, whole("Graine de awkward ; tirée de celle de la session par défaut.", 1, MaxSeed)),
		may("for", among("Toutes les requêtes jusqu'à la fin du scénario, au lieu de la prochaine.", []string{forScenario})),
	)
	for _, b := range etalon.Behaviours() {
		if len(b.Needs) == 0 && b.On == nil {
			continue
		}
		when, then := jsonschema.NewProperties(), &jsonschema.Schema{Required: b.Needs}
		when.Set("reply", among("", []string{string(b.Name)}))
		if b.On != nil {
			then.Properties = jsonschema.NewProperties()
			then.Properties.Set("to", among("", names(b.On)))
		}
		s.AllOf = append(s.AllOf, &jsonschema.Schema{If: &jsonschema.Schema{Properties: when}, Then: then})
	}
	return s
}

func captureSchema() *jsonschema.Schema {
	return object("Retenir une valeur d'une étape précédente.",
		need("capture", form(captureForm, "Nom de la valeur, employée ensuite par ${nom}.")),
		stepID(),
		need("from", form(stepForm, "Étape d'où vient la valeur : un ask ou un expect.")),
		need("field", form(paramForm, "Champ de l'échange, ou valeur de la réaction.")),
	)
}

func attestSchema() *jsonschema.Schema {
	return object("Faire constater par une personne ; oui est la bonne réponse.",
		need("attest", object("",
			need("question", about(text(), "Question fermée, dont la bonne réponse est oui.")),
			need("expect", among("Réaction qui vaut oui quand personne ne répond.", reactions)),
		)),
		stepID(),
		deadline(),
	)
}

func patientSchema() *jsonschema.Schema {
	return object("Patient fictif.",
		need("id", form(fixtureForm, "")), may("purpose", about(text(), "À quoi sert ce patient, pour qui le saisit dans le produit.")), need("oid", among("", []string{TestINSOID})), need("ins", form(insForm, "15 caractères, clé valide.")),
		need("family", line("")), need("given", line("")), need("birth", form(dateForm, "AAAAMMJJ")), need("gender", among("", genders)),
		may("city", line("")), may("postalCode", line("")),
		may("telecom", line("")), may("maidenName", line("")), may("provider", form(oidForm, "")),
		may("otherIds", list(object("", need("root", form(oidForm, "")), need("extension", line(""))), "Identifiants dans d'autres domaines.", 1)),
		need("dmp", among("", states)), may("authorisation", among("", rights)), may("closedWhy", line("")),
		may("usual", line("Nom d'usage.")), may("mes", truth("Rattaché à Mon espace santé.")), may("account", truth("A un compte internet.")),
		may("attending", truth("Le professionnel est son médecin traitant.")), may("opposed", list(among("", opposable), "Modes d'accès refusés par le patient.", 0)),
		may("allows", list(among("", opposable), "Modes d'accès où le patient laisse lire ses documents masqués.", 0)),
		may("place", form(placeForm, "Lieu de naissance, code officiel géographique.")),
		may("civil", object("Ce que tient le téléservice INSi, où ce n'est pas le numéro et les traits du patient.",
			may("unknown", truth("Inconnu du téléservice.")), may("provisional", truth("Identité provisoire : un NIA.")),
			may("names", line("Tous les prénoms.")), may("noGiven", truth("La réponse n'a pas de Prenom.")), may("birth", form(dateForm, "AAAAMMJJ, lunaire au besoin.")),
			may("former", list(object("", need("ins", form(insForm, "15 caractères, clé valide.")), may("nia", truth("Un NIA.")),
				may("from", form(dayForm, "AAAA-MM-JJ")), may("to", form(dayForm, "AAAA-MM-JJ"))), "Numéros antérieurs.", 1)))),
		may("representative", object("Représentant légal.", need("family", line("")), need("given", line("")), need("role", among("", relatives)))),
	)
}

func documentSchema(beforehand bool) *jsonschema.Schema {
	fields := []field{
		need("id", form(fixtureForm, "")), need("title", line("")), need("body", among("", bodies)), need("typeCode", form(typeCodeForm, "")),
	}
	if beforehand {
		fields = append(fields, need("patient", form(fixtureForm, "")), need("uniqueId", form(oidForm, "")),
			need("entryId", form(uuidForm, "")), need("created", form(timeForm, "")))
		fields = append(fields, pastFields()...)
	}
	return object("Document fictif.", fields...)
}
