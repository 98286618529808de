package patients

import (
	"fmt"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/gdp"
	"github.com/etalon-dmp/etalon/internal/wire/own"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// List answers a TD0.4: the records on which the professional is authorised,
// since a date or at all.
func (d *Directory) List(payload xmldoc.Node, now time.Time) own.Answer {
	a := own.Answer{Operation: "patientList", Status: own.OK}
	since, kind := own.Field(payload, "startDate"), own.Field(payload, "dateType")
	if since != "" {
		if _, err := time.Parse("20060102150405", since); err != nil {
			return refuseOwn(a, own.NotPublic, "startDate n'est pas une date de 14 chiffres : "+own.Shown(since))
		}
	}
	if kind != "" && kind != own.SinceAuthorisation && kind != own.SinceDocument {
		return refuseOwn(a, own.NotPublic, "dateType inconnu : "+own.Shown(kind))
	}
	for _, row := range d.rows(now) {
		at := row.Authorised
		if kind == own.SinceDocument {
			at = row.Updated
		}
		if since == "" || at >= since {
			a.Records = append(a.Records, row)
		}
	}
	a.Context = fmt.Sprintf("%d dossier(s)", len(a.Records))
	return a
}

// rows are the open records on which the professional is authorised. Of the crowd
// nobody is there: an answer of the DMP is not that of thousands.
func (d *Directory) rows(now time.Time) []own.Record {
	var rows []own.Record
	var of []etalon.Patient
	d.mu.Lock()
	for i := range d.patients {
		if i >= d.given && i < d.given+len(d.crowd) {
			continue
		}
		if p := &d.patients[i]; p.DMP == etalon.DMPActive && p.Authorisation == Valid {
			rows, of = append(rows, d.row(p, now)), append(of, *p)
		}
	}
	d.mu.Unlock()
	if d.LastFed != nil { // asks an actor that asks this one: never under the lock
		for i, p := range of {
			rows[i].Updated = d.LastFed(p)
		}
	}
	return rows
}

func (d *Directory) row(p *etalon.Patient, now time.Time) own.Record {
	r := d.of(p, now)
	row := own.Record{
		Usual: r.person.Name.Usual, Birth: r.person.Name.Birth, Given: p.Given, BirthDate: p.Birth, Attending: r.attending,
		Civility: "M", Accessed: r.accessed, Authorised: stamp(now.AddDate(0, -1, 0)),
	}
	if p.Gender == "F" {
		row.Civility = "MME"
	}
	for _, id := range r.person.IDs {
		row.IDs = append(row.IDs, [2]string{id.Extension, id.Root})
	}
	for _, g := range r.grants {
		if g.Mode == own.Active && g.ID != outsider {
			row.Authorised = g.Acted
		}
	}
	return row
}

func refuseOwn(a own.Answer, status, context string) own.Answer {
	a.Status, a.Context, a.Records = status, context, nil
	return a
}

// Access answers the operations on a patient's internet account: its creation
// (TD1.5a), the channel of its one-time passwords (TD1.5b), new credentials
// (TD1.5d). cx is the patient that the VIHF names.
func (d *Directory) Access(payload xmldoc.Node, cx string, now time.Time) own.Answer {
	a := own.Answer{Operation: payload.Local(), Status: own.OK}
	oid, ins := SplitCX(cx)
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.lookup(oid, ins)
	switch {
	case p == nil:
		return refuseOwn(a, own.AccessDenied, "Aucun DMP pour ce patient")
	case p.DMP != etalon.DMPActive:
		return refuseOwn(a, own.AccessDenied, "Le DMP est fermé")
	case p.MES:
		return refuseOwn(a, own.AccessDenied, "Le DMP est rattaché à Mon espace santé : le compte ne se gère plus ici")
	}
	r := d.of(p, now)
	switch a.Operation {
	case "createPatientAccess":
		return r.createAccess(a, *p, own.Field(payload, "type"), own.Field(payload, "canal"))
	case "patientOTPUpdate":
		return r.channel(a, own.Field(payload, "type"), own.Field(payload, "canal"), own.Field(payload, "action"))
	}
	if r.login == "" {
		return refuseOwn(a, own.NotPublic, "Ce patient n'a pas de compte")
	}
	r.renewed++
	r.password = fmt.Sprintf("ETALON-%04d", r.renewed)
	a.Login, a.Password = r.login, r.password
	return a
}

func (r *record) createAccess(a own.Answer, p etalon.Patient, kind, channel string) own.Answer {
	switch {
	case r.login != "":
		return refuseOwn(a, own.AccountExists, "Le compte existe déjà")
	case kind != own.SMS && kind != own.Email || channel == "":
		return refuseOwn(a, own.NotPublic, "type vaut SMS ou EMAIL, et canal n'est pas vide")
	}
	r.login, r.password = account(p), "ETALON-0000"
	r.channels[kind] = channel
	r.person.Flags[gdp.Account] = true
	a.Login, a.Password = r.login, r.password
	return a
}

func (r *record) channel(a own.Answer, kind, channel, action string) own.Answer {
	_, known := r.channels[kind]
	switch {
	case r.login == "":
		return refuseOwn(a, own.NotPublic, "Ce patient n'a pas de compte")
	case kind != own.SMS && kind != own.Email:
		return refuseOwn(a, own.NotPublic, "type vaut SMS ou EMAIL")
	case action == own.Add && known:
		return refuseOwn(a, own.ChannelExists, "Ce canal existe déjà")
	case (action == own.Modify || action == own.Remove) && !known:
		return refuseOwn(a, own.NotPublic, "Ce canal n'existe pas")
	case action == own.Remove:
		delete(r.channels, kind)
		return a
	case action != own.Add && action != own.Modify:
		return refuseOwn(a, own.NotPublic, "action vaut AJOUT, MODIFICATION ou SUPPRESSION")
	case channel == "":
		return refuseOwn(a, own.NotPublic, "canal est vide")
	}
	r.channels[kind] = channel
	return a
}
