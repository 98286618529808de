package pki

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"time"
)

// Password opens every .p12 file. It protects nothing.
const Password = "etalon"

// The synthetic structure and professional that the certificates speak of.
// Department 99 does not exist; neither do they.
const (
	// StructureID is the Struct_IdNat of the structure (1 and a FINESS number):
	// the OU of its certificates.
	StructureID   = "1990000012"
	StructureName = "CABINET ETALON FICTIF"
	// UserID is the PS_IdNat of the card holder (8 and an RPPS number).
	UserID     = "899900000017"
	UserFamily = "ETALON-MEDECIN"
	UserGiven  = "Camille"
	// Profession and Speciality are the codes in the card's certificates: G15
	// "médecin" and R01 "médecine générale".
	Profession = "10"
	Speciality = "SM26"
)

// The OIDs of the certificate extensions of a CPS. Their value is a DER
// PrintableString.
const (
	ProfessionOID = "1.2.250.1.71.1.2.7"
	SpecialityOID = "1.2.250.1.71.4.2.5"
)

// Name names one identity of a [Set]; it is also the stem of its file names.
type Name string

// The identities of a Set.
const (
	Server        Name = "serveur"        // the simulated DMP
	StructureAuth Name = "structure-auth" // ORG_AUTH_CLI: TLS
	StructureSign Name = "structure-sign" // ORG_SIGN: VIHF and lot
	CardAuth      Name = "cps-auth"
	CardSign      Name = "cps-sign"

	ExpiredAuth Name = "expire-auth" // StructureAuth, a year too late
	ExpiredSign Name = "expire-sign"
	UnknownAuth Name = "inconnu-auth" // StructureAuth, from an authority nobody knows
	UnknownSign Name = "inconnu-sign"

	// The organisation certificates that the teleservice INSi takes in the place of an
	// assertion: of software that asks by itself, and of software that somebody uses
	// (spec: DMP additions §7.1). Sets of before they were made have none.
	INSiAuto   Name = "insi-auto"
	INSiManual Name = "insi-manu"
)

// Names lists the identities in the order of their files.
func Names() []Name {
	return []Name{
		Server, StructureAuth, StructureSign, CardAuth, CardSign,
		ExpiredAuth, ExpiredSign, UnknownAuth, UnknownSign, INSiAuto, INSiManual,
	}
}

// profile is what distinguishes the certificate of one identity.
type profile struct {
	name    Name
	key     string // identities with one key string share a key
	issuer  string // authority or stranger
	subject pkix.RDNSequence
	usage   x509.KeyUsage
	ext     []x509.ExtKeyUsage
	extra   []pkix.Extension
	from    time.Duration // validity, relative to now
	until   time.Duration
	serial  *big.Int // nil: a random one
}

const (
	day  = 24 * time.Hour
	year = 365 * day
)

// profiles gives the certificates to make. Key usages are those read in real
// certificates: authentication has digitalSignature and clientAuth, signature
// has nonRepudiation and emailProtection (spec: DMP §4.3).
func profiles() ([]profile, error) {
	const auth = x509.KeyUsageDigitalSignature
	const nonRepudiation = x509.KeyUsageContentCommitment
	client := []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	mail := []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}

	structure := func(usage string) pkix.RDNSequence {
		return rdns("2.5.4.6", "FR", "2.5.4.8", "Test (99)", "2.5.4.10", StructureName,
			"2.5.4.11", StructureID, "2.5.4.3", "ETALON "+usage)
	}
	insi := func(door string) pkix.RDNSequence {
		return rdns("2.5.4.6", "FR", "2.5.4.8", "Test (99)", "2.5.4.10", StructureName, "2.5.4.11", StructureID, "2.5.4.3", door)
	}
	card := rdns("2.5.4.6", "FR", "2.5.4.10", "CARTE ETALON FICTIVE", "2.5.4.12", "Médecin",
		"2.5.4.42", UserGiven, "2.5.4.4", UserFamily, "2.5.4.3", UserID)
	cardExtra, err := cardExtensions()
	if err != nil {
		return nil, err
	}
	return []profile{
		{
			Server, "server", "authority", rdns("2.5.4.6", "FR", "2.5.4.10", "ETALON FICTIF", "2.5.4.3", "DMP SIMULE ETALON"),
			auth | x509.KeyUsageKeyEncipherment,
			[]x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
			nil, -day, 5 * year, nil,
		},
		{StructureAuth, "auth", "authority", structure("AUTH"), auth, client, nil, -day, 5 * year, nil},
		{StructureSign, "sign", "authority", structure("SIGN"), auth | nonRepudiation, mail, nil, -day, 5 * year, nil},
		{CardAuth, "card-auth", "authority", card, auth, client, cardExtra, -day, 5 * year, nil},
		{CardSign, "card-sign", "authority", card, nonRepudiation, mail, cardExtra, -day, 5 * year, nil},
		{ExpiredAuth, "auth", "authority", structure("AUTH"), auth, client, nil, -2 * year, -year, nil},
		{ExpiredSign, "sign", "authority", structure("SIGN"), auth | nonRepudiation, mail, nil, -2 * year, -year, nil},
		{UnknownAuth, "auth", "stranger", structure("AUTH"), auth, client, nil, -day, 5 * year, nil},
		{UnknownSign, "sign", "stranger", structure("SIGN"), auth | nonRepudiation, mail, nil, -day, 5 * year, nil},
		{INSiAuto, "auth", "authority", insi("INSI-AUTO"), auth, client, nil, -day, 5 * year, nil},
		{INSiManual, "auth", "authority", insi("INSI-MANU"), auth, client, nil, -day, 5 * year, nil},
	}, nil
}

func cardExtensions() ([]pkix.Extension, error) {
	var out []pkix.Extension
	for _, e := range [][2]string{{ProfessionOID, Profession}, {SpecialityOID, Speciality}} {
		v, err := asn1.MarshalWithParams(e[1], "printable")
		if err != nil {
			return nil, fmt.Errorf("extension %s: %w", e[0], err)
		}
		out = append(out, pkix.Extension{Id: oid(e[0]), Value: v})
	}
	return out, nil
}

// rdns makes a name of single-valued RDNs from type, value pairs, in
// certificate order.
func rdns(pairs ...string) pkix.RDNSequence {
	var out pkix.RDNSequence
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, pkix.RelativeDistinguishedNameSET{{Type: oid(pairs[i]), Value: pairs[i+1]}})
	}
	return out
}

func oid(s string) asn1.ObjectIdentifier {
	var out asn1.ObjectIdentifier
	n := 0
	for _, c := range s {
		if c == '.' {
			out, n = append(out, n), 0
			continue
		}
		n = n*10 + int(c-'0')
	}
	return append(out, n)
}
