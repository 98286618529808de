package client

import (
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/make/xua"
)

const (
	xuaText  = "IHE ITI TF-2, 3.40.4.1.3; OASIS WS-Security 1.1, 12"
	samlCore = "OASIS SAML 2.0 Core, "
)

// identityCases send an identity assertion (ITI-40) with the message, whatever the
// transaction: right ones and those that a provider refuses (the battery of the NIST
// test plans, and what wraps a signature).
func identityCases() []Case {
	plain := func(*xua.Token) {}
	invalid := fault("InvalidSecurityToken", "FailedAuthentication", "FailedCheck", "InvalidSecurity")
	unproven := fault("FailedCheck", "FailedAuthentication", "InvalidSecurityToken", "InvalidSecurity")
	one := func(name, fr, en, source string, answer etalon.Want, change func(*xua.Token)) Case {
		return Case{Name: name, Text: say(fr, en), Source: source, Answer: answer, token: signed(change)}
	}
	return []Case{
		one("xua-valid", "Une assertion d'identité valide accompagne le message.", "A valid identity assertion goes with the message.", xuaText, success(), plain),
		one("xua-authz-consent", "L'assertion, valide, cite un consentement.", "The assertion, which is valid, names a consent.", "IHE ITI TF-2, 3.40.4.1.2.2", success(),
			func(t *xua.Token) { t.Consent = "urn:oid:2.25.141421356237309504880168872420969807857" }),
		one("xua-expired", "L'assertion n'est plus valide depuis une heure.", "The assertion ceased to be valid an hour ago.", samlCore+"2.5.1.2", invalid,
			func(t *xua.Token) { shift(t, -90*time.Minute) }),
		one("xua-not-yet-valid", "L'assertion ne sera valide que dans une heure.", "The assertion will be valid in an hour only.", samlCore+"2.5.1.2", invalid,
			func(t *xua.Token) {
				t.NotBefore, t.NotOnward = t.NotBefore.Add(time.Hour), t.NotOnward.Add(time.Hour)
			}),
		one("xua-unknown-audience", "L'assertion est destinée à un autre service.", "The assertion is for another service.", samlCore+"2.5.1.4", invalid,
			func(t *xua.Token) { t.Audience = "https://autre-service.example/" }),
		one("xua-invalid-authn", "L'utilisateur se connecterait demain.", "The user would log on tomorrow.", samlCore+"2.7.2", invalid,
			func(t *xua.Token) { t.LoggedOn = t.LoggedOn.AddDate(0, 0, 1) }),
		{
			Name: "xua-none", Text: say("Aucune assertion n'accompagne le message.", "No assertion goes with the message."), Source: "OASIS WS-Security 1.1, 12",
			Answer: fault("SecurityTokenUnavailable", "InvalidSecurity", "FailedAuthentication", "InvalidSecurityToken"), token: func(*draft, xua.Token) (string, error) { return "", nil },
		},
		{
			Name: "xua-unsigned", Text: say("L'assertion n'est pas signée.", "The assertion is not signed."), Source: samlCore + "5.4", Answer: unproven,
			token: func(_ *draft, t xua.Token) (string, error) {
				raw, err := t.Unsigned()
				return string(raw), err
			},
		},
		{
			Name: "xua-altered", Text: say("L'assertion a été modifiée après sa signature.", "The assertion was altered after it was signed."), Source: samlCore + "5.4", Answer: unproven,
			token: func(d *draft, t xua.Token) (string, error) {
				s, err := signed(plain)(d, t)
				return strings.Replace(s, ">etalon.medecin<", ">un.autre<", 1), err
			},
		},
		{
			Name: "xua-wrapped", Text: say("Une assertion forgée entoure l'assertion signée, dont la signature tient toujours.", "A forged assertion is around the signed one, whose signature still holds."),
			Source: samlCore + "5.4.2", Answer: unproven, token: wrapped,
		},
		{
			Name: "xua-unknown-issuer", Text: say("L'assertion est signée par un certificat d'une autorité inconnue.", "The assertion is signed with a certificate of an unknown authority."),
			Source: xuaText, Answer: unproven, token: func(d *draft, t xua.Token) (string, error) {
				s, err := signerOf(d.cfg.Stranger)
				if err != nil {
					return "", err
				}
				return t.Sign(s)
			},
		},
	}
}

// signed makes an assertion after a change, signed by étalon's own key.
func signed(change func(*xua.Token)) func(*draft, xua.Token) (string, error) {
	return func(d *draft, t xua.Token) (string, error) {
		change(&t)
		s, err := signerOf(d.cfg.Sign)
		if err != nil {
			return "", err
		}
		return t.Sign(s)
	}
}

// shift moves an assertion in time.
func shift(t *xua.Token, by time.Duration) {
	t.Issued, t.NotBefore, t.NotOnward = t.Issued.Add(by), t.NotBefore.Add(by), t.NotOnward.Add(by)
	t.LoggedOn = t.LoggedOn.Add(by)
}

// wrapped puts the signature, with the assertion that it is of, into a forged one.
func wrapped(d *draft, t xua.Token) (string, error) {
	s, err := signed(func(*xua.Token) {})(d, t)
	if err != nil {
		return "", err
	}
	from, to := strings.Index(s, "<ds:Signature "), strings.Index(s, "</ds:Signature>")
	if from < 0 || to < from {
		return s, nil
	}
	forged := strings.Replace(s[:from], ` ID="`+t.ID+`"`, ` ID="f`+t.ID+`"`, 1) + s[from:to] + "<ds:Object>" + s + "</ds:Object>" + s[to:]
	return strings.Replace(forged, ">etalon.medecin<", ">un.autre<", 1), nil
}

// identity makes the assertion of a case that has one, as a header block; "" for none.
func (d *draft) identity(steps []Case, id string) (string, error) {
	for i := len(steps) - 1; i >= 0; i-- {
		if steps[i].token == nil {
			continue
		}
		t := xua.For("_"+strings.TrimPrefix(id, "urn:uuid:"), d.now, d.loggedOn, d.packet.url.Scheme+"://"+d.packet.url.Host+"/", d.patientNamed())
		s, err := steps[i].token(d, t)
		if err != nil || s == "" {
			return "", err
		}
		return xua.Header(s), nil
	}
	return "", nil
}

func (d *draft) patientNamed() string {
	if d.message.Patient.INS == "" {
		return ""
	}
	return d.cx()
}
