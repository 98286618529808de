package lps

import (
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ntp"
)

// Defects of a client of time: checks NT and CL.
func clockMutants() []Mutant {
	packet := func(f func(*LPS, *ntp.Packet)) func(*hooks) { return func(h *hooks) { h.ntp = f } }
	raw := func(f func([]byte) []byte) func(*hooks) { return func(h *hooks) { h.ntpBytes = f } }
	sync := etalon.ActSynchronise
	with := func(m Mutant, b etalon.BehaviourName) Mutant { m.Behaviour = b; return m }
	return onNode([]Mutant{
		define("clock-mode", "NT01", "La question a le mode d'un serveur.", "The question has the mode of a server.", packet(func(_ *LPS, p *ntp.Packet) { p.Mode = ntp.Server }), sync),
		define("clock-mode-zero", "NT01", "La question n'a pas de mode.", "The question has no mode.", packet(func(_ *LPS, p *ntp.Packet) { p.Mode = 0 }), sync),
		define("clock-version", "NT01", "La question est de la version 1.", "The question is of version 1.", packet(func(_ *LPS, p *ntp.Packet) { p.Version = 1 }), sync),
		define("clock-version-future", "NT01", "La question est de la version 7.", "The question is of version 7.", packet(func(_ *LPS, p *ntp.Packet) { p.Version = 7 }), sync),
		define("clock-short", "NT02", "La question est plus courte que l'en-tête.", "The question is shorter than the header.", raw(func(b []byte) []byte { return b[:40] }), sync),
		define("clock-odd-size", "NT02", "Un octet suit l'en-tête.", "A byte follows the header.", raw(func(b []byte) []byte { return append(b, 0) }), sync),
		define("clock-off", "CL02", "L'horloge du produit avance d'une minute, quoi que dise le serveur.", "The product's clock is a minute ahead, whatever the server says.",
			func(h *hooks) {
				h.flow.ignoreTime, h.ntp = true, func(l *LPS, _ *ntp.Packet) { l.offset = time.Minute }
			}, sync),
		define("clock-adopted-wrongly", "CL02", "Le fuseau est ajouté à l'heure que dit le serveur.", "The time zone is added to the time that is told.",
			packet(func(l *LPS, _ *ntp.Packet) { l.zone = time.Hour }), sync),
		define("clock-no-question", "CL01", "Le serveur de temps n'est jamais interrogé.", "The time server is never asked.", func(h *hooks) { h.flow.neverAsk = true }, sync),
		with(define("clock-unsynchronised-believed", "CL03", "Un serveur qui n'est pas à l'heure est cru.", "A server that is not synchronised is believed.",
			func(h *hooks) { h.flow.trustAnyTime = true }, sync), etalon.BehaveClockUnsynchronised),
		with(define("clock-wrong-origin-believed", "CL03", "Une réponse à une autre question est crue.", "An answer to another question is believed.",
			func(h *hooks) { h.flow.trustAnyTime = true }, sync), etalon.BehaveClockWrongOrigin),
		with(define("clock-wrong-origin-adopted", "CL02", "L'heure d'une réponse à une autre question est prise.", "The time of an answer to another question is taken.",
			func(h *hooks) { h.flow.trustAnyTime = true }, sync), etalon.BehaveClockWrongOrigin),
		with(define("clock-silence-believed", "CL03", "Sans réponse, le logiciel dit être à l'heure.", "Without an answer the software says that it is synchronised.",
			func(h *hooks) { h.flow.sayRight = true }, sync), etalon.BehaveTimeout),
		with(define("clock-kiss-ignored", "CL04", "Le client interroge encore un serveur qui l'a congédié.", "The client goes on asking a server that sent it away.",
			func(h *hooks) { h.flow.stayOn = true }, sync), etalon.BehaveClockKiss),
		with(define("clock-leap-refused", "CL03", "Une réponse qui annonce une seconde intercalaire est refusée.", "An answer that announces a leap second is refused.",
			func(h *hooks) { h.flow.refuseLeap = true }, sync), etalon.BehaveClockLeap),
		with(define("clock-last-believed", "CL06", "De plusieurs serveurs de temps, le dernier est cru.", "Of several time servers the last is believed.",
			func(h *hooks) { h.flow.takeLast = true }, sync), etalon.BehaveClockLiar),
		with(define("clock-mean", "CL06", "De plusieurs serveurs de temps, la moyenne est prise.", "Of several time servers the mean is taken.",
			func(h *hooks) { h.flow.takeMean = true }, sync), etalon.BehaveClockLiar),
		with(define("clock-never-back", "CL02", "L'horloge n'est jamais retardée de plus d'un quart d'heure.", "The clock is never set back by more than a quarter of an hour.",
			func(h *hooks) { h.flow.neverBack = true }, sync), etalon.BehaveClockWrong),
		warned(with(define("clock-set-once", "CL08", "L'heure du premier serveur de temps est prise une fois ; les réponses qui suivent sont oubliées.", "The time is taken once; the answers that follow are forgotten.",
			func(h *hooks) { h.flow.setOnce = true }, sync), etalon.BehaveClockDrift)),
		warned(define("clock-poll", "NT03", "La question annonce un intervalle de 36 heures.", "The question announces an interval of 36 hours.",
			packet(func(_ *LPS, p *ntp.Packet) { p.Poll = 17 }), sync)),
	})
}
