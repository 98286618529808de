package etalon

// BehaviourName is a named way in which a simulator answers.
type BehaviourName string

// The behaviours.
const (
	BehaveSuccess  BehaviourName = "success"
	BehaveFriendly BehaviourName = "friendly"
	BehaveAwkward  BehaviourName = "awkward"

	BehaveRegistryError  BehaviourName = "registry-error"
	BehavePartialSuccess BehaviourName = "partial-success"
	BehaveSOAPFault      BehaviourName = "soap-fault"
	BehaveMultipartFault BehaviourName = "multipart-fault"

	BehaveDelay     BehaviourName = "delay"
	BehaveTimeout   BehaviourName = "timeout"
	BehaveCut       BehaviourName = "cut"
	BehaveCutInHead BehaviourName = "cut-in-head"
	BehaveCutInBody BehaviourName = "cut-in-body"

	BehaveHTTP500          BehaviourName = "http-500"
	BehaveHTTP500Empty     BehaviourName = "http-500-empty"
	BehaveHTTP503          BehaviourName = "http-503"
	BehaveEmptyBody        BehaviourName = "empty-body"
	BehaveWrongContentType BehaviourName = "wrong-content-type"
	BehaveNotXML           BehaviourName = "not-xml"

	BehaveSOAP11         BehaviourName = "soap-11"
	BehaveWrongAction    BehaviourName = "wrong-action"
	BehaveWrongRelatesTo BehaviourName = "wrong-relates-to"
	BehaveNoRelatesTo    BehaviourName = "no-relates-to"

	BehaveTruncatedMultipart BehaviourName = "truncated-multipart"
	BehaveMissingPart        BehaviourName = "missing-part"
	BehaveDuplicatePart      BehaviourName = "duplicate-part"
	BehaveWrongDocument      BehaviourName = "wrong-document"
	BehaveWrongCount         BehaviourName = "wrong-count"

	BehaveOtherInstance BehaviourName = "other-instance"
	BehaveOtherSyntax   BehaviourName = "other-syntax"

	BehaveTLSExpired          BehaviourName = "tls-expired"
	BehaveTLSNotYetValid      BehaviourName = "tls-not-yet-valid"
	BehaveTLSWrongName        BehaviourName = "tls-wrong-name"
	BehaveTLSWrongUse         BehaviourName = "tls-wrong-use"
	BehaveTLSUnknownAuthority BehaviourName = "tls-unknown-authority"
	BehaveTLSSelfSigned       BehaviourName = "tls-self-signed"
	BehaveTLSWeakKey          BehaviourName = "tls-weak-key"
	BehaveTLSRevoked          BehaviourName = "tls-revoked"
	BehaveTLSOCSPGood         BehaviourName = "tls-ocsp-good"
	BehaveTLSOCSPRevoked      BehaviourName = "tls-ocsp-revoked"
	BehaveTLSOCSPSilent       BehaviourName = "tls-ocsp-silent"
	BehaveTLSOCSPStale        BehaviourName = "tls-ocsp-stale"
	BehaveTLSCRLRevoked       BehaviourName = "tls-crl-revoked"
	BehaveTLSCRLStale         BehaviourName = "tls-crl-stale"

	BehaveClockWrong          BehaviourName = "clock-wrong"
	BehaveClockUnsynchronised BehaviourName = "clock-unsynchronised"
	BehaveClockKiss           BehaviourName = "clock-kiss"
	BehaveClockWrongOrigin    BehaviourName = "clock-wrong-origin"
	BehaveClockLeap           BehaviourName = "clock-leap"
	BehaveClockLiar           BehaviourName = "clock-liar"
	BehaveClockDrift          BehaviourName = "clock-drift"
)

// The keys of a reply step, beside delay and for.
const (
	KeyCode     = "code"
	KeySubcode  = "subcode"
	KeyText     = "text"
	KeySeverity = "severity"
	KeyLocation = "location"
	KeyHold     = "hold"
	KeyDelay    = "delay"
	KeySeed     = "seed"
)

