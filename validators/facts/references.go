package facts

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/dicom"
)

// references is what a manifest refers to: the instances of its evidence, and those
// that its content names. Source: DICOM PS3.3, C.17.2 and C.17.6.
type references struct {
	any                        bool
	studies, series, instances int
	// UIDs, in the order of the file, twelve at most of each.
	repeated  []string // of the evidence, more than once
	unlisted  []string // of the content alone
	unshown   []string // of the evidence alone
	misplaced []string // series of more than one study, or twice in one
	reclassed []string // instances to which evidence and content give different classes
}

const maxNamed = 12

// refer reads what a data set refers to.
func refer(d dicom.Dataset) references {
	const (
		evidence, series, instances = dicom.Tag(0x0040A375), dicom.Tag(0x00081115), dicom.Tag(0x00081199)
		seriesUID, instanceUID      = dicom.Tag(0x0020000E), dicom.Tag(0x00081155)
		classUID                    = dicom.Tag(0x00081150)
	)
	var r references
	top, content := d.Get(evidence), map[string]string{} // instance to class
	r.any = top != nil || d.Get(0x0040A730) != nil
	var named []string
	contentOf(d, func(sop dicom.Dataset) {
		uid := sop.Text(instanceUID)
		if _, again := content[uid]; !again {
			content[uid] = sop.Text(classUID)
			named = append(named, uid)
		}
	})
	listed, within := map[string]bool{}, map[string]bool{}
	for _, study := range items(top) {
		r.studies++
		for _, one := range items(study.Dataset.Get(series)) {
			r.series++
			uid := one.Dataset.Text(seriesUID)
			if within[uid] {
				r.misplaced = name(r.misplaced, uid)
			}
			within[uid] = true
			for _, instance := range items(one.Dataset.Get(instances)) {
				r.instances++
				uid := instance.Dataset.Text(instanceUID)
				if listed[uid] {
					r.repeated = name(r.repeated, uid)
				}
				listed[uid] = true
				switch class, shown := content[uid]; {
				case !shown:
					r.unshown = name(r.unshown, uid)
				case class != instance.Dataset.Text(classUID):
					r.reclassed = name(r.reclassed, uid)
				}
			}
		}
	}
	for _, uid := range named {
		if !listed[uid] {
			r.unlisted = name(r.unlisted, uid)
		}
	}
	return r
}

// contentOf gives the instances that a content tree refers to. The reader bounds its depth.
func contentOf(d dicom.Dataset, found func(sop dicom.Dataset)) {
	for _, item := range items(d.Get(0x0040A730)) {
		for _, sop := range items(item.Dataset.Get(0x00081199)) {
			found(sop.Dataset)
		}
		contentOf(item.Dataset, found)
	}
}

func items(e *dicom.Element) []dicom.Item {
	if e == nil {
		return nil
	}
	return e.Items
}

func name(all []string, uid string) []string {
	if len(all) >= maxNamed || slices.Contains(all, uid) {
		return all
	}
	return append(all, uid)
}

// references writes ev:references.
func (w *writer) references(r references) {
	list := func(all []string) string { return strings.Join(all, " ") }
	w.empty("references", "studies", integer(r.studies), "series", integer(r.series), "instances", integer(r.instances),
		"repeated", list(r.repeated), "misplaced", list(r.misplaced), "unlisted", list(r.unlisted), "unshown", list(r.unshown), "reclassed", list(r.reclassed))
}
