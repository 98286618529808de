package store

import (
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// Kind is what a registry object is in XDS.
type Kind uint8

// The kinds (IHE ITI TF-3 section 4.2.1).
const (
	Other Kind = iota // neither: a package without a node, a bare classification
	Document
	SubmissionSet
	Folder
	Association
	kinds
)

// String names the kind as error contexts do.
func (k Kind) String() string {
	return [...]string{"object", "DocumentEntry", "SubmissionSet", "Folder", "Association"}[k]
}

// KindOf tells what an object is: by its element, and a package by its node.
func KindOf(o *ebrim.Object) Kind {
	switch {
	case o.Kind == ebrim.ExtrinsicObject:
		return Document
	case o.Kind == ebrim.Association:
		return Association
	case o.Kind == ebrim.RegistryPackage && o.Classified(ebrim.SubmissionSetNode):
		return SubmissionSet
	case o.Kind == ebrim.RegistryPackage && o.Classified(ebrim.FolderNode):
		return Folder
	}
	return Other
}

// Patient is the CX of the patient of an object, as written; "" for an association.
func Patient(o *ebrim.Object, k Kind) string {
	return identifier(o, k, ebrim.DocumentPatientID, ebrim.SetPatientID, ebrim.FolderPatientID)
}

// UniqueID is the uniqueId of an object; "" for an association.
func UniqueID(o *ebrim.Object, k Kind) string {
	return identifier(o, k, ebrim.DocumentUniqueID, ebrim.SetUniqueID, ebrim.FolderUniqueID)
}

func identifier(o *ebrim.Object, k Kind, document, set, folder string) string {
	switch k {
	case Document:
		return o.Identifier(document)
	case SubmissionSet:
		return o.Identifier(set)
	case Folder:
		return o.Identifier(folder)
	default:
		return ""
	}
}

// PatientKey reduces a CX to what identifies the patient: id and assigning
// authority. Any component after them is ignored.
func PatientKey(cx string) string {
	id, rest, _ := strings.Cut(cx, "^")
	_, rest, _ = strings.Cut(rest, "^")
	_, rest, found := strings.Cut(rest, "^")
	if !found {
		return strings.TrimSpace(id)
	}
	authority, _, _ := strings.Cut(rest, "^")
	namespace, rest, qualified := strings.Cut(authority, "&")
	oid := namespace
	if qualified {
		oid, _, _ = strings.Cut(rest, "&")
	}
	return strings.TrimSpace(id) + "|" + oid
}

// Record is one stored object with what it is found by.
type Record struct {
	Object   *ebrim.Object // may be read at any time, never changed
	Kind     Kind
	Patient  string // PatientKey; "" for an association
	UniqueID string
	Version  int // VersionInfo/@versionName; 1 when it is no number
	seq      int // order of registration
}

// ID is the object's id.
func (r *Record) ID() string { return r.Object.ID() }

// Status is the object's availability status.
func (r *Record) Status() string { return r.Object.Attr("status") }

// Type is the type of an association.
func (r *Record) Type() string { return r.Object.Attr("associationType") }

// Source is the source of an association.
func (r *Record) Source() string { return r.Object.Attr("sourceObject") }

// Target is the target of an association.
func (r *Record) Target() string { return r.Object.Attr("targetObject") }

// LID is the logical id that all versions share.
func (r *Record) LID() string { return r.Object.Attr("lid") }

func version(name string) int {
	if n, err := strconv.Atoi(name); err == nil && n > 0 {
		return n
	}
	return 1
}
