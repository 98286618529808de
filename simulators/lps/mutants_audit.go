package lps

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
	"github.com/etalon-dmp/etalon/simulators/lps/trace"
)

// warned makes a mutant whose rule warns.
func warned(m Mutant) Mutant { m.Warns = true; return m }

// onNode makes mutants of the secure node.
func onNode(all []Mutant) []Mutant {
	for i := range all {
		all[i].Node = true
	}
	return all
}

// Defects of audit records: checks SY, AM, EV, NR and TL.
func auditMutants() []Mutant {
	return slices.Concat(fedMutants(), onNode(slices.Concat(frameMutants(), recordMutants(), toldMutants(), activityMutants(), peerMutants(), inquiryMutants())))
}

func frameMutants() []Mutant {
	around := func(f func(*syslog.Message)) func(*hooks) {
		return func(h *hooks) { h.syslog = func(_ *call, m *syslog.Message) { f(m) } }
	}
	framed := func(f func([]byte) []byte) func(*hooks) { return func(h *hooks) { h.frame = f } }
	texts := func(old, replacement string) func(*hooks) {
		return func(h *hooks) {
			h.auditText = func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(old), []byte(replacement)) }
		}
	}
	start := etalon.ActStart
	return []Mutant{
		define("audit-no-frame", "SY01", "Les traces sont séparées par des fins de ligne, sans longueur.", "Records are separated by line ends, without a length.",
			framed(func(m []byte) []byte { return append(m, '\n') }), start),
		define("audit-length-off", "SY01", "La longueur compte aussi le blanc qui la suit.", "The length counts the space after it too.",
			framed(func(m []byte) []byte { return append([]byte(strconv.Itoa(len(m)+1)+" "), m...) }), start),
		define("audit-facility", "SY02", "La facilité est 1 (user).", "The facility is 1 (user).", around(func(m *syslog.Message) { m.Facility = 1 }), start),
		define("audit-severity", "SY02", "La gravité est 6 (info).", "The severity is 6 (info).", around(func(m *syslog.Message) { m.Severity = 6 }), start),
		define("audit-msgid-hyphen", "SY02", "MSGID est IHE+RFC3881.", "MSGID is IHE+RFC3881.", around(func(m *syslog.Message) { m.ID = "IHE+RFC3881" }), start),
		define("audit-msgid-missing", "SY02", "MSGID est absent.", "MSGID is missing.", around(func(m *syslog.Message) { m.ID = "" }), start),
		define("audit-old-header", "SY01", "L'en-tête est celui de la RFC 3164.", "The header is that of RFC 3164.",
			framed(func(m []byte) []byte {
				return syslog.Count(append([]byte("<85>Nov 22 10:00:00 poste logiciel: "), m[bytes.Index(m, []byte("<AuditMessage")):]...))
			}), start),
		define("audit-latin1", "SY03", "Le message est en ISO 8859-1.", "The message is ISO 8859-1.",
			texts("ETALON-FICTIF", "\xc9TALON"), start),
		define("audit-rfc3881", "AM01", "Les codes sont écrits comme dans la RFC 3881.", "Codes are spelled as in RFC 3881.", texts("csd-code=", "code="), start),
		define("audit-literal", "AM02", "Un code est le mot csd-code.", "A code is the word csd-code.", texts(`csd-code="110150"`, `csd-code="csd-code"`), start),
		define("audit-no-text", "AM02", "Les codes n'ont pas d'originalText.", "Codes have no originalText.", texts(` originalText="Application"`, ``), start),
		define("audit-no-system", "AM02", "Un code ne nomme pas son système.", "A code does not name its system.", texts(`csd-code="110150" codeSystemName="DCM"`, `csd-code="110150"`), start),
		define("audit-order", "XSD.audit", "AuditSourceIdentification précède les participants.", "AuditSourceIdentification comes before the participants.",
			func(h *hooks) {
				h.auditText = func(b []byte) []byte {
					from, to := bytes.Index(b, []byte("<AuditSource")), bytes.Index(b, []byte("</AuditSourceIdentification>"))+len("</AuditSourceIdentification>")
					source := string(b[from:to])
					rest := string(b[:from]) + string(b[to:])
					return []byte(strings.Replace(rest, "<ActiveParticipant", source+"<ActiveParticipant", 1))
				}
			}, start),
		define("audit-local-time", "AM01", "EventDateTime n'a pas de fuseau.", "EventDateTime has no zone.", texts(`Z" EventOutcome`, `" EventOutcome`), start),
		define("audit-start-as-alert", "EV09", "Le démarrage se dit une alerte de sécurité.", "The start calls itself a security alert.",
			texts(`csd-code="110100" codeSystemName="DCM" originalText="Application Activity"`, `csd-code="110113" codeSystemName="DCM" originalText="Security Alert"`), start),
		define("audit-phone", "AM04", "L'adresse IP du poste se dit un numéro de téléphone.", "The IP address of the node calls itself a telephone number.",
			texts(`NetworkAccessPointTypeCode="2"`, `NetworkAccessPointTypeCode="3"`), start),
		define("audit-source-type", "AM07", "La nature de la source est un mot.", "The kind of the source is a word.",
			texts(`<AuditSourceTypeCode csd-code="4"`, `<AuditSourceTypeCode csd-code="poste"`), start),
		define("audit-stamp-ahead", "SY05", "L'horodatage de la trace est en avance d'une heure.", "The stamp of the record is an hour ahead.",
			around(func(m *syslog.Message) { m.Time = m.Time.Add(time.Hour) }), start),
		define("audit-not-xml", "SY03", "Le message est un texte libre.", "The message is free text.",
			func(h *hooks) { h.auditText = func([]byte) []byte { return []byte("application demarree") } }, start),
	}
}

