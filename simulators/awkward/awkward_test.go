package awkward_test

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/simulators/awkward"
)

const seeds = 400

// The answers that are written again. Written by hand.
var answers = map[string]string{
	"query": `<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing"><soap:Header>` +
		`<wsa:Action soap:mustUnderstand="true">urn:ihe:iti:2007:RegistryStoredQueryResponse</wsa:Action><wsa:RelatesTo>urn:uuid:1</wsa:RelatesTo><wsa:To>x</wsa:To></soap:Header><soap:Body>` +
		`<query:AdhocQueryResponse xmlns:query="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" status="s"><rim:RegistryObjectList>` +
		`<rim:ExtrinsicObject id="a"><rim:Slot name="one"><rim:ValueList><rim:Value>  l'été &amp; &lt;là&gt; ]]&gt; </rim:Value><rim:Value>2</rim:Value><rim:Value>1</rim:Value></rim:ValueList></rim:Slot>` +
		`<rim:Slot name="two"><rim:ValueList><rim:Value>a^^^&amp;1.2.3&amp;ISO</rim:Value></rim:ValueList></rim:Slot><rim:Name><rim:LocalizedString xml:lang="fr-FR" value="Compte &quot;rendu&quot; d'été&#10;&#9;x"/></rim:Name><rim:Description/>` +
		`<rim:Classification id="c1"/><rim:Classification id="c2"/><rim:ExternalIdentifier id="e1"/><rim:ExternalIdentifier id="e2"/></rim:ExtrinsicObject><rim:Association id="b"/></rim:RegistryObjectList></query:AdhocQueryResponse></soap:Body></soap:Envelope>`,
	"fault": `<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Header/><soap:Body><soap:Fault><soap:Code><soap:Value>soap:Sender</soap:Value><soap:Subcode>` +
		`<soap:Value xmlns:sub="urn:dmp">sub:DMPInvalidCertificate</soap:Value></soap:Subcode></soap:Code><soap:Reason><soap:Text xml:lang="fr">é&#13;</soap:Text></soap:Reason></soap:Fault></soap:Body></soap:Envelope>`,
	"no namespace": `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><d:r xmlns:d="urn:d" d:a="1" b="2"><status/><context>x y</context><d:in xmlns:i="urn:i" i:t="i:type"> mixed <b/> text</d:in></d:r></s:Body></s:Envelope>`,
	"list": `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><rs:RegistryResponse xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" status="f"><rs:RegistryErrorList highestSeverity="h">` +
		`<rs:RegistryError codeContext="a"/><rs:RegistryError codeContext="b"/></rs:RegistryErrorList></rs:RegistryResponse></s:Body></s:Envelope>`,
}

// canon is the infoset of an envelope by encoding/xml: names by namespace,
// attributes sorted, QNames of content resolved, white space between elements
// and comments left out, neighbours whose order means nothing sorted, optional
// additions left out.
func canon(t *testing.T, text []byte) string {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\uFEFF"))))
	type node struct {
		name, attrs string
		text        string
		children    []string
		spaces      map[string]string
	}
	stack := []*node{{spaces: map[string]string{}}}
	qname := func(n *node, v string) string {
		if prefix, local, ok := strings.Cut(v, ":"); ok && n.spaces[prefix] != "" {
			return "{" + n.spaces[prefix] + "}" + local
		}
		return v
	}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		top := stack[len(stack)-1]
		switch x := token.(type) {
		case xml.StartElement:
			n := &node{name: "{" + x.Name.Space + "}" + x.Name.Local, spaces: map[string]string{}}
			for k, v := range top.spaces {
				n.spaces[k] = v
			}
			var attrs []string
			for _, a := range x.Attr {
				if a.Name.Space == "xmlns" {
					n.spaces[a.Name.Local] = a.Value
				}
			}
			for _, a := range x.Attr {
				if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" || a.Name.Local == "requestId" {
					continue
				}
				attrs = append(attrs, fmt.Sprintf("{%s}%s=%q", a.Name.Space, a.Name.Local, qname(n, a.Value)))
			}
			sort.Strings(attrs)
			n.attrs = strings.Join(attrs, " ")
			stack = append(stack, n)
		case xml.CharData:
			top.text += string(x)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
			parent := stack[len(stack)-1]
			if strings.HasSuffix(parent.name, "}Header") && (strings.HasSuffix(top.name, "}From") || strings.HasSuffix(top.name, "}Trace")) {
				continue
			}
			sorted := slices.Clone(top.children)
			if strings.HasSuffix(top.name, "}RegistryObjectList") || strings.HasSuffix(top.name, "}Header") {
				sort.Strings(sorted)
			} else {
				sortRuns(sorted)
			}
			body := strings.Join(sorted, "")
			if strings.TrimSpace(top.text) != "" || len(top.children) == 0 {
				body = fmt.Sprintf("%q", qname(top, top.text)) + body
			}
			parent.children = append(parent.children, "<"+top.name+" "+top.attrs+">"+body+"</>")
		}
	}
	return strings.Join(stack[0].children, "")
}

