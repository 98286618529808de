package submission

import "github.com/etalon-dmp/etalon/internal/wire/ebrim"

// Images asks for instances of one series (RAD-69).
type Images struct {
	Study, Series, Repository string
	Instances, Syntaxes       []string
}

// XML writes the iherad:RetrieveImagingDocumentSetRequest.
func (r *Images) XML() string {
	root := tree("iherad:RetrieveImagingDocumentSetRequest", "xmlns:iherad", ebrim.NSXDSI, "xmlns:xdsb", ebrim.NSXDSB)
	series := root.add("iherad:StudyRequest", "studyInstanceUID", r.Study).add("iherad:SeriesRequest", "seriesInstanceUID", r.Series)
	for _, id := range r.Instances {
		asked := series.add("xdsb:DocumentRequest")
		asked.add("xdsb:RepositoryUniqueId").SetText(r.Repository)
		asked.add("xdsb:DocumentUniqueId").SetText(id)
	}
	list := root.add("iherad:TransferSyntaxUIDList")
	for _, s := range r.Syntaxes {
		list.add("iherad:TransferSyntaxUID").SetText(s)
	}
	return root.String()
}