// recordMutants are defects of the record of a transaction by itself.
func recordMutants() []Mutant {
	record := func(f func(*trace.Record)) func(*hooks) {
		return func(h *hooks) { h.audit = func(_ *call, r *trace.Record) { f(r) } }
	}
	object := func(role string, f func(*trace.Object)) func(*hooks) {
		return record(func(r *trace.Record) {
			for i := range r.Objects {
				if r.Objects[i].Role == role {
					f(&r.Objects[i])
				}
			}
		})
	}
	without := func(role string) func(*hooks) {
		return record(func(r *trace.Record) {
			r.Objects = slices.DeleteFunc(r.Objects, func(o trace.Object) bool { return o.Role == role })
		})
	}
	feed, query, fetch := etalon.ActFeed, etalon.ActQuery, etalon.ActFetch
	return []Mutant{
		define("audit-wrong-event", "EV01", "Une soumission est tracée comme une lecture (110112).", "A submission is recorded as a query (110112).",
			record(func(r *trace.Record) { r.Event = trace.DCM("110112", "Query") }), feed),
		define("audit-wrong-action", "EV01", "Une soumission a l'action C.", "A submission has action C.", record(func(r *trace.Record) { r.Action = "C" }), feed),
		define("audit-no-type", "EV05", "EventTypeCode manque.", "EventTypeCode is missing.", record(func(r *trace.Record) { r.Types = nil }), query),
		define("audit-type-form", "EV05", "La transaction est nommée ITI18.", "The transaction is named ITI18.",
			record(func(r *trace.Record) {
				for i := range r.Types {
					r.Types[i].Code = strings.ReplaceAll(r.Types[i].Code, "-", "")
				}
			}), query),
		define("audit-no-role", "EV01", "La destination n'a pas de rôle.", "The destination has no role.",
			record(func(r *trace.Record) { r.Participants[len(r.Participants)-1].Roles = nil }), query),
		define("audit-endpoint-name", "EV01", "Le service est nommé sans son adresse.", "The service is named without its address.",
			record(func(r *trace.Record) { r.Participants[len(r.Participants)-1].UserID = "registre" }), query),
		define("audit-no-process", "EV01", "Le processus n'est pas identifié.", "The process is not identified.",
			record(func(r *trace.Record) {
				for i := range r.Participants {
					r.Participants[i].Process = ""
				}
			}), query),
		define("audit-no-address", "EV02", "Les adresses sur le réseau manquent.", "Network access points are missing.",
			record(func(r *trace.Record) {
				for i := range r.Participants {
					r.Participants[i].Host, r.Participants[i].HostType = "", ""
				}
			}), query),
		define("audit-no-patient", "EV03", "La trace d'une soumission n'a pas de patient.", "The record of a submission has no patient.", without("1"), feed),
		define("audit-no-set", "EV03", "La trace d'une soumission n'a pas de lot.", "The record of a submission has no submission set.", without("20"), feed),
		define("audit-no-query", "EV03", "La trace d'une recherche n'a pas la requête.", "The record of a query does not hold the query.", without("24"), query),
		define("audit-query-plain", "EV04", "La requête n'est pas celle qui fut envoyée, mais un texte.", "The query is not the one that was sent but a text.",
			object("24", func(o *trace.Object) { o.Query = []byte("documents en vigueur") }), query),
		define("audit-patient-bare", "EV05", "L'identifiant du patient est sans autorité.", "The patient's identifier has no authority.",
			object("1", func(o *trace.Object) { o.ID, _, _ = strings.Cut(o.ID, "^") }), feed),
		define("audit-two-transactions", "EV13", "La trace d'une recherche est aussi celle d'une consultation.", "The record of a query is that of a retrieval too.",
			record(func(r *trace.Record) { r.Types = append(r.Types, trace.IHE("ITI-43", "Retrieve Document Set")) }), query),
		warned(define("audit-human-asks-nothing", "EV13", "La personne n'est pas dite demander.", "The person is not said to ask.",
			record(func(r *trace.Record) {
				for i := range r.Participants {
					if r.Participants[i].Name != "" {
						r.Participants[i].Requestor = false
					}
				}
			}), query)),
		define("audit-patient-as-user", "EV11", "Le patient, sous son numéro, est dit utilisateur.", "The patient, by the number, is said to be a user.",
			object("1", func(o *trace.Object) { o.Role = "6" }), query),
		warned(define("audit-query-encoding", "EV04", "QueryEncoding ne nomme pas de codage.", "QueryEncoding names no character encoding.",
			object("24", func(o *trace.Object) { o.Details = [][2]string{{"QueryEncoding", ""}} }), query)),
		warned(define("audit-other-machine", "EV12", "Le point d'accès du service est celui d'une autre machine.", "The access point of the service is that of another machine.",
			record(func(r *trace.Record) {
				for i := range r.Participants {
					if p := &r.Participants[i]; strings.HasPrefix(p.UserID, "https://") {
						p.Host = "192.0.2.7"
					}
				}
			}), query)),
		define("audit-no-repository", "EV05", "Les documents sont sans entrepôt.", "Documents come without a repository.",
			object("3", func(o *trace.Object) { o.Details = nil }), fetch),
	}
}

