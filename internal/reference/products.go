package reference

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/simulators/community"
	"github.com/etalon-dmp/etalon/simulators/lps"
)

// Product is a reference product with the profiles that it plays in one session.
type Product struct {
	Name     string // as reports say it
	Folder   string // of its dossier
	SUT      string // Client or Server
	Profiles []etalon.ProfileID
	Packs    []string // that judge these profiles
	// Mode is how it authenticates on the DMP where that is not as it declares by
	// itself.
	Mode   etalon.AuthMode
	Manual bool // a structure's product that asks INSi when a person says so
}

// Declare declares the product with a defect, "" for none.
func (p Product) Declare(mutant string) (etalon.SUT, error) {
	sut, _, err := Declare(p.SUT, mutant, p.Profiles)
	if p.Mode != "" {
		sut.Mode = p.Mode
	}
	sut.Manual = p.Manual
	return sut, err
}

// Products are those that a self-test takes, the ones that its mutants come from
// among them.
func Products() []Product {
	return []Product{
		dmpClient(), airClient(), structureClient(), identityClient(), identityDoor(), manualDoor(), plainClient(), imagingSource(), imagingConsumer(), imagingServer(), trustClient(), plainServer(), dmpServer(),
		identityServer(), demographicsConsumer(), demographicsSupplier(), node(), fedNode(), timeServer(), recordRepository(), contentClient(), scanClient(),
	}
}

func dmpClient() Product {
	return Product{Name: "LPS, DMP", Folder: "conforming", SUT: Client, Profiles: dmpProfiles, Packs: []string{"dmp"}}
}

// structureClient is the client with a structure certificate alone: it feeds and
// administers, and what it may not do does not apply.
func structureClient() Product {
	return Product{
		Name: "LPS, DMP par certificat de structure", Folder: "conforming-structure", SUT: Client, Mode: etalon.ModeIndirect,
		Profiles: []etalon.ProfileID{"acces", "creation", "pdqv3", "alimentation"}, Packs: []string{"dmp"},
	}
}

// identityClient is the client that qualifies identities before it goes to the DMP.
func identityClient() Product {
	return Product{Name: "LPS, INSi puis DMP", Folder: "conforming-insi", SUT: Client, Profiles: []etalon.ProfileID{"insi"}, Packs: []string{"dmp", "insi"}}
}

// identityDoor is the same where the structure, and nobody's card, asks INSi.
func identityDoor() Product {
	p := identityClient()
	p.Name, p.Folder, p.Mode = "LPS, INSi par certificat d'organisation puis DMP", "conforming-insi-door", etalon.ModeIndirect
	return p
}

// manualDoor is the same with the certificate INSI-MANU.
func manualDoor() Product {
	p := identityDoor()
	p.Name, p.Folder, p.Manual = "LPS, INSi par certificat INSI-MANU puis DMP", "conforming-insi-manual", true
	return p
}

// ofStructures are the checks of what a structure certificate and its users say.
var ofStructures = []etalon.RuleID{"V05", "V11"}

// airClient is the client where a structure certificate alone may not ask: with
// a stronger local logon (AIR).
func airClient() Product {
	return Product{Name: "LPS, DMP en AIR", Folder: "conforming-air", SUT: Client, Profiles: []etalon.ProfileID{"acces", "consultation"}, Packs: []string{"dmp"}, Mode: etalon.ModeAIR}
}

func plainClient() Product {
	return Product{Name: "client XDS.b", Folder: "conforming-xds", SUT: Client, Profiles: xds(plainProfiles), Packs: []string{"ihe-xds"}}
}

func demographicsConsumer() Product {
	return Product{Name: "consommateur PDQV3", Folder: "conforming-pdq", SUT: Client, Profiles: []etalon.ProfileID{"pdq-consumer"}, Packs: []string{"ihe-pdqv3"}}
}

func demographicsSupplier() Product {
	return Product{Name: "fournisseur PDQV3", Folder: "conforming-pdq-server", SUT: Server, Profiles: []etalon.ProfileID{"pdq-supplier"}, Packs: []string{"ihe-pdqv3"}}
}

func imagingSource() Product {
	return Product{Name: "source d'imagerie XDS-I.b", Folder: "conforming-imaging", SUT: Client, Profiles: []etalon.ProfileID{"xds-i-source"}, Packs: []string{"xds-i"}}
}

