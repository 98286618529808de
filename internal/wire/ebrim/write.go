package ebrim

import (
	"cmp"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// prefixes declares every prefix that the writers of this package use.
const prefixes = ` xmlns:rim="` + NSRIM + `" xmlns:rs="` + NSRS + `"`

// Error is one rs:RegistryError.
type Error struct {
	Code     string
	Context  string // says what and which; the id of the object or document
	Location string
	Warning  bool
}

// RegistryResponse is an rs:RegistryResponse: Failure when an error (not a
// warning) is there, else Success.
func RegistryResponse(errors []Error) string {
	return registryResponse(Status(errors, false), errors)
}

func registryResponse(status string, errors []Error) string {
	s := `<rs:RegistryResponse` + prefixes + ` status="` + status + `"`
	if len(errors) == 0 {
		return s + `/>`
	}
	return s + `>` + errorList(errors) + `</rs:RegistryResponse>`
}

// Status is the response status for these errors; some says that there are
// results beside them.
func Status(errors []Error, some bool) string {
	for _, e := range errors {
		if e.Warning {
			continue
		}
		if some {
			return PartialSuccess
		}
		return Failure
	}
	return Success
}

func errorList(errors []Error) string {
	var b strings.Builder
	worst := SeverityWarning
	for _, e := range errors {
		if !e.Warning {
			worst = SeverityError
		}
	}
	b.WriteString(`<rs:RegistryErrorList highestSeverity="` + worst + `">`)
	for _, e := range errors {
		severity := SeverityError
		if e.Warning {
			severity = SeverityWarning
		}
		b.WriteString(`<rs:RegistryError codeContext="` + soap.Escape(e.Context) + `" errorCode="` + soap.Escape(e.Code) + `"`)
		if e.Location != "" {
			b.WriteString(` location="` + soap.Escape(e.Location) + `"`)
		}
		b.WriteString(` severity="` + severity + `"/>`)
	}
	b.WriteString(`</rs:RegistryErrorList>`)
	return b.String()
}

// QueryResponse is a query:AdhocQueryResponse. refs asks for ObjectRef elements
// instead of whole objects.
func QueryResponse(objects []*Object, refs bool, errors []Error) string {
	return QueryAnswer{Objects: objects, Refs: refs, Errors: errors}.XML()
}

// QueryAnswer is a query:AdhocQueryResponse.
type QueryAnswer struct {
	Objects []*Object
	Refs    bool   // ObjectRef elements instead of whole objects
	Home    string // home attribute that every object gets; "" leaves what it has
	Errors  []Error
}

// XML writes the response.
func (a QueryAnswer) XML() string {
	var b strings.Builder
	b.WriteString(`<query:AdhocQueryResponse xmlns:query="` + NSQuery + `"` + prefixes +
		` status="` + Status(a.Errors, len(a.Objects) > 0) + `">`)
	if len(a.Errors) > 0 {
		b.WriteString(errorList(a.Errors))
	}
	b.WriteString(`<rim:RegistryObjectList>`)
	for _, o := range a.Objects {
		if !a.Refs {
			o.writeAt(&b, a.Home)
			continue
		}
		b.WriteString(`<rim:ObjectRef id="` + soap.Escape(o.ID()) + `"`)
		if home := cmp.Or(a.Home, o.Attr("home")); home != "" {
			b.WriteString(` home="` + soap.Escape(home) + `"`)
		}
		b.WriteString(`/>`)
	}
	b.WriteString(`</rim:RegistryObjectList></query:AdhocQueryResponse>`)
	return b.String()
}

// Retrieved is one document of a retrieve response.
type Retrieved struct {
	Home, Repository, UniqueID, MimeType string
	ContentID                            string // of the MIME part that holds it
}

// RetrieveResponse is an xdsb:RetrieveDocumentSetResponse whose documents are
// xop:Include elements.
func RetrieveResponse(found []Retrieved, errors []Error) string {
	var b strings.Builder
	b.WriteString(`<xdsb:RetrieveDocumentSetResponse xmlns:xdsb="` + NSXDSB + `">`)
	b.WriteString(registryResponse(Status(errors, len(found) > 0), errors))
	for _, d := range found {
		b.WriteString(`<xdsb:DocumentResponse>`)
		element := func(name, value string) {
			if value != "" {
				b.WriteString(`<xdsb:` + name + `>` + soap.Escape(value) + `</xdsb:` + name + `>`)
			}
		}
		element("HomeCommunityId", d.Home)
		element("RepositoryUniqueId", d.Repository)
		element("DocumentUniqueId", d.UniqueID)
		element("mimeType", d.MimeType)
		b.WriteString(`<xdsb:Document><xop:Include xmlns:xop="` + soap.NSXOP + `" href="cid:` + soap.Escape(d.ContentID) + `"/></xdsb:Document></xdsb:DocumentResponse>`)
	}
	b.WriteString(`</xdsb:RetrieveDocumentSetResponse>`)
	return b.String()
}

// XML writes the object with the namespace declaration it needs.
func (o *Object) XML() string {
	var b strings.Builder
	o.write(&b)
	s := b.String()
	start := len("<rim:" + o.Kind)
	return s[:start] + ` xmlns:rim="` + NSRIM + `"` + s[start:]
}

// write writes the object with prefix rim, in schema order: Slot, Name,
// Description, VersionInfo, Classification, ExternalIdentifier.
func (o *Object) write(b *strings.Builder) { o.writeAt(b, "") }

// writeAt writes the object with another home attribute, unless home is "".
func (o *Object) writeAt(b *strings.Builder, home string) {
	b.WriteString(`<rim:`)
	b.WriteString(o.Kind)
	if home != "" {
		b.WriteString(` home="`)
		b.WriteString(soap.Escape(home))
		b.WriteString(`"`)
	}
	for _, a := range o.Attrs {
		if home != "" && a.Name == "home" {
			continue
		}
		b.WriteString(` `)
		b.WriteString(a.Name)
		b.WriteString(`="`)
		b.WriteString(soap.Escape(a.Value))
		b.WriteString(`"`)
	}
	b.WriteString(`>`)
	for _, s := range o.Slots {
		b.WriteString(`<rim:Slot name="`)
		b.WriteString(soap.Escape(s.Name))
		b.WriteString(`"><rim:ValueList>`)
		for _, v := range s.Values {
			b.WriteString(`<rim:Value>`)
			b.WriteString(soap.Escape(v))
			b.WriteString(`</rim:Value>`)
		}
		b.WriteString(`</rim:ValueList></rim:Slot>`)
	}
	writeTexts(b, "Name", o.Name)
	writeTexts(b, "Description", o.Description)
	if o.Version != "" {
		b.WriteString(`<rim:VersionInfo versionName="`)
		b.WriteString(soap.Escape(o.Version))
		b.WriteString(`"/>`)
	}
	for _, c := range o.Classifications {
		c.write(b)
	}
	for _, x := range o.Identifiers {
		x.write(b)
	}
	b.WriteString(`</rim:`)
	b.WriteString(o.Kind)
	b.WriteString(`>`)
}

func writeTexts(b *strings.Builder, name string, texts []Text) {
	if len(texts) == 0 {
		return
	}
	b.WriteString(`<rim:`)
	b.WriteString(name)
	b.WriteString(`>`)
	for _, t := range texts {
		b.WriteString(`<rim:LocalizedString`)
		if t.Lang != "" {
			b.WriteString(` xml:lang="`)
			b.WriteString(soap.Escape(t.Lang))
			b.WriteString(`"`)
		}
		b.WriteString(` value="`)
		b.WriteString(soap.Escape(t.Value))
		b.WriteString(`"/>`)
	}
	b.WriteString(`</rim:`)
	b.WriteString(name)
	b.WriteString(`>`)
}
