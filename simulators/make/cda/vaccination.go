package cda

// history is the type of the list of vaccines that the DMP itself makes; a note of one
// vaccine has another (ANS, CI-SIS, volet Vaccinations 2023.01).
const history = "11369-6"

// VaccinationFormat is the format code of an immunization document of a type.
func VaccinationFormat(typeCode string) Coded {
	if typeCode == history {
		return Coded{"urn:asip:ci-sis:vac:2019", "1.2.250.1.213.1.1.4.2.282", "Historique des vaccinations"}
	}
	return Coded{"urn:asip:ci-sis:vac-note:2021", "1.2.250.1.213.1.1.4.2.282", "Note de vaccination"}
}

// vaccines are invented, the second of them in a history alone.
func (d *Document) vaccines() []vaccine {
	all := []vaccine{
		{"vaccin1", "Vaccin A de l'étalon (fictif)", "60000001", "J07BB02", "Vaccin antigrippal à virus entier ou à antigène purifié", "LOT-FICTIF-1", d.Start.Format("20060102"), "1"},
		{"vaccin2", "Vaccin B de l'étalon (fictif)", "60000002", "J07AM01", "Vaccin tétanique, anatoxine", "LOT-FICTIF-2", d.Start.AddDate(-3, 0, 0).Format("20060102"), "2"},
	}
	if d.Type.Code == history {
		return all
	}
	return all[:1]
}

type vaccine struct{ id, name, cis, atc, atcLabel, lot, day, rank string }

// vaccinations writes the section of what was given (IHE PCC, Immunization Content).
func (d *Document) vaccinations(sections node) {
	section := sections.add("component").add("section")
	for _, id := range []string{"1.3.6.1.4.1.19376.1.5.3.1.3.23", "2.16.840.1.113883.10.20.1.6"} {
		section.add("templateId", "root", id)
	}
	section.add("id", "root", d.UniqueID+".1")
	section.coded("code", Coded{history, oidLOINC, "Historique des vaccinations"})
	section.text("title", "Vaccinations")
	list := section.add("text").add("list")
	for i, v := range d.vaccines() {
		list.text("item", v.day[6:]+"/"+v.day[4:6]+"/"+v.day[:4]+" : "+v.name+", lot "+v.lot, "ID", v.id)
		d.vaccination(section.add("entry"), v, d.UniqueID+"."+string(rune('2'+i)))
	}
}

func (d *Document) vaccination(entry node, v vaccine, id string) {
	act := entry.add("substanceAdministration", "classCode", "SBADM", "moodCode", "EVN", "negationInd", "false")
	for _, t := range []string{"1.3.6.1.4.1.19376.1.5.3.1.4.12", "2.16.840.1.113883.10.20.1.24"} {
		act.add("templateId", "root", t)
	}
	act.add("id", "root", id)
	act.coded("code", Coded{"IMMUNIZ", "2.16.840.1.113883.5.4", "Vaccination"})
	act.add("text").add("reference", "value", "#"+v.id)
	act.add("statusCode", "code", "completed")
	act.add("effectiveTime", "value", v.day)
	product := act.add("consumable", "typeCode", "CSM").add("manufacturedProduct")
	for _, t := range []string{"1.3.6.1.4.1.19376.1.5.3.1.4.7.2", "2.16.840.1.113883.10.20.1.53"} {
		product.add("templateId", "root", t)
	}
	material := product.add("manufacturedMaterial")
	code := material.add("code", "code", v.cis, "codeSystem", "1.2.250.1.213.2.3.1", "displayName", v.name)
	code.add("originalText").add("reference", "value", "#"+v.id)
	code.add("translation", "code", v.atc, "codeSystem", "2.16.840.1.113883.6.73", "displayName", v.atcLabel)
	material.text("name", v.name)
	material.text("lotNumberText", v.lot)
	d.professional(act.add("performer", "typeCode", "PRF").add("assignedEntity"))
	author := act.add("author", "typeCode", "AUT", "contextControlCode", "OP")
	author.add("time", "value", d.local(d.Created))
	d.professional(author.add("assignedAuthor"))
	rank := act.add("entryRelationship", "typeCode", "SUBJ").add("observation", "classCode", "OBS", "moodCode", "EVN")
	for _, t := range []string{"2.16.840.1.113883.10.20.1.46", "1.2.250.1.213.1.1.3.82"} {
		rank.add("templateId", "root", t)
	}
	rank.add("id", "root", id+".1")
	rank.coded("code", Coded{"30973-2", oidLOINC, "Rang de la vaccination"})
	rank.add("text").add("reference", "value", "#"+v.id)
	rank.add("statusCode", "code", "completed")
	rank.add("value", "xsi:type", "INT", "value", v.rank)
}
