package etalon

import "strings"

// The namespaces of the payloads.
const (
	spaceHL7    = "urn:hl7-org:v3"
	spaceGDP    = "asip:ci-sis:gdp:2010" // wrapper of the answers to a creation or a change
	spaceRights = "urn:si-dmp-habilitations"
	spacePeople = "urn:si-dmp-patients"
	spaceXDSB   = "urn:ihe:iti:xds-b:2007"
	spaceXDSI   = "urn:ihe:rad:xdsi-b:2009"
	spaceLCM    = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"
	spaceQuery  = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"
	spaceResult = "http://www.cnamts.fr/INSiResultat"
	spaceRS     = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
)

// transactions is the table, in the order that people read (spec: DMP §1.2;
// IHE ITI TF-2; XDS Metadata Update 3.57, 3.62). The DMP's examples and its WSDL
// name TD0.3 and TD1.6 differently: they have both names.
func transactions() []TransactionInfo {
	simple := func(name Transaction, dmp, fr, en string, at Actor, service string, pairs ...MessagePair) TransactionInfo {
		return TransactionInfo{
			Name: name, DMPName: dmp, Title: Text{FR: fr, EN: en}, Actor: at, Service: service, Protocol: ProtocolSOAP, Pairs: pairs,
			Packaging: SimpleSOAP, Senders: []Sender{SentBySUT}, Evidence: EvidenceExchange, InDMP: true,
		}
	}
	xds := func(name Transaction, dmp, fr, en string, at Actor, pair MessagePair) TransactionInfo {
		t := simple(name, dmp, fr, en, at, string(at), pair)
		t.Senders = []Sender{SentBySUT, SentByEtalon}
		return t
	}
	response := QName{spaceRS, "RegistryResponse"}
	pair := func(action string, payload, answer QName) MessagePair {
		return MessagePair{Action: action, Payload: payload, AnswerAction: action + "Response", Answer: answer}
	}
	hl7 := func(query, answer string) MessagePair {
		return MessagePair{
			Action: spaceHL7 + ":" + query, Payload: QName{spaceHL7, query},
			AnswerAction: spaceHL7 + ":" + answer, Answer: QName{spaceHL7, answer},
		}
	}
	// A registration is answered in a wrapper of the DMP that holds the interaction.
	registration := func(name Transaction, fr, en, message string, reasons ...string) TransactionInfo {
		t := simple(name, string(name), fr, en, Patients, "patients", MessagePair{
			Action: spaceHL7 + ":" + message, Payload: QName{spaceHL7, message},
			AnswerAction: spaceHL7 + ":" + strings.Replace(message, "UV02", "ResponseUV02", 1), Answer: QName{spaceGDP, message + "_Response"},
		})
		t.Reasons = reasons
		return t
	}
	own := func(name Transaction, fr, en, operation string) TransactionInfo {
		return simple(name, string(name), fr, en, Patients, "patientsSpecific",
			pair(spacePeople+":PatientSpecificEndPoint:"+operation, QName{spacePeople, operation}, QName{spacePeople, operation + "Response"}))
	}
	historical := func(t TransactionInfo) TransactionInfo { t.Historical = true; return t }
	data := simple(TD13a, "TD1.3a", "Lecture des données administratives", "Reading the administrative data", Patients, "patients",
		hl7("PRPA_IN201307UV02", "PRPA_IN201308UV02"))
	data.Reasons = []string{"CNSLT_DATA"}
	listed, list := QName{spaceRights, "listAuthorizationByPatientResponse"}, QName{spaceRights, "listAuthorizationByPatient"}
	// The messages that continue and cancel have one type; the WSDL of IHE names the
	// element of cancel apart, the volume does not: both come (IHE ITI TF-2 3.47).
	further := func(does, local, answer string) MessagePair {
		p := hl7("QUQI_IN000003UV01", answer)
		p.Action += does
		p.Payload.Local = local
		return p
	}
	// The teleservice is none of the DMP: it is asked before (spec: DMP additions §7.1).
	insi := func(name Transaction, fr, en, operation string, payload QName) TransactionInfo {
		return simple(name, "", fr, en, INSi, "insi", pair("urn:ServiceIdentiteCertifiee:1.0.0:"+operation, payload, QName{spaceResult, "RESULTAT"}))
	}
	authorise, authorised := QName{spaceRights, "setAuthorization"}, QName{spaceRights, "setAuthorizationResponse"}
	submit := QName{spaceLCM, "SubmitObjectsRequest"}

	provide := xds(ITI41, "TD2.1", "Dépôt de documents et de leurs métadonnées", "Provide and Register Document Set-b", Repository,
		pair("urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b", QName{spaceXDSB, "ProvideAndRegisterDocumentSetRequest"}, response))
	provide.Packaging = MTOM
	retrieve := xds(ITI43, "TD3.2", "Consultation de documents", "Retrieve Document Set", Repository,
		pair("urn:ihe:iti:2007:RetrieveDocumentSet", QName{spaceXDSB, "RetrieveDocumentSetRequest"}, QName{spaceXDSB, "RetrieveDocumentSetResponse"}))
	retrieve.Packaging, retrieve.AnswerPackaging = MTOM, MTOM
	update := xds(ITI57, "TD3.3", "Mise à jour de métadonnées", "Update Document Set", Registry,
		pair("urn:ihe:iti:2010:UpdateDocumentSet", submit, response))
	update.Amends = true
	remove := xds(ITI62, "", "Suppression de métadonnées", "Remove Metadata", Registry,
		pair("urn:ihe:iti:2010:DeleteDocumentSet", QName{spaceLCM, "RemoveObjectsRequest"}, response))
	remove.InDMP = false // spec: CI-SIS, §4.7

	// Its answer is that of ITI-43 (IHE RAD TF-3 4.69).
	images := xds(RAD69, "", "Récupération d'images", "Retrieve Imaging Document Set", ImagingSource, MessagePair{
		Action: "urn:ihe:rad:2009:RetrieveImagingDocumentSet", Payload: QName{spaceXDSI, "RetrieveImagingDocumentSetRequest"},
		AnswerAction: "urn:ihe:iti:2007:RetrieveDocumentSetResponse", Answer: QName{spaceXDSB, "RetrieveDocumentSetResponse"},
	})
	images.Service, images.Packaging, images.AnswerPackaging, images.InDMP, images.Borrows = "imaging", MTOM, MTOM, false, true
	web := func(name Transaction, service, fr, en string) TransactionInfo {
		return TransactionInfo{
			Name: name, Title: Text{FR: fr, EN: en}, Actor: ImagingSource, Service: service, Protocol: ProtocolHTTP,
			Senders: []Sender{SentBySUT, SentByEtalon}, Evidence: EvidenceExchange,
		}
	}

	audit := TransactionInfo{
		Name: ITI20, Title: Text{FR: "Dépôt d'une trace", EN: "Record Audit Event"}, Actor: AuditRepository, Protocol: ProtocolSyslog,
		Senders: []Sender{SentBySUT, SentByEtalon}, Evidence: EvidenceExchange, InDMP: true,
	}
	feed := TransactionInfo{
		Name: ITI20FHIR, Title: Text{FR: "Dépôt d'une trace (FHIR Feed)", EN: "Record Audit Event (FHIR Feed)"}, Actor: AuditRepository, Service: "audit",
		Protocol: ProtocolHTTP, Senders: []Sender{SentBySUT}, Evidence: EvidenceExchange,
	}
	node := TransactionInfo{
		Name: ITI19, Title: Text{FR: "Authentification d'un nœud", EN: "Authenticate Node"}, Actor: SecureNode, Protocol: ProtocolHandshake,
		Senders: []Sender{SentByEtalon}, Evidence: EvidenceExchange, InDMP: true,
	}
	clock := TransactionInfo{
		Name: ITI1, Title: Text{FR: "Mise à l'heure", EN: "Maintain Time"}, Actor: TimeServer, Protocol: ProtocolDatagram,
		Senders: []Sender{SentBySUT, SentByEtalon}, Evidence: EvidenceExchange, InDMP: true,
	}
	demographics := simple(ITI47, "TD0.5", "Recherche de patients", "Patient Demographics Query HL7 V3", Patients, "patientsPDQ",
		hl7("PRPA_IN201305UV02", "PRPA_IN201306UV02"),
		further("_Continue", "QUQI_IN000003UV01", "PRPA_IN201306UV02"),
		further("_Cancel", "QUQI_IN000003UV01_Cancel", "MCCI_IN000002UV01"),
		further("_Cancel", "QUQI_IN000003UV01", "MCCI_IN000002UV01"))
	demographics.Senders = []Sender{SentBySUT, SentByEtalon}

	return []TransactionInfo{
		insi(INSiTraits, "Recherche de l'INS par les traits d'identité", "Search for the INS by traits", "rechercherInsAvecTraitsIdentite",
			QName{"http://www.cnamts.fr/INSiRecSans", "RECSANSVITALE"}),
		insi(INSiCard, "Recherche de l'INS par la carte Vitale", "Search for the INS by the Vitale card", "rechercherInsAvecCarteVitale",
			QName{"http://www.cnamts.fr/INSiRecVit", "RECVITALE"}),
		simple(TD02, "TD0.2", "Test d'existence du DMP", "Existence test", Patients, "patients", hl7("PRPA_IN201307UV02", "PRPA_IN201308UV02")),
		simple(TD03, "TD0.3", "Mise à jour de l'autorisation d'accès", "Access authorisation", Rights, "habilitations",
			pair("urn:si-dmp-habilitations:HabilitationsEndPoint:setAuthorization", authorise, authorised),
			pair("urn:hl7-org:v3:setAuthorization", authorise, authorised)),
		own(TD04, "Liste des DMP autorisés", "List of the records one is authorised on", "patientList"),
		demographics,
		historical(registration(TD11, "Création d'un DMP", "Creation of a record", "PRPA_IN201311UV02")),
		historical(registration(TD12, "Réactivation d'un DMP fermé", "Reactivation of a closed record", "PRPA_IN201314UV02", "REAC")),
		data,
		registration(TD13b, "Modification des données administratives", "Change of the administrative data", "PRPA_IN201314UV02"),
		registration(TD14, "Fermeture d'un DMP", "Closing of a record", "PRPA_IN201314UV02", "FERM"),
		historical(own(TD15a, "Création du compte internet du patient", "Creation of the patient's account", "createPatientAccess")),
		historical(own(TD15b, "Canal du mot de passe à usage unique", "Channel of the one-time password", "patientOTPUpdate")),
		historical(own(TD15d, "Renouvellement des codes d'accès du patient", "Renewal of the patient's credentials", "updatePatientAccess")),
		simple(TD16, "TD1.6", "Professionnels autorisés ou bloqués", "Professionals authorised or blocked", Rights, "habilitations",
			pair("urn:si-dmp-habilitations:HabilitationsEndPoint:listAuthorizationByPatient", list, listed),
			pair("urn:hl7-org:v3:listAuthorizationByPatient", list, listed)),
		provide,
		xds(ITI42, "", "Enregistrement de métadonnées", "Register Document Set-b", Registry,
			pair("urn:ihe:iti:2007:RegisterDocumentSet-b", submit, response)),
		xds(ITI18, "TD3.1", "Recherche de documents", "Registry Stored Query", Registry,
			pair("urn:ihe:iti:2007:RegistryStoredQuery", QName{spaceQuery, "AdhocQueryRequest"}, QName{spaceQuery, "AdhocQueryResponse"})),
		retrieve, update, remove, images,
		web(RAD55, "wado", "Récupération d'une image (WADO-URI)", "WADO Retrieve (WADO-URI)"),
		web(RAD107, "studies", "Récupération d'images (WADO-RS)", "WADO-RS Retrieve"),
		audit, feed, node, clock,
	}
}
