package submission

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// Images is a RAD-69 request for the images of one study (IHE RAD TF-3 4.69.4.1).
type Images struct {
	Study    string
	Series   []ImageSeries
	Syntaxes []string // the most wanted one first
}

// ImageSeries is the images of one series that are asked for.
type ImageSeries struct {
	UID, Repository string
	Images          []string
}

// XML writes the iherad:RetrieveImagingDocumentSetRequest.
func (r *Images) XML() string {
	var b strings.Builder
	b.WriteString(`<iherad:RetrieveImagingDocumentSetRequest xmlns:iherad="urn:ihe:rad:xdsi-b:2009" xmlns:xdsb="` + nsXDSB + `">` +
		`<iherad:StudyRequest studyInstanceUID="` + soap.Escape(r.Study) + `">`)
	for _, s := range r.Series {
		b.WriteString(`<iherad:SeriesRequest seriesInstanceUID="` + soap.Escape(s.UID) + `">`)
		for _, i := range s.Images {
			b.WriteString(`<xdsb:DocumentRequest><xdsb:RepositoryUniqueId>` + soap.Escape(s.Repository) + `</xdsb:RepositoryUniqueId>` +
				`<xdsb:DocumentUniqueId>` + soap.Escape(i) + `</xdsb:DocumentUniqueId></xdsb:DocumentRequest>`)
		}
		b.WriteString(`</iherad:SeriesRequest>`)
	}
	b.WriteString(`</iherad:StudyRequest><iherad:TransferSyntaxUIDList>`)
	for _, s := range r.Syntaxes {
		b.WriteString(`<iherad:TransferSyntaxUID>` + soap.Escape(s) + `</iherad:TransferSyntaxUID>`)
	}
	b.WriteString(`</iherad:TransferSyntaxUIDList></iherad:RetrieveImagingDocumentSetRequest>`)
	return b.String()
}
