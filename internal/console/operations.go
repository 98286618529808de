package console

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// operation is what a route is to a program: what it does, the fields of its form, and
// what it answers in JSON.
type operation struct {
	say etalon.Text
	// fields are those of the form, in order; "!" after a name: it must be there.
	fields []string
	// query are parameters of the address.
	query []string
	// words are parameters of the address that are no numbers.
	words []string
	gives any // a value of its type; nil: media alone tells
	media string
	// takes is the media type of a body that is no form.
	takes string
}

// operations are those of every route.
func operations() map[string]operation {
	did := done{}
	page := func(fr, en string, gives any) operation {
		return operation{say: etalon.Text{FR: fr, EN: en}, gives: gives}
	}
	deed := func(fr, en string, fields ...string) operation {
		return operation{say: etalon.Text{FR: fr, EN: en}, fields: fields, gives: did}
	}
	file := func(fr, en, media string) operation { return operation{say: etalon.Text{FR: fr, EN: en}, media: media} }
	waited := page("Une session remise ; attend son jugement tant de secondes, 50 au plus", "A session handed in; waits for its judgement that many seconds, 50 at most", sessionPage{})
	waited.query = []string{"wait"}
	compared := page("Un verdict à côté d'un autre de la même version ; sans with, de celui d'avant", "A verdict beside another of the same version; without with, the one before", comparison{})
	compared.query = []string{"with"}
	handed := deed("Remettre l'archive d'un dossier (tar.gz ou zip)", "Hand in the archive of a dossier (tar.gz or zip)")
	handed.takes = "application/gzip"
	told := operation{
		say:    etalon.Text{FR: "Répondre à ce qu'une séance demande (number) : answer yes ou no à une question ; status done, refused, error ou unsupported d'une action, avec code, shown et value.NOM ; en multipart/form-data, file est une pièce", EN: "Answer what a sitting asks (number): answer yes or no to a question; status done, refused, error or unsupported of an action, with code, shown and value.NAME; as multipart/form-data, file is an attachment"},
		fields: []string{"number!", "answer", "status", "code", "shown"}, gives: did,
	}
	asked := deed("Essayer l'archive de référentiels sur toutes les sessions : formulaire title, puis fichier packs", "Try an archive of packs on all sessions: a form of title, then file packs")
	asked.takes = "multipart/form-data"
	counted := page("Les chiffres de toutes les versions, ou d'une campagne", "The figures of all versions, or of a campaign", statisticsPage{})
	counted.query = []string{"campaign"}
	handed.words = []string{"upload"}
	gone := page("Combien d'octets d'une archive sont arrivés", "How many bytes of an archive have come", upload{})
	further := page("Des octets d'une archive, à partir d'un offset ; ce qui est arrivé avant une coupure reste", "Bytes of an archive, from an offset on; what came before a break stays", upload{})
	further.takes, further.query = "application/octet-stream", []string{"offset"}
	return map[string]operation{
		"GET /{$}":                           deed("Où commencer", "Where to start"),
		"GET /register":                      page("Registre public", "Public register", []entry{}),
		"GET /register.json":                 page("Registre public", "Public register", []entry{}),
		"GET /register/{id}":                 page("Une décision publiée", "A published decision", entry{}),
		"GET /register/{id}/statements.jws":  file("Tout ce qui fut signé d'une décision, une attestation par ligne", "All that was signed of a decision, one statement a line", "text/plain"),
		"GET /register/{id}/attestation.pdf": file("Une décision publiée, en PDF, ses attestations jointes", "A published decision as PDF, its statements attached", "application/pdf"),
		"GET /register/{id}/badge.svg":       file("Ce que vaut une décision aujourd'hui, en image (SVG)", "What a decision is worth today, as a picture (SVG)", "image/svg+xml"),
		"GET /statements/{id}/stamp.tst":     file("Le jeton d'horodatage d'une attestation (DER)", "The time-stamp token of a statement (DER)", tokenType),
		"GET /statements/{id}":               file("Une attestation signée (JWS)", "A signed statement (JWS)", "application/jose"),
		"GET /style.css":                     file("La feuille de style", "The style sheet", "text/css"),
		"GET /live.js":                       file("Le script des pages vives, dont elles se passent", "The script of live pages, which they can do without", "text/javascript"),
		"GET /openapi.json":                  file("Cette description", "This description", "application/json"),
		"GET /healthz":                       file("Le programme répond", "The program answers", "text/plain"),
		"GET /readyz":                        file("La base répond", "The database answers", "text/plain"),
		"GET /login":                         page("La page de connexion", "The page to log in", nil),
		"GET /login/oidc":                    file("Aller au fournisseur d'identité", "Go to the identity provider", "text/html"),
		"GET /login/oidc/return":             file("En revenir, connecté", "Come back from it, logged in", "text/html"),
		"POST /login":                        deed("Se connecter : rend un cookie", "Log in: gives a cookie", "login!", "password!"),
		"POST /logout":                       deed("Se déconnecter", "Log out"),

		"GET /work":                           page("Ce qui attend quelqu'un, le plus ancien d'abord", "What waits for somebody, the oldest first", []campaign.Work{}),
		"POST /versions/{id}/claim":           deed("Prendre une version en main", "Take a version in hand"),
		"POST /versions/{id}/release":         deed("La rendre", "Give it back"),
		"GET /products":                       page("Les produits", "The products", []campaign.Product{}),
		"POST /products":                      deed("Déclarer un produit", "Declare a product", "name!"),
		"GET /products/{id}":                  page("Un produit et ses versions", "A product and its versions", productPage{}),
		"POST /products/{id}/versions":        deed("Déclarer une version", "Declare a version", "label!", "build"),
		"GET /products/{id}/tokens":           page("Les jetons d'un produit", "The tokens of a product", tokenPage{}),
		"POST /products/{id}/tokens":          {say: etalon.Text{FR: "Faire un jeton, montré cette fois seulement", EN: "Make a token, shown this once"}, fields: []string{"name!", "days!"}, gives: tokenPage{}},
		"POST /products/{id}/hooks":           {say: etalon.Text{FR: "Prévenir une adresse de ce que deviennent les sessions ; son secret n'est montré que cette fois", EN: "Have an address told what becomes of sessions; its secret is shown this once"}, fields: []string{"url!"}, gives: tokenPage{}},
		"POST /hooks/{id}/end":                deed("Ne plus prévenir une adresse", "Tell an address no more"),
		"POST /tokens/{id}/end":               deed("Terminer un jeton", "End a token"),
		"GET /versions/{id}":                  page("Une version : périmètre, sessions, exigences, décisions", "A version: scope, sessions, requirements, decisions", examined{}),
		"POST /versions/{id}/scope":           deed("Déclarer le périmètre, une fois", "Declare the scope, once", "profile!", "mode"),
		"POST /versions/{id}/sessions":        handed,
		"GET /versions/{id}/uploads/{digest}": gone,
		"PUT /versions/{id}/uploads/{digest}": further,
		"POST /versions/{id}/remarks":         deed("Écrire une remarque ; en multipart/form-data, avec un fichier", "Write a remark; as multipart/form-data, with a file", "requirement", "text!"),
		"GET /remarks/{id}/file":              file("Le fichier joint à une remarque", "The file joined to a remark", "application/octet-stream"),
		"POST /versions/{id}/waivers":         deed("Vivre avec les constats d'une règle, jusqu'à un jour", "Live with the findings of a rule, until a day", "rule!", "scenario", "why!", "owner!", "last!"),
		"POST /waivers/{id}/end":              deed("Mettre fin à une dérogation", "End a waiver"),
		"POST /versions/{id}/decisions":       deed("Proposer une décision", "Propose a decision", "outcome!", "reason!", "until"),

		"GET /sessions/{id}":                             waited,
		"GET /sessions/{id}/events":                      file("Dit quand la session change (server-sent events)", "Tells when the session changes (server-sent events)", "text/event-stream"),
		"GET /sessions/{id}/report.html":                 file("Le rapport d'une session", "The report of a session", "text/html"),
		"GET /sessions/{id}/verdict.json":                file("Le verdict d'une session ; sa forme est celle de verdict.json", "The verdict of a session; its form is that of verdict.json", "application/json"),
		"GET /sessions/{id}/exchanges":                   page("Ce qui a traversé le réseau dans une session", "What crossed the wire in a session", crossedPage{}),
		"GET /sessions/{id}/exchanges/{exchange}/{what}": file("Les octets d'un message : request, response, ou body, le corps de la requête", "The bytes of a message: request, response, or body, the request's", "application/octet-stream"),
		"GET /sessions/{id}/compare":                     compared,
		"POST /sessions/{id}/again":                      deed("Juger de nouveau, par les règles d'aujourd'hui", "Judge again, by today's rules"),

		"POST /sessions/{id}/look":             deed("Dire ce qu'on voit d'une session tirée au sort : seen, agrees ou disagrees", "Tell what is seen of a session drawn by lot: seen, agrees or disagrees", "seen!", "note!"),
		"GET /sessions/{id}/shown/{what}":      file("Une pièce laissée avec une réponse, par son SHA-256", "A file left with an answer, by its SHA-256", "application/octet-stream"),
		"GET /versions/{id}/bench":             page("Une version au banc : adresse, certificats, séances, appels hors séance", "A version at the bench: address, certificates, sittings, calls out of a sitting", benchPage{}),
		"POST /versions/{id}/certificates":     file("Donner à une version des clés et certificats à elle (zip) ; les clés ne sont données que cette fois", "Give a version keys and certificates of its own (zip); the keys are given this once", "application/zip"),
		"POST /versions/{id}/certificates/end": deed("Terminer tous les certificats d'une version", "End all certificates of a version"),
		"POST /versions/{id}/sittings":         deed("Commencer une séance : profile, plusieurs, sinon tout le périmètre", "Begin a sitting: profile, several, else the whole scope", "profile", "mode", "filter"),
		"GET /sittings/{id}":                   page("La salle d'attente d'une séance", "The waiting room of a sitting", sittingPage{}),
		"GET /sittings/{id}/events":            file("Dit quand la séance change (server-sent events)", "Tells when the sitting changes (server-sent events)", "text/event-stream"),
		"POST /sittings/{id}/answers":          told,
		"POST /sittings/{id}/stop":             deed("Arrêter une séance : ce qui est enregistré est remis", "Stop a sitting: what was recorded is handed in"),
		"GET /strays":                          page("Les appels qui ne sont de personne", "The calls that are nobody's", []campaign.Stray{}),

		"GET /decisions/{id}":                 page("Une décision", "A decision", decisionPage{}),
		"GET /decisions/{id}/attestation.pdf": file("Une décision publiée, en PDF, ses attestations et chaque verdict.json joints", "A published decision as PDF, its statements and each verdict.json attached", "application/pdf"),
		"POST /decisions/{id}/confirm":        deed("Confirmer, en second", "Confirm, as the second person"),
		"POST /decisions/{id}/sign":           deed("Signer et publier", "Sign and publish"),
		"POST /decisions/{id}/withdraw":       deed("Retirer une proposition", "Withdraw a proposal", "why!"),
		"POST /decisions/{id}/correct":        deed("Rectifier les mots d'une décision", "Correct the words of a decision", "text!"),
		"POST /decisions/{id}/revoke":         deed("Révoquer", "Revoke", "why!"),
		"POST /decisions/{id}/appeals":        deed("Former un recours", "Appeal", "text!"),
		"POST /appeals/{id}/answer":           deed("Répondre à un recours", "Answer an appeal", "ruling!", "text!"),
		"GET /campaigns/{id}":                 page("Une campagne : où en est chaque version", "A campaign: where each version stands", campaignPage{}),
		"POST /campaigns/{id}/close":          deed("Clore une campagne", "Close a campaign"),
		"POST /versions/{id}/campaigns":       deed("Inscrire une version à une campagne", "Enter a version into a campaign", "campaign!"),
		"GET /campaigns":                      page("Les campagnes", "The campaigns", []campaign.Campaign{}),
		"POST /campaigns":                     deed("Ouvrir une campagne", "Open a campaign", "title!"),
		"GET /impacts":                        page("Ce que changeraient d'autres règles", "What other rules would change", []campaign.Impact{}),
		"GET /impacts/{id}":                   page("Une proposition et ses effets", "A proposal and its effects", impactPage{}),
		"POST /impacts":                       asked,
		"GET /impacts/{id}/events":            file("Dit l'avancement d'une proposition (server-sent events)", "Tells the progress of a proposal (server-sent events)", "text/event-stream"),
		"GET /statistics":                     counted,
		"GET /audit":                          page("Le journal", "The log", auditPage{}),
		"GET /people":                         page("Les comptes", "The accounts", peoplePage{}),
		"POST /people":                        deed("Ajouter un compte", "Add an account", "login!", "name!", "role!", "organisation", "password!"),
		"POST /people/{id}/end":               deed("Terminer un compte", "End an account"),
		"POST /people/{id}/password":          deed("Donner un nouveau mot de passe à un compte", "Give an account a new password", "password!"),
		"GET /password":                       page("La page du mot de passe", "The page of the password", nil),
		"POST /password":                      deed("Changer son mot de passe", "Change one's password", "current!", "password!"),
		"POST /organisations":                 deed("Ajouter un éditeur", "Add a vendor", "name!"),
	}
}