func imagingConsumer() Product {
	return Product{Name: "consommateur d'imagerie XDS-I.b", Folder: "conforming-imaging-consumer", SUT: Client, Profiles: []etalon.ProfileID{"xds-i-consumer", "xds-i-consumer-wado", "xds-i-consumer-wado-rs"}, Packs: []string{"xds-i"}}
}

func imagingServer() Product {
	return Product{Name: "source d'images XDS-I.b", Folder: "conforming-imaging-server", SUT: Server, Profiles: imagingServerProfiles, Packs: []string{"xds-i"}}
}

// xds picks the profiles of XDS.b.
func xds(all []etalon.ProfileID) []etalon.ProfileID {
	return slices.DeleteFunc(slices.Clone(all), func(id etalon.ProfileID) bool {
		return !strings.HasPrefix(string(id), "xds-") || strings.HasPrefix(string(id), "xds-i-")
	})
}

func trustClient() Product {
	return Product{Name: "client XUA et DSG", Folder: "conforming-trust", SUT: Client, Profiles: trustProfiles, Packs: []string{"ihe-dsg", "ihe-xua"}}
}

func identityServer() Product {
	return Product{Name: "registre et entrepôt, XUA", Folder: "conforming-server-xua", SUT: Server, Profiles: identityProfiles, Packs: []string{"ihe-xua"}}
}

// contentClient feeds and reads each kind of content that the DMP holds.
func contentClient() Product {
	return Product{Name: "contenus : XDS-SD, PCC, IC, imagerie", Folder: "conforming-content", SUT: Client, Profiles: contents, Packs: []string{"dmp", "xds-i"}}
}

// scanClient feeds scanned documents in plain IHE.
func scanClient() Product {
	return Product{Name: "source XDS-SD", Folder: "conforming-scan", SUT: Client, Profiles: scanProfiles, Packs: []string{"ihe-xds", "xds-sd"}}
}

// about tells whether a defect is of one of these checks.
func about(kills etalon.RuleID, checks ...string) bool {
	return slices.ContainsFunc(checks, func(c string) bool { return strings.HasPrefix(string(kills), c) })
}

func node() Product {
	return Product{Name: "nœud sécurisé, ATNA et CT", Folder: "conforming-node", SUT: Client, Profiles: nodeProfiles, Packs: []string{"ihe-atna", "ihe-ct"}}
}

// fedNode is the node whose records go by FHIR Feed.
func fedNode() Product {
	return Product{Name: "nœud sécurisé, FHIR Feed", Folder: "conforming-node-fhir", SUT: Client, Profiles: fedProfiles, Packs: []string{"ihe-atna"}}
}

func plainServer() Product {
	return Product{Name: "registre et entrepôt XDS.b", Folder: "conforming-server", SUT: Server, Profiles: xds(serverProfiles), Packs: []string{"ihe-xds"}}
}

func dmpServer() Product {
	return Product{Name: "registre et entrepôt, DMP", Folder: "conforming-server-dmp", SUT: Server, Profiles: dmpServerProfiles, Packs: []string{"dmp"}}
}

// Defect is a mutant of one of the products, and the scenarios in which it can
// show.
type Defect struct {
	Name    string
	Kills   etalon.RuleID // the rule that has to fail
	Product Product
	Most    int  // scenarios that are played
	Warns   bool // the rule warns, and gives no verdict
	shows   func(*scenario.Scenario) bool
}

// enough scenarios show a defect: more of them cost time and prove nothing more.
// Each stored query has a scenario of its own.
const (
	enough  = 4
	changes = 12 // each kind of change to a record, each reason for access
	queries = 40
	views   = 6 // each form of a study: one image, several, two modalities, a manifest that was replaced
	trusted = 6 // each option of XUA and each form of DSG
)

// Shows tells whether a scenario is of the product's profiles and can show the
// defect.
func (d Defect) Shows(s *scenario.Scenario) bool {
	return slices.Contains(d.Product.Profiles, s.Profile) && d.shows(s)
}