// toldMutants are defects of a record beside what it tells.
func toldMutants() []Mutant {
	conduct := func(f func(*flow)) func(*hooks) { return func(h *hooks) { f(&h.flow) } }
	record := func(f func(*trace.Record)) func(*hooks) {
		return func(h *hooks) { h.audit = func(_ *call, r *trace.Record) { f(r) } }
	}
	feed, query, fetch := etalon.ActFeed, etalon.ActQuery, etalon.ActFetch
	after := func(m Mutant, b etalon.BehaviourName) Mutant { m.Behaviour = b; return m }
	other := func(role, id string) func(*hooks) {
		return record(func(r *trace.Record) {
			for i := range r.Objects {
				if r.Objects[i].Role == role {
					r.Objects[i].ID = id
				}
			}
		})
	}
	return []Mutant{
		define("audit-none", "NR01", "Aucun échange ne laisse de trace.", "No exchange leaves a record.", conduct(func(f *flow) { f.auditNothing = true }), feed, query),
		define("audit-twice", "NR01", "Chaque échange laisse deux traces.", "Each exchange leaves two records.", conduct(func(f *flow) { f.auditTwice = true }), feed),
		define("audit-early", "NR02", "La trace précède l'échange.", "The record comes before the exchange.", conduct(func(f *flow) { f.auditEarly = true }), feed),
		after(define("audit-success-only", "NR01", "Un échec ne laisse pas de trace.", "A failure leaves no record.", conduct(func(f *flow) { f.auditSuccessOnly = true }), feed, query), etalon.BehaveRegistryError),
		after(define("audit-failure-as-success", "NR03", "Un échec est tracé comme une réussite.", "A failure is recorded as a success.", conduct(func(f *flow) { f.auditAlwaysWell = true }), feed, query), etalon.BehaveRegistryError),
		define("audit-success-as-failure", "NR03", "Une réussite est tracée comme un échec.", "A success is recorded as a failure.", record(func(r *trace.Record) { r.Outcome = failed }), feed),
		define("audit-partial-once", "NR01", "Une réussite partielle laisse une seule trace.", "A partial success leaves one record only.", conduct(func(f *flow) { f.auditPartialOnce = true }), etalon.ActFetchSeveral),
		define("audit-other-patient", "NR03", "La trace nomme un autre patient.", "The record names another patient.", other("1", "199099999999942^^^&1.2.250.1.213.1.4.10&ISO"), feed),
		define("audit-other-authority", "NR03", "Le patient de la trace a une autre autorité.", "The patient of the record has another authority.",
			record(func(r *trace.Record) {
				for i := range r.Objects {
					r.Objects[i].ID = strings.Replace(r.Objects[i].ID, "1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.8", 1)
				}
			}), feed),
		define("audit-other-set", "NR03", "La trace nomme un autre lot.", "The record names another submission set.", other("20", "2.25.4242"), feed),
		define("audit-other-document", "NR03", "La trace nomme un autre document.", "The record names another document.", other("3", "2.25.4242"), fetch),
		define("audit-other-query", "NR03", "La trace nomme une autre requête.", "The record names another query.",
			record(func(r *trace.Record) {
				for i := range r.Objects {
					if o := &r.Objects[i]; o.Role == "24" {
						const other = "urn:uuid:10b545ea-725c-446d-9b95-8aeb444eddf3"
						o.Query = bytes.ReplaceAll(o.Query, []byte(o.ID), []byte(other))
						o.ID = other
					}
				}
			}), query),
		define("audit-other-endpoint", "NR03", "La trace donne l'adresse d'un autre service.", "The record gives the address of another service.",
			record(func(r *trace.Record) {
				for i := range r.Participants {
					r.Participants[i].UserID = strings.Replace(r.Participants[i].UserID, "/xds/", "/ancien/", 1)
				}
			}), feed),
		define("audit-late-instant", "NR03", "EventDateTime est faux d'une heure.", "EventDateTime is an hour off.", record(func(r *trace.Record) { r.At = r.At.Add(time.Hour) }), feed),
		define("audit-server-side", "NR03", "Une consultation est tracée comme le ferait l'entrepôt.", "A retrieval is recorded as the repository would.",
			record(func(r *trace.Record) {
				if r.Event.Code == "110107" {
					r.Event, r.Action = trace.DCM("110106", "Export"), "R"
				}
			}), fetch),
		after(define("audit-forgotten", "NR01", "Une trace qui ne peut pas être déposée est perdue.", "A record that cannot be delivered is lost.", conduct(func(f *flow) { f.auditForget = true }), feed), etalon.BehaveCut),
		define("audit-no-certificate", "TL01", "Le dépôt de traces ne voit aucun certificat.", "The audit record repository sees no certificate.",
			func(h *hooks) { h.tls = func(_ *LPS, c *tls.Config) { c.Certificates = nil } }, etalon.ActStart),
		define("audit-signature-certificate", "TL02", "Le nœud s'authentifie avec le certificat de signature.", "The node authenticates with the signature certificate.",
			func(h *hooks) {
				h.tls = func(l *LPS, c *tls.Config) { c.Certificates = []tls.Certificate{l.cfg.Sign} }
			}, etalon.ActStart),
	}
}

