package facts

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// maxObjects bounds how many objects and documents of one message session rules
// are shown; beyond it ev:call/@cut is true and rules conclude nothing.
const maxObjects = 500

// Object is one ebRIM object of a message: ev:object. What it does not have is
// empty.
type Object struct {
	Kind                           string // entry, set, folder, association, reference
	ID, LID, Version               string
	UniqueID, Patient              string // patient: verbatim, with its authority
	SourcePatient                  string // sourcePatientId of an entry, verbatim
	Status                         string // last word: Approved, Deprecated, …
	Hash, Size, Repository         string
	MIME                           string // media type of an entry, in lower case
	Type, Source, Target           string // of an association; type: its last word
	Previous, OldStatus, NewStatus string // slots of an association
}

// Content is one document of a message, asked for, sent or returned: ev:document.
type Content struct {
	UniqueID, Repository string
	MIME                 string // of an answer, in lower case
	SHA1                 string // in hex; empty when only asked for
	Size                 int    // in bytes; -1 when only asked for
	SetID                string // setId of a clinical document, root^extension
}

// Cargo is what one message carries.
type Cargo struct {
	Objects  []Object
	Contents []Content
	Cut      bool
}

// readCargo collects the objects and documents of a message.
func readCargo(s *side) Cargo {
	var c Cargo
	root := s.root()
	if root == nil || root.doc == nil {
		return c
	}
	for n := range root.doc.Root().Descendants() {
		if len(c.Objects)+len(c.Contents) >= maxObjects {
			c.Cut = true
			return c
		}
		switch {
		case n.Space() == nsRIM:
			if o, ok := readObject(n); ok {
				c.Objects = append(c.Objects, o)
			}
		case n.Is(nsXDSB, "DocumentRequest"):
			c.Contents = append(c.Contents, Content{UniqueID: text(n, "DocumentUniqueId"), Repository: text(n, "RepositoryUniqueId"), Size: -1})
		case n.Is(nsXDSB, "DocumentResponse"):
			d := s.content(text(n, "DocumentUniqueId"), text(n, "RepositoryUniqueId"))
			d.MIME = strings.ToLower(text(n, "mimeType"))
			c.Contents = append(c.Contents, d)
		case n.Is(nsXDSB, "Document") && n.Parent().Is(nsXDSB, "ProvideAndRegisterDocumentSetRequest"):
			d := s.content(uri(n, "id"), "")
			d.UniqueID = s.metadata.uniqueID(d.UniqueID)
			c.Contents = append(c.Contents, d)
		}
	}
	return c
}

// content is the document that the root part calls id.
func (s *side) content(id, repository string) Content {
	c := Content{UniqueID: id, Repository: repository, Size: -1}
	for _, p := range s.parts {
		if !p.root && p.documentID == id {
			c.SHA1, c.Size, c.SetID = p.sha1(), len(p.content), p.setID()
		}
	}
	return c
}

// setID is what a clinical document shares with its other versions.
func (p *part) setID() string {
	if p.doc == nil {
		return ""
	}
	return instanceOf(clinical(p.doc).Child(nsV3, "setId"))
}

func readObject(n xmldoc.Node) (Object, bool) {
	o := Object{ID: uri(n, "id"), LID: uri(n, "lid"), Status: lastWord(n.Attr("", "status"))}
	switch n.Local() {
	case "ExtrinsicObject":
		o.Kind, o.MIME = "entry", strings.ToLower(n.Attr("", "mimeType"))
		o.UniqueID, o.Patient = externalIdentifier(n, schemeEntryUniqueID), externalIdentifier(n, schemeEntryPatientID)
	case "RegistryPackage":
		o.Kind = "set"
		o.UniqueID, o.Patient = externalIdentifier(n, schemeLotUniqueID), externalIdentifier(n, schemeLotPatientID)
		if id := externalIdentifier(n, schemeFolderUniqueID); id != "" {
			o.Kind, o.UniqueID, o.Patient = "folder", id, externalIdentifier(n, schemeFolderPatientID)
		}
	case "Association":
		o.Kind, o.Type = "association", lastWord(n.Attr("", "associationType"))
		o.Source, o.Target = uri(n, "sourceObject"), uri(n, "targetObject")
	case "ObjectRef":
		if !n.Parent().Is(nsRIM, "ObjectRefList") && !n.Parent().Is(nsRIM, "RegistryObjectList") {
			return o, false
		}
		o.Kind = "reference"
	default:
		return o, false
	}
	o.Version = n.Child(nsRIM, "VersionInfo").Attr("", "versionName")
	for slot := range n.ChildrenNamed(nsRIM, "Slot") {
		value := strings.TrimSpace(slot.Path(nsRIM, "ValueList", "Value").Value())
		switch slot.Attr("", "name") {
		case "hash":
			o.Hash = strings.ToLower(value)
		case "size":
			o.Size = value
		case "repositoryUniqueId":
			o.Repository = value
		case "sourcePatientId":
			o.SourcePatient = value
		case "PreviousVersion":
			o.Previous = value
		case "OriginalStatus":
			o.OldStatus = lastWord(value)
		case "NewStatus":
			o.NewStatus = lastWord(value)
		}
	}
	return o, true
}

// write writes the objects and documents of a message into its ev:call; in says
// which message: request or answer.
func (c Cargo) write(w *writer, in string) {
	for _, o := range c.Objects {
		w.empty("object", "in", in, "kind", o.Kind, "id", o.ID, "lid", o.LID, "version", o.Version,
			"unique-id", o.UniqueID, "patient", o.Patient, "source-patient", o.SourcePatient, "status", o.Status, "hash", o.Hash, "size", o.Size, "mime-type", o.MIME,
			"repository", o.Repository, "type", o.Type, "source", o.Source, "target", o.Target,
			"previous", o.Previous, "old-status", o.OldStatus, "new-status", o.NewStatus)
	}
	for _, d := range c.Contents {
		size := ""
		if d.Size >= 0 {
			size = integer(d.Size)
		}
		w.empty("document", "in", in, "unique-id", d.UniqueID, "repository", d.Repository, "sha1", d.SHA1, "size", size, "mime-type", d.MIME, "set-id", d.SetID)
	}
}

// text is the content of a child element of an ITI-43 message.
func text(n xmldoc.Node, name string) string {
	return strings.TrimSpace(n.Child(nsXDSB, name).Value())
}

// lastWord is what stands after the last colon of a URN.
func lastWord(urn string) string { // of xs:anyURI: blanks around it are none of it
	urn = strings.TrimSpace(urn)
	return urn[strings.LastIndex(urn, ":")+1:]
}
