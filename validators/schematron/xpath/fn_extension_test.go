package xpath

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

var valueSets = shelf{
	"valuesets/J1.xml":   `<valueSet xmlns="urn:etalon:valueset:1" id="J1" partial="false"><code code="10" system="1.2"/><code code="11" system="1.3"/></valueSet>`,
	"valuesets/part.xml": `<valueSet xmlns="urn:etalon:valueset:1" id="part" partial="true"><code code="10" system="1.2"/></valueSet>`,
	"valuesets/none.xml": `<valueSet><code code="10" system="1.2"/></valueSet>`,
}

// extended evaluates with our functions bound to x: items, or a code of error.
func extended(t *testing.T, src string) string {
	t.Helper()
	c := NewCompiler(map[string]string{"x": "urn:etalon:xpath:1", "d": "urn:d", "p": "urn:p"})
	e, err := c.Compile(src, nil)
	if err != nil {
		return "load"
	}
	d, err := xmldoc.Parse([]byte(sample), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	r := c.NewRun(context.Background(), c.Tree(d), valueSets.open(c))
	r.Fire(int32(d.Root().ID()))
	out, err := listed(r, e)
	var dynamic *Error
	if errors.As(err, &dynamic) {
		return dynamic.Code
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestExtensionFunctions(t *testing.T) {
	long := "1.2" + strings.Repeat(".1", 31) // 65 characters
	for src, want := range map[string]string{
		`x:in-value-set('10', '1.2', 'J1')`:                                `true`,
		`x:in-value-set('10', '1.3', 'J1')`:                                `false`,
		`x:in-value-set('12', '1.2', 'J1')`:                                `false`,
		`x:in-value-set('11', '*', 'J1')`:                                  `true`,
		`x:in-value-set('10', '', 'J1')`:                                   `false`,
		`x:in-value-set((), '1.2', 'J1')`:                                  `false`,
		`x:in-value-set('10', (), 'J1')`:                                   `false`,
		`x:in-value-set(@none, @none, 'J1')`:                               `false`,
		`x:in-value-set(d:a[1]/@n, '1.2', 'J1')`:                           `false`,
		`x:in-value-set(10, '1.2', 'J1')`:                                  `XPTY0004`,
		`x:in-value-set(('10', '11'), '1.2', 'J1')`:                        `XPTY0004`,
		`x:in-value-set('10', '1.2', 'part')`:                              `true`,
		`x:in-value-set('11', '1.2', 'part')`:                              ``, // perhaps: the set is not whole
		`not(x:in-value-set('11', '1.2', 'part') = false())`:               `true`,
		`x:in-value-set('11', '1.2', 'part') or false()`:                   `false`,
		`x:in-value-set('10', '1.2', 'absent')`:                            `FODC0002`,
		`x:in-value-set('10', '1.2', 'none')`:                              `FODC0002`,
		`x:in-value-set('10', '1.2', string(.))`:                           `load`,
		`x:in-value-set('10', '1.2', '../J1')`:                             `load`,
		`x:in-value-set('10', '1.2')`:                                      `load`,
		`every $c in ('10', '11') satisfies x:in-value-set($c, '*', 'J1')`: `true`,

		`x:nir-key('1850178006084')`:                        `27`,
		`x:nir-key('185017800608499')`:                      `27`, // what key is behind does not matter
		`x:nir-key('2690549588157')`:                        `80`,
		`x:nir-key('278112A050002')`:                        `59`, // as 2781119050002
		`x:nir-key('278112B050002')`:                        `86`, // as 2781118050002
		`x:nir-key('27811AA050002')`:                        ``,
		`x:nir-key('2781112A50002')`:                        ``,
		`x:nir-key('278112a050002')`:                        ``,
		`x:nir-key('185017800608')`:                         ``,
		`x:nir-key('18501780060842')`:                       ``,
		`x:nir-key('1850178006084 ')`:                       ``,
		`x:nir-key('18501780060842A')`:                      ``,
		`x:nir-key('')`:                                     ``,
		`x:nir-key(())`:                                     ``,
		`x:nir-key(1850178006084)`:                          `XPTY0004`,
		`x:nir-key('1850178006084') instance of xs:integer`: `true`,

		`x:is-oid('1.2.250.1.213.1.1.4.1')`: `true`,
		`x:is-oid('2.999')`:                 `true`,
		`x:is-oid('0.0')`:                   `true`,
		`x:is-oid('2.25.340282366920938463463374607431768211455')`:  `true`,
		`x:is-oid('2.25.340282366920938463463374607431768211456')`:  `false`,
		`x:is-oid('2.25.1000000000000000000000000000000000000000')`: `false`,
		`x:is-oid('1.39')`:              `true`,
		`x:is-oid('1.40')`:              `false`,
		`x:is-oid('0.100')`:             `false`,
		`x:is-oid('3.1')`:               `false`,
		`x:is-oid('10.1')`:              `false`,
		`x:is-oid('1')`:                 `false`,
		`x:is-oid('1.')`:                `false`,
		`x:is-oid('1..2')`:              `false`,
		`x:is-oid('1.2.03')`:            `false`,
		`x:is-oid('1.2.0')`:             `true`,
		`x:is-oid('1.2.a')`:             `false`,
		`x:is-oid(' 1.2.3')`:            `false`,
		`x:is-oid('urn:oid:1.2.3')`:     `false`,
		`x:is-oid('` + long + `')`:      `false`,
		`x:is-oid('` + long[:63] + `')`: `true`,
		`x:is-oid('')`:                  `false`,
		`x:is-oid(())`:                  `false`,
		`x:is-oid(1.2)`:                 `XPTY0004`,

		`x:is-uuid-urn('urn:uuid:6f9619ff-8b86-d011-b42d-00cf4fc964ff')`:  `true`,
		`x:is-uuid-urn('urn:uuid:6F9619FF-8B86-D011-B42D-00CF4FC964FF')`:  `true`,
		`x:is-uuid-urn('6f9619ff-8b86-d011-b42d-00cf4fc964ff')`:           `false`,
		`x:is-uuid-urn('URN:UUID:6f9619ff-8b86-d011-b42d-00cf4fc964ff')`:  `false`,
		`x:is-uuid-urn('urn:uuid:6f9619ff8b86-d011-b42d-00cf4fc964ff-a')`: `false`,
		`x:is-uuid-urn('urn:uuid:6g9619ff-8b86-d011-b42d-00cf4fc964ff')`:  `false`,
		`x:is-uuid-urn('urn:uuid:6f9619ff-8b86-d011-b42d-00cf4fc964ff0')`: `false`,
		`x:is-uuid-urn(())`:         `false`,
		`x:is-uuid-urn(('a', 'b'))`: `XPTY0004`,
		`x:other('a')`:              `load`,
		`x:count(('a'))`:            `load`,
		`is-oid('1.2')`:             `load`,
	} {
		if got := extended(t, src); got != want {
			t.Errorf("%s\n got %s\nwant %s", src, got, want)
		}
	}
}

// A schema that does not bind the namespace has none of the functions,
// whatever its prefix is bound to.
func TestExtensionsMustBeDeclared(t *testing.T) {
	for _, prefixes := range []map[string]string{nil, {"x": "urn:other"}, {"x": "http://www.w3.org/2005/xpath-functions"}} {
		if _, err := NewCompiler(prefixes).Compile(`x:is-oid('1.2')`, nil); err == nil {
			t.Errorf("compiled with %v", prefixes)
		}
	}
}

// The file of a value set is known when loading, so that one that is missing
// is a defect of the pack; and runs at the same time may share the set.
func TestValueSetShared(t *testing.T) {
	c := NewCompiler(map[string]string{"x": "urn:etalon:xpath:1"})
	e, err := c.Compile(`x:in-value-set('10', '1.2', 'J1')`, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Lookups) != 1 || c.Lookups[0].URI != "valuesets/J1.xml" {
		t.Errorf("lookups %v", c.Lookups)
	}
	d, err := xmldoc.Parse([]byte(sample), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var runs sync.WaitGroup
	for range 8 {
		runs.Go(func() {
			r := c.NewRun(context.Background(), c.Tree(d), valueSets.open(c))
			r.Fire(int32(d.Root().ID()))
			if got, err := r.Truth(e); !got || err != nil {
				t.Errorf("%v %v", got, err)
			}
		})
	}
	runs.Wait()
}