// activityMutants are defects of what is nothing but a record.
func activityMutants() []Mutant {
	record := func(f func(*trace.Record)) func(*hooks) {
		return func(h *hooks) { h.audit = func(_ *call, r *trace.Record) { f(r) } }
	}
	return []Mutant{
		define("audit-no-start", "NR04", "Le démarrage ne laisse pas de trace.", "The start leaves no record.", func(h *hooks) { h.flow.auditNoActivity = true }, etalon.ActStart),
		define("audit-no-login", "NR04", "L'ouverture de session ne laisse pas de trace.", "The login leaves no record.", func(h *hooks) { h.flow.auditNoActivity = true }, etalon.ActLogIn),
		define("audit-stop-as-start", "NR04", "L'arrêt est tracé comme un démarrage.", "The stop is recorded as a start.",
			record(func(r *trace.Record) { r.Types = []trace.Code{trace.DCM("110120", "Application Start")} }), etalon.ActStop),
		define("audit-start-and-stop", "EV06", "Une trace dit le démarrage et l'arrêt.", "One record tells the start and the stop.",
			record(func(r *trace.Record) { r.Types = append(r.Types, trace.DCM("110121", "Application Stop")) }), etalon.ActStart),
		define("audit-start-no-application", "EV06", "La trace de démarrage ne nomme pas l'application.", "The record of the start does not name the application.",
			record(func(r *trace.Record) { r.Participants[0].Roles = nil }), etalon.ActStart),
		warned(define("audit-launcher-destination", "EV06", "Qui a démarré l'application est dit la destination.", "Who started the application is said to be the destination.",
			record(func(r *trace.Record) {
				r.Participants[1].Roles = []trace.Code{trace.DCM("110152", "Destination Role ID")}
			}), etalon.ActStart)),
		warned(define("audit-start-twice", "NR05", "La trace du démarrage est déposée deux fois.", "The record of the start is delivered twice.",
			func(h *hooks) { h.frame = func(m []byte) []byte { return append(syslog.Count(m), syslog.Count(m)...) } }, etalon.ActStart)),
		define("audit-login-nobody", "EV07", "La trace d'ouverture de session ne dit pas qui.", "The record of the login does not say who.",
			record(func(r *trace.Record) { r.Participants[0].Requestor = false }), etalon.ActLogIn),
		define("audit-event-unknown", "AM03", "L'événement n'est d'aucune liste.", "The event is on no list.",
			record(func(r *trace.Record) { r.Event = trace.DCM("999", "Autre") }), etalon.ActLogOut),
	}
}