// Behaviours is the closed list of behaviours, in the order that people read.
func Behaviours() []Behaviour {
	documents, clock := []Transaction{ITI43, RAD69}, []Transaction{ITI1}
	images := []Transaction{RAD69, RAD55, RAD107}
	several := []Transaction{ITI43, RAD69, RAD107}
	fault := []string{KeySubcode, KeyText}
	told := []string{KeyText, KeyLocation}
	legal := func(name BehaviourName, fr, en string) Behaviour {
		return Behaviour{Name: name, Legal: true, Text: Text{FR: fr, EN: en}}
	}
	wrong := func(name BehaviourName, fr, en string) Behaviour {
		return Behaviour{Name: name, Text: Text{FR: fr, EN: en}}
	}
	with := func(b Behaviour, on []Transaction, needs, takes []string) Behaviour {
		b.On, b.Needs, b.Takes = on, needs, takes
		return b
	}
	return []Behaviour{
		legal(BehaveSuccess, "Réponse véridique, selon l'état du DMP simulé.",
			"A truthful answer, from the state of the simulated DMP."),
		legal(BehaveFriendly, "Réponse véridique dans sa forme la plus simple, même quand le scénario demande awkward pour toute sa durée.",
			"A truthful answer in its plainest form, even when the scenario asks for awkward as long as it lasts."),
		with(legal(BehaveAwkward, "Réponse véridique et légale, mais peu commode : préfixes, ordre, blancs, commentaires, CDATA, références de caractères, BOM, ordre et en-têtes des parties, transfert par morceaux. La même graine donne la même réponse.",
			"A truthful and legal answer, but an unfriendly one: prefixes, order, white space, comments, CDATA, character references, BOM, order and headers of parts, chunked transfer. The same seed gives the same answer."),
			nil, nil, []string{KeySeed}),
		with(legal(BehaveRegistryError, "Échec avec ce code d'erreur XDS (ou de l'acquittement HL7, ou du service DMP). severity: Warning laisse l'opération réussir, avec un avertissement.",
			"A failure with this XDS error code (or that of the HL7 acknowledgement, or of the DMP service). severity: Warning lets the operation succeed, with a warning."),
			nil, []string{KeyCode}, append([]string{KeySeverity}, told...)),
		with(legal(BehavePartialSuccess, "Réussite partielle : les résultats, et une erreur avec ce code à côté d'eux. Sans résultat, c'est un échec.",
			"Partial success: the results, and an error with this code beside them. Without results it is a failure."),
			[]Transaction{ITI18, ITI43, RAD69}, []string{KeyCode}, told),
		with(legal(BehaveSOAPFault, "Faute SOAP 1.2, code HTTP 500, avec le code, le sous-code et le texte du scénario.",
			"A SOAP 1.2 fault, HTTP 500, with the scenario's code, subcode and text."), nil, []string{KeyCode}, fault),
		with(legal(BehaveMultipartFault, "Faute SOAP dans un corps multipart/related : un client ne doit pas s'y perdre.",
			"A SOAP fault inside multipart/related: a client must not get lost in it."), nil, []string{KeyCode}, fault),

		with(legal(BehaveDelay, "Réponse véridique, mais seulement après la durée dite.",
			"A truthful answer, but only after the time told."), nil, []string{KeyDelay}, nil),
		with(wrong(BehaveTimeout, "Silence pendant la durée dite, puis la connexion est coupée.",
			"Silence for the time told, then the connection is cut."), nil, []string{KeyHold}, nil),
		wrong(BehaveCut, "La connexion est coupée sans réponse.", "The connection is cut without an answer."),
		wrong(BehaveCutInHead, "La connexion est coupée au milieu des en-têtes HTTP.", "The connection is cut in the middle of the HTTP headers."),
		wrong(BehaveCutInBody, "La connexion est coupée au milieu du corps annoncé.", "The connection is cut in the middle of the body announced."),

		wrong(BehaveHTTP500, "HTTP 500 avec une page HTML, comme un serveur d'application en panne.", "HTTP 500 with an HTML page, as a broken application server answers."),
		wrong(BehaveHTTP500Empty, "HTTP 500 sans corps.", "HTTP 500 without a body."),
		wrong(BehaveHTTP503, "HTTP 503 avec Retry-After, comme un répartiteur sans serveur derrière lui.", "HTTP 503 with Retry-After, as a balancer without a server behind it."),
		wrong(BehaveEmptyBody, "HTTP 200 sans corps.", "HTTP 200 without a body."),
		wrong(BehaveWrongContentType, "Réponse véridique, annoncée comme text/html.", "A truthful answer, announced as text/html."),
		wrong(BehaveNotXML, "HTTP 200, annoncé comme SOAP, dont le corps n'est pas du XML.", "HTTP 200, announced as SOAP, whose body is no XML."),

		wrong(BehaveSOAP11, "Réponse véridique dans une enveloppe SOAP 1.1.", "A truthful answer in a SOAP 1.1 envelope."),
		wrong(BehaveWrongAction, "Réponse véridique dont wsa:Action est celle de la requête.", "A truthful answer whose wsa:Action is that of the request."),
		wrong(BehaveWrongRelatesTo, "Réponse véridique dont wsa:RelatesTo nomme un autre message.", "A truthful answer whose wsa:RelatesTo names another message."),
		wrong(BehaveNoRelatesTo, "Réponse véridique sans wsa:RelatesTo.", "A truthful answer without wsa:RelatesTo."),

		with(wrong(BehaveTruncatedMultipart, "Corps multipart qui s'arrête au milieu de sa dernière partie, alors que le message HTTP est complet.",
			"A multipart body that stops in the middle of its last part, although the HTTP message is whole."), []Transaction{ITI41, ITI43, RAD69, RAD107}, nil, nil),
		with(wrong(BehaveMissingPart, "xop:Include nomme une partie que le message ne contient pas.", "xop:Include names a part that the message does not hold."), documents, nil, nil),
		with(wrong(BehaveDuplicatePart, "La dernière partie est là deux fois, sous le même Content-ID.", "The last part is there twice, under the same Content-ID."), documents, nil, nil),
		with(wrong(BehaveWrongDocument, "Un octet de chaque document diffère de ce qui fut déposé : le hash des métadonnées ne convient plus.",
			"One byte of each document differs from what was submitted: the hash of the metadata does not fit any more."), documents, nil, nil),
		with(wrong(BehaveWrongCount, "Réussite annoncée, avec un document de moins que demandé.", "Success announced, with one document fewer than asked for."), several, nil, nil),
		with(wrong(BehaveOtherInstance, "Chaque image est rendue sous son nom, mais son contenu est celui d'un autre examen.", "Each image is given under its name, but its content is of another study."), images, nil, nil),
		with(wrong(BehaveOtherSyntax, "Les images sont rendues dans une syntaxe de transfert qui n'était pas demandée.", "The images are given in a transfer syntax that was not asked for."), images, nil, nil),

		wrong(BehaveTLSExpired, "Le serveur montre un certificat expiré : le client ne doit rien envoyer.", "The server shows an expired certificate: the client must send nothing."),
		wrong(BehaveTLSNotYetValid, "Le serveur montre un certificat qui n'est pas encore valide.", "The server shows a certificate that is not valid yet."),
		wrong(BehaveTLSWrongName, "Le serveur montre un certificat fait pour une autre machine.", "The server shows a certificate made for another machine."),
		wrong(BehaveTLSWrongUse, "Le serveur montre un certificat fait pour authentifier un client.", "The server shows a certificate made to authenticate a client."),
		wrong(BehaveTLSUnknownAuthority, "Le serveur montre un certificat d'une autorité inconnue.", "The server shows a certificate of an unknown authority."),
		wrong(BehaveTLSSelfSigned, "Le serveur montre un certificat qu'il a signé lui-même.", "The server shows a certificate that it signed itself."),
		wrong(BehaveTLSWeakKey, "Le serveur montre un certificat à la clé RSA de 1024 bits.", "The server shows a certificate with an RSA key of 1024 bits."),
		wrong(BehaveTLSRevoked, "Le serveur montre un certificat révoqué, et agrafe à la négociation la réponse OCSP qui le dit.", "The server shows a certificate that is revoked, and staples the OCSP response that says so to the handshake."),
		legal(BehaveTLSOCSPGood, "Le serveur montre un bon certificat, qui dit où demander s'il est révoqué ; le répondeur OCSP dit qu'il ne l'est pas.", "The server shows a good certificate, which says where to ask whether it is revoked; the OCSP responder says that it is not."),
		wrong(BehaveTLSOCSPRevoked, "Le certificat dit où demander s'il est révoqué ; le répondeur OCSP dit qu'il l'est.", "The certificate says where to ask whether it is revoked; the OCSP responder says that it is."),
		wrong(BehaveTLSOCSPSilent, "Le certificat dit où demander s'il est révoqué ; le répondeur OCSP se tait.", "The certificate says where to ask whether it is revoked; the OCSP responder keeps silent."),
		wrong(BehaveTLSOCSPStale, "Le certificat dit où demander s'il est révoqué ; la réponse OCSP est d'avant-hier, et périmée.", "The certificate says where to ask whether it is revoked; the OCSP response is of the day before yesterday, and out of date."),
		wrong(BehaveTLSCRLRevoked, "Le certificat dit où est la liste de révocation, et il y est.", "The certificate says where the revocation list is, and is on it."),
		wrong(BehaveTLSCRLStale, "Le certificat dit où est la liste de révocation ; elle est d'avant-hier, et périmée.", "The certificate says where the revocation list is; it is of the day before yesterday, and out of date."),

		with(wrong(BehaveClockWrong, "Une heure fausse : une heure d'avance.", "A wrong time: one hour ahead."), clock, nil, nil),
		with(legal(BehaveClockUnsynchronised, "Un serveur qui n'est pas à l'heure et le dit : LI 3, strate 16.", "A server that is not synchronised and says so: LI 3, stratum 16."), clock, nil, nil),
		with(legal(BehaveClockKiss, "« Kiss-o'-death » avec ce code (RATE, DENY, RSTR) : le client doit se retirer ou attendre.",
			"Kiss-o'-death with this code (RATE, DENY, RSTR): the client has to leave, or to wait."), clock, []string{KeyCode}, nil),
		with(wrong(BehaveClockWrongOrigin, "Une réponse à une autre question, avec une heure fausse : l'instant d'origine n'est pas celui du client.",
			"An answer to another question, with a wrong time: the origin timestamp is not the client's."), clock, nil, nil),
		with(wrong(BehaveClockLiar, "Le dernier des serveurs de temps ment d'une heure ; les autres disent vrai.", "The last of the time servers lies by an hour; the others tell the truth."), clock, nil, nil),
		with(wrong(BehaveClockDrift, "Un serveur qui dérive : chaque réponse avance de trois secondes de plus que la précédente.", "A server that drifts: each answer is three seconds further ahead than the one before."), clock, nil, nil),
		with(legal(BehaveClockLeap, "L'heure juste, et l'annonce d'une seconde intercalaire en fin de jour.", "The right time, and the announcement of a leap second at the end of the day."), clock, nil, nil),
	}
}
