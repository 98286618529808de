package ebrim

import "github.com/etalon-dmp/etalon/internal/wire/xmldoc"

// NSXDSI is the namespace of the request of RAD-69.
const NSXDSI = "urn:ihe:rad:xdsi-b:2009"

// ImageRequest asks for one instance of a series of a study.
type ImageRequest struct {
	Study, Series string
	DocumentRequest
}

// ReadImages reads an iherad:RetrieveImagingDocumentSetRequest: the instances that it
// asks for, in order, and the transfer syntaxes, the most wanted one first.
// Source: IHE RAD TF-3 4.69.4.1.
func ReadImages(n xmldoc.Node) (all []ImageRequest, syntaxes []string) {
	for study := range n.ChildrenNamed(NSXDSI, "StudyRequest") {
		for series := range study.ChildrenNamed(NSXDSI, "SeriesRequest") {
			for _, d := range ReadRetrieve(series) {
				all = append(all, ImageRequest{study.Attr("", "studyInstanceUID"), series.Attr("", "seriesInstanceUID"), d})
			}
		}
	}
	for s := range n.Child(NSXDSI, "TransferSyntaxUIDList").ChildrenNamed(NSXDSI, "TransferSyntaxUID") {
		syntaxes = append(syntaxes, s.Value())
	}
	return all, syntaxes
}