// peerMutants take a server for the right one that is not: check NA01; or leave no
// record of it: NA02.
func peerMutants() []Mutant {
	believing := func(change func(*x509.VerifyOptions, []*x509.Certificate)) func(*hooks) {
		return func(h *hooks) {
			h.tls = func(l *LPS, c *tls.Config) {
				c.InsecureSkipVerify, c.VerifyConnection = true, func(s tls.ConnectionState) error {
					o := x509.VerifyOptions{DNSName: s.ServerName, Roots: l.cfg.Roots, CurrentTime: l.cfg.Clock()}
					if o.DNSName == "" {
						o.DNSName = l.base.Hostname()
					}
					change(&o, s.PeerCertificates)
					_, err := s.PeerCertificates[0].Verify(o)
					return err
				}
			}
		}
	}
	peer := func(name string, b etalon.BehaviourName, fr, en string, change func(*x509.VerifyOptions, []*x509.Certificate)) Mutant {
		m := define("peer-"+name, "NA01", fr, en, believing(change), etalon.ActFeed)
		m.Behaviour = b
		return m
	}
	ownRoot := func(o *x509.VerifyOptions, chain []*x509.Certificate) {
		o.Roots = x509.NewCertPool()
		o.Roots.AddCert(chain[len(chain)-1])
	}
	silent := define("peer-no-alert", "NA02", "Un serveur refusé ne laisse pas de trace.", "A server that is refused leaves no record.",
		func(h *hooks) { h.flow.auditNoAlert = true }, etalon.ActFeed)
	silent.Behaviour = etalon.BehaveTLSExpired
	revoked := peer("revoked", etalon.BehaveTLSRevoked, "Un certificat révoqué, comme l'agrafe OCSP le dit, est accepté.", "A certificate that is revoked, as the OCSP staple says, is accepted.",
		func(*x509.VerifyOptions, []*x509.Certificate) {})
	revoked.Kills = "NA03"
	return []Mutant{
		peer("expired", etalon.BehaveTLSExpired, "Un certificat expiré est accepté.", "An expired certificate is accepted.",
			func(o *x509.VerifyOptions, c []*x509.Certificate) { o.CurrentTime = c[0].NotAfter.Add(-time.Hour) }),
		peer("not-yet-valid", etalon.BehaveTLSNotYetValid, "Un certificat qui n'est pas encore valide est accepté.", "A certificate that is not valid yet is accepted.",
			func(o *x509.VerifyOptions, c []*x509.Certificate) { o.CurrentTime = c[0].NotBefore.Add(time.Hour) }),
		peer("wrong-name", etalon.BehaveTLSWrongName, "Le nom du serveur n'est pas vérifié.", "The name of the server is not verified.",
			func(o *x509.VerifyOptions, _ []*x509.Certificate) { o.DNSName = "" }),
		peer("wrong-use", etalon.BehaveTLSWrongUse, "L'usage du certificat n'est pas vérifié.", "The use of the certificate is not verified.",
			func(o *x509.VerifyOptions, _ []*x509.Certificate) {
				o.KeyUsages = []x509.ExtKeyUsage{x509.ExtKeyUsageAny}
			}),
		peer("unknown-authority", etalon.BehaveTLSUnknownAuthority, "Un certificat d'une autorité inconnue est accepté.", "A certificate of an unknown authority is accepted.", ownRoot),
		peer("self-signed", etalon.BehaveTLSSelfSigned, "Un certificat auto-signé inconnu est accepté.", "An unknown self-signed certificate is accepted.", ownRoot),
		revoked,
		peer("weak-key", etalon.BehaveTLSWeakKey, "Une clé de 1024 bits est acceptée.", "A key of 1024 bits is accepted.", func(*x509.VerifyOptions, []*x509.Certificate) {}),
		silent,
	}
}