// sortRuns sorts neighbours of one name, of the names that may be sorted.
func sortRuns(list []string) {
	name := func(s string) string { return s[:strings.IndexByte(s, ' ')] }
	for i := 0; i < len(list); {
		j := i + 1
		for j < len(list) && name(list[j]) == name(list[i]) {
			j++
		}
		for _, free := range []string{"}Slot", "}Classification", "}ExternalIdentifier", "}RegistryError", "}DocumentResponse"} {
			if strings.HasSuffix(name(list[i]), free) {
				sort.Strings(list[i:j])
			}
		}
		i = j
	}
}

func TestAwkwardXMLSaysTheSame(t *testing.T) {
	for name, answer := range answers {
		want := canon(t, []byte(answer))
		forms := map[string]bool{}
		for seed := range int64(seeds) {
			got := awkward.New(seed).XML([]byte(answer))
			if said := canon(t, got); said != want {
				t.Fatalf("%s, seed %d:\n%s\nsays\n%s\nwant\n%s", name, seed, got, said, want)
			}
			if !bytes.Equal(got, awkward.New(seed).XML([]byte(answer))) {
				t.Fatalf("%s: seed %d gives two forms", name, seed)
			}
			forms[string(got)] = true
		}
		if len(forms) < seeds-5 {
			t.Errorf("%s: only %d forms", name, len(forms))
		}
	}
}

// Each kind of unfriendliness is met by some seed: otherwise the test above
// would hold for a hand that does nothing.
func TestEveryUnfriendlinessIsMet(t *testing.T) {
	var all strings.Builder
	for seed := range int64(seeds) {
		for _, answer := range answers {
			all.Write(awkward.New(seed).XML([]byte(answer)))
		}
	}
	for _, mark := range []string{"<![CDATA[", "<!--", "&#x", "\uFEFF", "<?xml version='1.0'", "xmlns=\"urn:oasis", "xmlns='urn:oasis", "xmlns=\"\"", " = ", "requestId", "Trace", "<rim", "&apos;"} {
		if mark == "<rim" {
			if strings.Contains(all.String(), mark) {
				t.Error("a plain prefix is left where it is not needed")
			}
			continue
		}
		if !strings.Contains(all.String(), mark) {
			t.Errorf("no seed gives %q", mark)
		}
	}
}

const envelope = `<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body><x:r xmlns:x="urn:ihe:iti:xds-b:2007">` +
	`<x:DocumentResponse><x:DocumentUniqueId>1</x:DocumentUniqueId><x:Document><xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:one@x"/></x:Document></x:DocumentResponse>` +
	`<x:DocumentResponse><x:DocumentUniqueId>2</x:DocumentUniqueId><x:Document><xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:two@x"/></x:Document></x:DocumentResponse></x:r></soap:Body></soap:Envelope>`

