package manage

import "github.com/etalon-dmp/etalon"

// World is what can be looked at. Its methods are safe for concurrent use.
type World interface {
	State() State
	// Patient finds a patient by fixture name or identifier.
	Patient(name string) (Patient, bool)
	// Documents are the versions of the entries of a uniqueId, oldest first.
	Documents(uniqueID string) []Document
	// Object is a registry object as it would be sent, an XML element; "" when
	// there is none of that id.
	Object(id string) string
}

// State is the whole at a glance.
type State struct {
	Flavour  string         `json:"flavour"` // "dmp" or "ihe"
	Counts   Counts         `json:"counts"`
	Patients []Patient      `json:"patients"` // without their contents
	Armed    []etalon.Reply `json:"armed"`    // behaviours that wait for a request
	Registry Registry       `json:"registry"`
	// Actors is what each actor shows of itself.
	Actors map[etalon.Actor]any `json:"actors,omitempty"`
}

// Counts are the registered objects by kind, every version counted.
type Counts struct {
	Documents      int `json:"documents"`
	SubmissionSets int `json:"submissionSets"`
	Folders        int `json:"folders"`
	Associations   int `json:"associations"`
}

// Registry is the policy of the registry.
type Registry struct {
	Strict      bool     `json:"strict"`      // attributes and queries are checked in full
	Removal     bool     `json:"removal"`     // ITI-62 is served
	MostResults int      `json:"mostResults"` // 0: no bound
	Statuses    []string `json:"statuses"`    // that ITI-57 may give
}

// Patient is a patient and what is registered for it.
type Patient struct {
	ID             string       `json:"id"` // fixture name; "" for one that only the registry knows
	CX             string       `json:"cx"`
	DMP            string       `json:"dmp,omitempty"` // state of the record
	Authorisation  string       `json:"authorisation,omitempty"`
	Documents      []Document   `json:"documents,omitempty"`
	Folders        []Folder     `json:"folders,omitempty"`
	SubmissionSets []Submission `json:"submissionSets,omitempty"`
}

// Document is one version of a document entry.
type Document struct {
	EntryUUID       string        `json:"entryUUID"`
	LogicalID       string        `json:"logicalId"`
	Version         string        `json:"version"`
	Latest          bool          `json:"latest"`
	Status          string        `json:"status"` // URN
	UniqueID        string        `json:"uniqueId"`
	Patient         string        `json:"patient"` // CX
	Title           string        `json:"title"`
	MimeType        string        `json:"mimeType"`
	ObjectType      string        `json:"objectType"`
	CreationTime    string        `json:"creationTime,omitempty"`
	Hash            string        `json:"hash,omitempty"`
	Size            string        `json:"size,omitempty"`
	RepositoryID    string        `json:"repositoryUniqueId,omitempty"`
	ClassCode       string        `json:"classCode,omitempty"` // code^^codingScheme, as all codes
	TypeCode        string        `json:"typeCode,omitempty"`
	FormatCode      string        `json:"formatCode,omitempty"`
	Confidentiality []string      `json:"confidentialityCodes,omitempty"`
	Authors         []string      `json:"authors,omitempty"` // authorPerson
	Associations    []Association `json:"associations,omitempty"`
}

// Folder is one version of a folder.
type Folder struct {
	EntryUUID      string   `json:"entryUUID"`
	Version        string   `json:"version"`
	Status         string   `json:"status"`
	UniqueID       string   `json:"uniqueId"`
	Title          string   `json:"title"`
	LastUpdateTime string   `json:"lastUpdateTime"`
	Documents      []string `json:"documents"` // entryUUID
}

// Submission is a submission set.
type Submission struct {
	EntryUUID      string   `json:"entryUUID"`
	UniqueID       string   `json:"uniqueId"`
	SourceID       string   `json:"sourceId"`
	SubmissionTime string   `json:"submissionTime"`
	Members        []string `json:"members"` // entryUUID of entries, folders and associations
}

// Association joins two objects.
type Association struct {
	ID     string `json:"id"`
	Type   string `json:"type"` // last part of the URN
	Source string `json:"source"`
	Target string `json:"target"`
	Status string `json:"status"`
}