// Defects are all the mutants, product by product.
func Defects() []Defect {
	var all []Defect
	for _, m := range lps.Mutants() {
		d := Defect{Name: m.Name, Kills: m.Kills, Product: dmpClient(), shows: asking(m), Most: enough, Warns: m.Warns}
		if slices.Contains(m.Actions, etalon.ActQuery) {
			d.Most = queries
		}
		if slices.Contains(m.Actions, etalon.ActUpdateData) || slices.Contains(m.Actions, etalon.ActDeclareAccess) || slices.Contains(m.Actions, etalon.ActReadData) {
			d.Most = changes
		}
		switch {
		case m.Plain:
			d.Product = plainClient()
		case slices.Contains(m.Actions, etalon.ActViewStudy): // each way in its own profile
			asks := d.shows
			d.Product, d.Most = imagingConsumer(), views
			d.shows = func(s *scenario.Scenario) bool {
				return strings.HasPrefix(m.Name, "view-"+strings.Split(string(s.ID)+"-", "-")[1]+"-") && asks(s)
			}
		case m.Imaging && strings.HasPrefix(m.Name, "dmp-"): // where manifests go to the DMP
			asks := d.shows
			d.Product = contentClient()
			d.shows = func(s *scenario.Scenario) bool { return s.Profile == "imagerie" && asks(s) }
		case m.Imaging:
			d.Product = imagingSource()
		case m.Trust: // a defect of assertions shows in the profiles of assertions, one of signatures in theirs
			asks := d.shows
			d.Product, d.Most = trustClient(), trusted
			d.shows = func(s *scenario.Scenario) bool { return strings.HasPrefix(string(s.Profile), m.Name[:4]) && asks(s) }
		case slices.Contains(ofStructures, m.Kills): // what they compare with, a card does not have
			d.Product = structureClient()
		case slices.Contains(m.Actions, etalon.ActListAuthorised):
			d.Product = airClient()
		}
		if m.Plain && slices.Contains(m.Actions, etalon.ActFindPatient) {
			d.Product, d.Most = demographicsConsumer(), queries
		}
		switch {
		case about(m.Kills, "PC0", "PC1") || strings.HasPrefix(m.Name, "vaccine-"): // its documents are not among the first feeds
			d.Product = contentClient()
		case strings.HasPrefix(m.Name, "shell-"): // of the one scenario whose document has a shell
			asks := d.shows
			d.shows = func(s *scenario.Scenario) bool { return strings.HasSuffix(string(s.ID), "self-presenting") && asks(s) }
		case about(m.Kills, "SD01", "SD02"):
			d.Product = scanClient()
		}
		if m.Node {
			d.Product = node()
			if m.Fed {
				d.Product = fedNode()
			}
		}
		if slices.Contains(m.Actions, etalon.ActQualify) || slices.Contains(m.Actions, etalon.ActQualifyByCard) {
			d.Product, d.Most = identityClient(), changes
		}
		switch m.Name { // a card signs an assertion, and needs no such certificate
		case lps.OwnDoor:
			d.Product = identityDoor()
		case lps.ManualDoor:
			d.Product = manualDoor()
		}
		all = append(all, d)
	}
	for _, m := range community.Mutants() {
		d := Defect{Name: m.Name, Kills: m.Kills, Product: plainServer(), shows: sending(m), Most: enough}
		if m.Identity {
			d.Product = identityServer()
		}
		if m.About() == etalon.ITI47 {
			d.Product = demographicsSupplier()
		}
		if m.Imaging {
			d.Product = imagingServer()
		}
		all = append(all, d)
	}
	return slices.Concat(all, timeDefects(), recordDefects())
}

// sending picks the scenarios in which a server's defect can show.
func sending(m community.Mutant) func(*scenario.Scenario) bool {
	return func(s *scenario.Scenario) bool {
		return slices.ContainsFunc(s.Steps, func(st scenario.Step) bool { return st.Send != nil && m.Shows(*st.Send) })
	}
}

// asking picks the scenarios in which a client's defect can show: those with its
// behaviour, or those in which every answer is truthful.
func asking(m lps.Mutant) func(*scenario.Scenario) bool {
	var behaviour []etalon.BehaviourName
	if m.Behaviour != "" {
		behaviour = append(behaviour, m.Behaviour)
	}
	return func(s *scenario.Scenario) bool {
		asks := slices.ContainsFunc(s.Steps, func(st scenario.Step) bool {
			return st.Ask != nil && slices.Contains(m.Actions, st.Ask.Name)
		})
		return asks && slices.Equal(behaviours(s), behaviour)
	}
}

// behaviours are those that a scenario arms, one after another once.
func behaviours(s *scenario.Scenario) []etalon.BehaviourName {
	var all []etalon.BehaviourName
	for _, st := range s.Steps {
		if st.Reply != nil {
			all = append(all, st.Reply.Behaviour)
		}
	}
	return slices.Compact(all)
}