// A client that knows RFC 2046, 2387, 2392 and XOP, and nothing else, finds
// every document under its id.
func TestAwkwardPackagesHoldTheSameDocuments(t *testing.T) {
	documents := map[string]string{"1": "%PDF-1.4\r\n--\r\n\x00\xff", "2": "<ClinicalDocument/>"}
	forms, inline, rootLater := map[string]bool{}, 0, 0
	for seed := range int64(seeds) {
		n := 0
		out, contentType := awkward.New(seed).Package(awkward.Content{
			Envelope: []byte(envelope), Action: "urn:a", NewID: func() string { n++; return fmt.Sprint("id", n) },
			Parts: []mtom.OutPart{
				mtom.BinaryPart("one@x", "application/pdf", []byte(documents["1"])),
				mtom.StoredPart("two@x", "text/xml", io.NewSectionReader(strings.NewReader(documents["2"]), 0, int64(len(documents["2"])))),
			},
		})
		media, params, err := mime.ParseMediaType(contentType)
		if err != nil || media != "multipart/related" || params["type"] != "application/xop+xml" || params["start-info"] != "application/soap+xml" {
			t.Fatalf("seed %d: %s: %v", seed, contentType, err)
		}
		parts := map[string][]byte{}
		types := map[string]string{}
		r := multipart.NewReader(bytes.NewReader(out.Bytes()), params["boundary"])
		first := ""
		for {
			p, err := r.NextRawPart()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("seed %d: %v\n%s", seed, err, out.Bytes())
			}
			id := p.Header.Get("Content-Id")
			if first == "" {
				first = id
			}
			parts[id], err = io.ReadAll(p)
			types[id] = p.Header.Get("Content-Type")
			if err != nil {
				t.Fatal(err)
			}
		}
		if first != params["start"] {
			rootLater++
		}
		if m := mtom.Read(contentType, out.Bytes(), 0, mtom.Limits{}); len(m.Anomalies) != 0 {
			t.Fatalf("seed %d: %v", seed, m.Anomalies)
		}
		root := parts[params["start"]]
		var said struct {
			Responses []struct {
				ID       string `xml:"DocumentUniqueId"`
				Document struct {
					Text    string `xml:",chardata"`
					Include struct {
						Href string `xml:"href,attr"`
					} `xml:"http://www.w3.org/2004/08/xop/include Include"`
				}
			} `xml:"Body>r>DocumentResponse"`
		}
		if err := xml.Unmarshal(bytes.TrimPrefix(root, []byte("\uFEFF")), &said); err != nil || len(said.Responses) != 2 {
			t.Fatalf("seed %d: %v in %s", seed, err, root)
		}
		for _, d := range said.Responses {
			got := ""
			if href := d.Document.Include.Href; href != "" {
				id, err := url.PathUnescape(strings.TrimPrefix(href, "cid:"))
				if err != nil || d.Document.Text != "" {
					t.Fatalf("seed %d: %q beside %q, %v", seed, href, d.Document.Text, err)
				}
				got = string(parts["<"+id+">"])
			} else {
				b, err := base64.StdEncoding.DecodeString(d.Document.Text)
				if err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
				got = string(b)
				inline++
			}
			if got != documents[d.ID] {
				t.Fatalf("seed %d: document %s is %q", seed, d.ID, got)
			}
		}
		forms[contentType] = true
	}
	if len(forms) < seeds-5 || inline < seeds/10 || rootLater < seeds/10 {
		t.Errorf("%d forms, %d documents in base64, %d roots not first", len(forms), inline, rootLater)
	}
}

func TestPlainTypeStaysOne(t *testing.T) {
	for seed := range int64(seeds) {
		got := awkward.New(seed).PlainType(`application/soap+xml; charset=UTF-8; action="urn:a"`)
		media, params, err := mime.ParseMediaType(got)
		if err != nil || media != "application/soap+xml" || !strings.EqualFold(params["charset"], "utf-8") || params["action"] != "" && params["action"] != "urn:a" {
			t.Fatalf("seed %d: %s: %v", seed, got, err)
		}
	}
}
