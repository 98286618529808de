package patients

import (
	"slices"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/gdp"
	"github.com/etalon-dmp/etalon/internal/wire/own"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// Authorise declares an authorisation (TD0.3, AJOUT), and the professional as
// médecin traitant when attending. known is false when there is no open record;
// before is the state that was replaced, and Forbidden is never replaced.
func (d *Directory) Authorise(cx string, who actor.Who, attending bool, now time.Time) (before string, known bool) {
	return d.grant(cx, now, func(p *etalon.Patient, r *record) {
		p.Authorisation = Valid
		r.attending = r.attending || attending
		r.enter(who, stamp(now))
	})
}

// Withdraw ends an authorisation (TD0.3, SUPPRESSION); with attending, only that
// the professional is the médecin traitant.
func (d *Directory) Withdraw(cx string, who actor.Who, attending bool, now time.Time) (before string, known bool) {
	return d.grant(cx, now, func(p *etalon.Patient, r *record) {
		r.attending = false
		if !attending {
			p.Authorisation = None
			r.grants = slices.DeleteFunc(r.grants, func(g own.Authorisation) bool { return g.ID == who.Authorised() })
		}
	})
}

func (d *Directory) grant(cx string, now time.Time, change func(*etalon.Patient, *record)) (before string, known bool) {
	oid, ins := SplitCX(cx)
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.lookup(oid, ins)
	if p == nil || p.DMP != etalon.DMPActive {
		return "", false
	}
	before = p.Authorisation
	if before != Forbidden {
		change(p, d.of(p, now))
	}
	return before, true
}

// Authorised lists the professionals of a record (TD1.6): those authorised,
// those blocked, or both. known is false when there is no open record.
func (d *Directory) Authorised(cx string, who actor.Who, mode string, now time.Time) (rows []own.Authorisation, known bool) {
	oid, ins := SplitCX(cx)
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.lookup(oid, ins)
	if p == nil || p.DMP != etalon.DMPActive {
		return nil, false
	}
	r := d.of(p, now)
	all := slices.Clone(r.grants)
	asking := func(g own.Authorisation) bool { return g.ID == who.Authorised() }
	if !slices.ContainsFunc(all, asking) && (p.Authorisation == Valid || p.Authorisation == Forbidden) {
		g := grantOf(who, stamp(now.AddDate(0, -1, 0)))
		if p.Authorisation == Forbidden {
			g.Mode = own.Forbidden
		}
		all = append(all, g)
	}
	for _, g := range all {
		g.Attending = r.attending && asking(g)
		if mode == own.All || mode == g.Mode {
			rows = append(rows, g)
		}
	}
	return rows, true
}

// enter puts the professional among the authorised, or renews what is there.
func (r *record) enter(who actor.Who, at string) {
	for i := range r.grants {
		if r.grants[i].ID == who.Authorised() {
			r.grants[i].Acted = at
			return
		}
	}
	r.grants = append(r.grants, grantOf(who, at))
}

// grantOf is what the VIHF says of a professional, or of the structure that staff act
// for, as a row.
func grantOf(who actor.Who, at string) own.Authorisation {
	family, given, _ := strings.Cut(who.Name, " ")
	if to := who.Authorised(); to != who.ID {
		return own.Authorisation{ID: to, Type: gdp.Structures, Since: at, Acted: at, Mode: own.Active}
	}
	g := own.Authorisation{ID: who.ID, Type: gdp.Professionals, Given: given, Family: family, Since: at, Acted: at, Mode: own.Active}
	for i, code := range who.Roles {
		if i > 0 { // the first is the profession, the others its specialities
			g.Specialties = append(g.Specialties, [2]string{"G15_" + who.Roles[0] + "/" + code, who.Labels[i]})
		}
	}
	return g
}