// inquiryMutants are defects in asking whether a server's certificate is revoked.
func inquiryMutants() []Mutant {
	of := func(name string, kills etalon.RuleID, b etalon.BehaviourName, warns bool, fr, en string, install func(*hooks)) Mutant {
		m := define("peer-"+name, kills, fr, en, install, etalon.ActFeed)
		m.Behaviour, m.Warns = b, warns
		return m
	}
	nobody := func(h *hooks) { h.flow.askNobody = true }
	revoked := func(h *hooks) { h.flow.useRevoked = true }
	unknown := func(h *hooks) { h.flow.useUnknown = true }
	return []Mutant{
		of("unasked", "NA04", etalon.BehaveTLSOCSPGood, true, "La révocation n'est pas demandée.", "Nobody is asked about revocation.", nobody),
		of("unasked-revoked", "NA04", etalon.BehaveTLSOCSPRevoked, true, "Un certificat révoqué est accepté sans que l'autorité soit demandée.", "A certificate that is revoked is accepted without the authority being asked.", nobody),
		of("ocsp-ignored", "NA05", etalon.BehaveTLSOCSPRevoked, false, "Un certificat que le répondeur OCSP dit révoqué est accepté.", "A certificate that the OCSP responder says to be revoked is accepted.", revoked),
		of("list-ignored", "NA05", etalon.BehaveTLSCRLRevoked, false, "Un certificat que la liste de révocation contient est accepté.", "A certificate that the revocation list holds is accepted.", revoked),
		of("silence-accepted", "NA06", etalon.BehaveTLSOCSPSilent, true, "Le silence du répondeur OCSP vaut un accord.", "The silence of the OCSP responder will do.", unknown),
		of("response-stale", "NA06", etalon.BehaveTLSOCSPStale, true, "Une réponse OCSP périmée suffit.", "An OCSP response out of date will do.", unknown),
		of("list-stale", "NA06", etalon.BehaveTLSCRLStale, true, "Une liste de révocation périmée suffit.", "A revocation list out of date will do.", unknown),
	}
}
