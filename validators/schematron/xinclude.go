package schematron

import (
	"fmt"
	"path"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

const xiNamespace = "http://www.w3.org/2001/XInclude"

// xinclude gives what an xi:include stands for: the root element of the file, or
// its fallback where there is no such file. Parts of files and text are refused.
func (r *reader) xinclude(e *element) ([]content, error) {
	if e.node.Local() != "include" {
		return nil, fmt.Errorf("%s: %s may not stand here", e.at(), e.node.Name())
	}
	for _, name := range []string{"xpointer", "fragid"} {
		if _, ok := e.node.LookupAttr("", name); ok {
			return nil, fmt.Errorf("%s: XInclude by %s is not supported", e.at(), name)
		}
	}
	if p, ok := e.node.LookupAttr("", "parse"); ok && p != "xml" {
		return nil, fmt.Errorf("%s: XInclude with parse=%q is not supported", e.at(), p)
	}
	var fallback xmldoc.Node
	for c := range e.node.ChildrenNamed(xiNamespace, "fallback") {
		fallback = c
	}
	if fallback.OK() && !r.there(e) {
		found, err := r.element(fallback, e.file)
		if err != nil {
			return nil, err
		}
		return found.content, nil
	}
	root, err := r.include(e)
	if root == nil || err != nil {
		return nil, err
	}
	return []content{{el: root}}, nil
}

// there says whether the file that is to be included is.
func (r *reader) there(e *element) bool {
	_, _, err := r.files.resolve(path.Dir(e.file), e.attr("href"))
	return err == nil
}
