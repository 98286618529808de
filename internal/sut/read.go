package sut

import (
	"net"
	"net/url"
	"regexp"
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// The kinds of drivers a file can ask for; "builtin" is not one of them.
const (
	Person = "person"
	HTTP   = "http"
	Exec   = "exec"
	None   = "none" // nothing: the product is a server, étalon's client actors ask
)

var (
	kinds    = []string{Person, HTTP, Exec, None}
	modes    = []string{string(etalon.ModeDirect), string(etalon.ModeIndirect), string(etalon.ModeAIR)}
	oidForm  = regexp.MustCompile(`^[0-2](\.(0|[1-9][0-9]*))+$`)
	hostForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.:-]{0,252}[A-Za-z0-9])?$`)
)

// longestPeriod is the longest time between two synchronisations that can be declared:
// beyond a day it is a finding about the product.
const longestPeriod = 31 * 24 * time.Hour

// Read reads a declaration. known is the list of profiles that exist.
func Read(file string, src []byte, known []etalon.ProfileID) (etalon.SUT, []scenario.Problem) {
	doc, rep := strict.Parse(file, src)
	o := doc.Object()
	if o == nil {
		return etalon.SUT{}, rep.Problems()
	}
	g, ages, _ := scenario.GenerationOf("")
	generation := o.Get("generation").OneOf(strict.Text("une génération du DMP", "a generation of the DMP"), ages)
	if old, _, known := scenario.GenerationOf(generation); known {
		g = old
	}
	s := etalon.SUT{
		Generation:  generation,
		Name:        o.Need("name").Line(),
		Version:     o.Need("version").Line(),
		Vendor:      o.Get("vendor").Line(),
		PKI:         o.Get("pki").Line(),
		Documents:   o.Get("documents").Line(),
		Terminology: o.Get("terminology").Line(),
		Population:  o.Get("population").Line(),
		VIHFVersion: o.Get("vihfVersion").OneOf(strict.Text("une version du VIHF de cette génération", "a VIHF version of this generation"), g.VIHF),
		Driver:      driver(o.Need("driver")),
	}
	s.Listen, s.Listeners = listeners(o.Get("listen"))
	var names []string
	for _, id := range known {
		names = append(names, string(id))
	}
	profiles := o.Need("profiles")
	for _, id := range words(profiles, func(v strict.Value) string {
		return v.OneOf(strict.Text("un profil", "a profile"), names)
	}) {
		s.Profiles = append(s.Profiles, etalon.ProfileID(id))
	}
	if profiles.OK() && len(s.Profiles) == 0 {
		profiles.Problem(strict.Text("aucun profil revendiqué", "no profile is claimed"), strict.Choices("", names))
	}
	s.Roles = words(o.Get("roles"), func(v strict.Value) string {
		return v.OneOf(strict.Text("un rôle", "a role"), scenario.Roles())
	})
	serves := slices.ContainsFunc(s.Roles, scenario.Serves)
	calls := len(s.Roles) == 0 || slices.Contains(s.Roles, scenario.RoleLPS)
	mode := o.Get("mode")
	if calls {
		mode = o.Need("mode")
	}
	s.Mode = etalon.AuthMode(mode.OneOf(strict.Text("un mode d'authentification", "an authentication mode"), modes))
	at := o.Get("endpoints").Object()
	s.Endpoints, s.RepositoryID = endpoints(o, at, s.Roles)
	s.AuditUDP = hostPorts(at.Get(auditUDP), false)
	s.Services = services(at)
	s.ImagingID = o.Get("imagingId").Match(oidForm, strict.Text("un OID", "an OID"))
	unplaced(o, s)
	at.Close()
	if s.Driver.Kind == None && !serves {
		o.Problem(strict.Text("rien ne met ce produit en mouvement, et il n'est pas un serveur", "nothing sets this product in motion, and it is not a server"),
			strict.Text("driver: {kind: person}, ou roles: [document-registry]", "driver: {kind: person}, or roles: [document-registry]"))
	}
	if period := o.Get("clockPeriod"); period.OK() {
		s.ClockPeriod = int(period.Duration(time.Second, longestPeriod).Round(time.Second) / time.Second)
	}
	s.HostNames = words(o.Get("hostNames"), func(v strict.Value) string {
		return v.Match(hostForm, strict.Text("un nom de machine ou une adresse IP", "a host name or an IP address"))
	})
	o.Close()
	return s, rep.Problems()
}

// endpoints reads where the product's own actors answer.
func endpoints(o, at *strict.Object, roles []string) (map[etalon.Actor]string, string) {
	var out map[etalon.Actor]string
	id := o.Get("repositoryId")
	for _, one := range []struct {
		actor etalon.Actor
		role  string
	}{ // an image source may answer over HTTP alone: see unplaced
		{etalon.Registry, scenario.RoleRegistry}, {etalon.Repository, scenario.RoleRepository}, {etalon.Patients, scenario.RoleDemographicsSupplier}, {etalon.ImagingSource, ""},
	} {
		actor, role := one.actor, one.role
		v := at.Get(string(actor))
		if slices.Contains(roles, role) && !v.OK() {
			o.Problem(strict.Text("le produit tient le rôle %s sans dire à quelle adresse", "the product plays the role %s and does not say where", role),
				strict.Text("ajoutez endpoints: {%s: https://…}", "add endpoints: {%s: https://…}", actor))
		}
		if text := webAddress(v, string(actor)); text != "" {
			if out == nil {
				out = map[etalon.Actor]string{}
			}
			out[actor] = text
		}
	}
	for _, actor := range []etalon.Actor{etalon.TimeServer, etalon.AuditRepository, etalon.SecureNode} {
		if text := hostPorts(at.Get(string(actor)), actor == etalon.SecureNode); text != "" {
			if out == nil {
				out = map[etalon.Actor]string{}
			}
			out[actor] = text
		}
	}
	if slices.Contains(roles, scenario.RoleRepository) {
		id = o.Need("repositoryId")
	}
	return out, id.Match(oidForm, strict.Text("un OID", "an OID"))
}

// services reads the addresses of transactions that have one of their own.
func services(at *strict.Object) map[etalon.Transaction]string {
	var out map[etalon.Transaction]string
	for _, t := range scenario.Sendable() {
		if text := webAddress(at.Get(string(t)), string(t)); text != "" {
			if out == nil {
				out = map[etalon.Transaction]string{}
			}
			out[t] = text
		}
	}
	return out
}

func webAddress(v strict.Value, name string) string {
	text := v.Line()
	if text == "" {
		return ""
	}
	if u, err := url.Parse(text); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		v.Problem(strict.Text("« %s » n'est pas une adresse http", "%q is not an http address", text), strict.Text("par exemple https://127.0.0.1:9443/xds/%s", "https://127.0.0.1:9443/xds/%s, for example", name))
		return ""
	}
	return text
}

// words reads a list of distinct words.
func words(v strict.Value, read func(strict.Value) string) []string {
	var out []string
	for _, item := range v.List() {
		w := read(item)
		if w == "" {
			continue
		}
		if slices.Contains(out, w) {
			item.Problem(strict.Text("« %s » est écrit deux fois", "%q is written twice", w), strict.Text("gardez-en un", "keep one"))
			continue
		}
		out = append(out, w)
	}
	return out
}

// wholeDMP is the listener of every simulated actor.
const wholeDMP = "dmp"

// listeners reads where the simulated actors listen: one address for all, or
// addresses by name, that of the DMP and those of single actors.
func listeners(v strict.Value) (all string, own map[etalon.Actor]string) {
	if !v.IsObject() {
		return address(v), nil
	}
	at := v.Object()
	taken := map[string]string{}
	read := func(name string) string {
		where := at.Get(name)
		a := address(where)
		if _, port, err := net.SplitHostPort(a); err != nil || port == "0" {
			return a
		}
		if other, twice := taken[a]; twice {
			where.Problem(strict.Text("%s écoute déjà à l'adresse %s", "%s already listens at %s", other, a),
				strict.Text("donnez-lui un autre port", "give it another port"))
		}
		taken[a] = name
		return a
	}
	all = read(wholeDMP)
	for _, actor := range etalon.Actors() {
		if a := read(string(actor)); a != "" {
			if own == nil {
				own = map[etalon.Actor]string{}
			}
			own[actor] = a
		}
	}
	at.Close()
	return all, own
}

// address reads host:port.
func address(v strict.Value) string {
	s := v.Line()
	if s == "" {
		return ""
	}
	if Listenable(s) != nil {
		v.Problem(strict.Text("« %s » n'est pas une adresse d'écoute", "%q is not an address to listen on", s),
			strict.Text("écrivez machine:port, par exemple 127.0.0.1:8443", "write host:port, 127.0.0.1:8443 for example"))
		return ""
	}
	return s
}

// driver reads what sets the product's client role in motion.
func driver(v strict.Value) etalon.DriverSpec {
	o := v.Object()
	d := etalon.DriverSpec{Kind: o.Need("kind").OneOf(strict.Text("une sorte de pilote", "a kind of driver"), kinds)}
	at, command := o.Get("url"), o.Get("command")
	if d.Kind == HTTP {
		d.URL = o.Need("url").Line()
		u, err := url.Parse(d.URL)
		if d.URL != "" && (err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https")) {
			at.Problem(strict.Text("« %s » n'est pas une adresse http", "%q is not an http address", d.URL),
				strict.Text("par exemple http://127.0.0.1:9000", "http://127.0.0.1:9000, for example"))
		}
	} else if at.OK() && d.Kind != "" {
		at.Problem(strict.Text("url ne va qu'avec kind: http", "url goes with kind: http only"), strict.Text("retirez-la", "remove it"))
	}
	if d.Kind == Exec {
		for _, item := range o.Need("command").List() {
			d.Command = append(d.Command, item.String())
		}
		if command.OK() && (len(d.Command) == 0 || d.Command[0] == "") {
			command.Problem(strict.Text("la commande est vide", "the command is empty"), strict.Text("par exemple [./pilote, --test]", "[./driver, --test], for example"))
		}
	} else if command.OK() && d.Kind != "" {
		command.Problem(strict.Text("command ne va qu'avec kind: exec", "command goes with kind: exec only"), strict.Text("retirez-la", "remove it"))
	}
	o.Close()
	return d
}
