package xpath

import (
	"context"
	"errors"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// The tables of the conform_*_test.go files are W3C's rules put to examples of
// our own, with the answers worked out by hand: XPath 2.0 (XP) and XQuery 1.0
// and XPath 2.0 Functions and Operators (FO), by section.

// Atomization and effective boolean value: XP 2.4.2 and 2.4.3.
func TestAtomizationAndTruth(t *testing.T) {
	check(t, map[string]string{
		`data(d:a/@n) instance of xs:untypedAtomic+`:           `true`,
		`data(d:num[1]) instance of xs:untypedAtomic`:          `true`,
		`data(/) instance of xs:untypedAtomic`:                 `true`,
		`data(comment()) instance of xs:string`:                `true`,
		`data(processing-instruction()) instance of xs:string`: `true`,
		`data((1, d:num[1]))`:                                  `1|5`,
		`data(())`:                                             ``,
		`boolean(())`:                                          `false`,
		`boolean((d:a, 1))`:                                    `true`, // the first item is a node
		`boolean((1, d:a))`:                                    `FORG0006`,
		`boolean(('a', 'b'))`:                                  `FORG0006`,
		`boolean('')`:                                          `false`,
		`boolean('false')`:                                     `true`,
		`boolean(' ')`:                                         `true`,
		`boolean(xs:anyURI(''))`:                               `false`,
		`boolean(data(d:empty))`:                               `false`,
		`boolean(data(d:num[1]))`:                              `true`,
		`boolean(0)`:                                           `false`,
		`boolean(-0.0e0)`:                                      `false`,
		`boolean(number('x'))`:                                 `false`,
		`boolean(xs:float('NaN'))`:                             `false`,
		`boolean(0.0)`:                                         `false`,
		`boolean(0.0000000000000000000000000001)`:              `true`,
		`boolean(xs:date('2026-01-01'))`:                       `FORG0006`,
		`boolean(xs:dayTimeDuration('PT0S'))`:                  `FORG0006`,
		`boolean(QName('', 'a'))`:                              `FORG0006`,
		`boolean(xs:hexBinary(''))`:                            `FORG0006`,
		`not(())`:                                              `true`,
		`not((1, 2))`:                                          `FORG0006`,
		`if (xs:date('2026-01-01')) then 1 else 2`:             `FORG0006`,
		`d:empty and true()`:                                   `true`,
		`string(d:empty) and true()`:                           `false`,
		`false() and (1 div 0)`:                                `false`,
		`true() or (1 div 0)`:                                  `true`,
		`(1, 2)[.]`:                                            `1|2`, // a number is a position
		`('a', '')[.]`:                                         `a`,
		`(1, 2)[. = 2]`:                                        `2`,
		`(5, 6, 7)[2.0]`:                                       `6`,
		`(5, 6, 7)[2e0]`:                                       `6`,
		`(5, 6, 7)[1.5]`:                                       ``,
		`(5, 6, 7)[0]`:                                         ``,
		`(5, 6, 7)[xs:date('2026-01-01')]`:                     `FORG0006`,
		`(5, 6, 7)[(1, 2)]`:                                    `FORG0006`,
		`(5, 6, 7)[number('x')]`:                               ``,
		`d:num[@none]`:                                         ``,
		`every $x in (1, 'a', d:a) satisfies $x`:               `true`,
		`some $x in (0, '', number('x')) satisfies $x`:         `false`,
		`some $x in ((1, 2)) satisfies (xs:time('00:00:00'))`:  `FORG0006`,
	})
}

// General comparisons on untyped values: XP 3.5.2.
func TestGeneralComparisons(t *testing.T) {
	check(t, map[string]string{
		`d:num[1] = 5.0`:              `true`,
		`d:num[1] = '5.0'`:            `false`,
		`d:num[1] = d:num[1]`:         `true`,
		`d:num[3] > d:num[1]`:         `false`, // both untyped: as strings, "30" < "5"
		`d:num[3] > number(d:num[1])`: `true`,
		`d:num = xs:float('7.5')`:     `true`,
		`d:text = 'a b'`:              `false`,
		`d:a[1] = true()`:             `FORG0001`,
		`d:a/@n = true()`:             `true`, // "1" is true
		`d:a[2]/@n = true()`:          `FORG0001`,
		`p:c/@date = xs:dateTime('2026-11-22T11:00:00+01:00')`: `true`,
		`p:c/@date = xs:date('2026-11-22')`:                    `FORG0001`,
		`d:a = xs:date('2026-11-22')`:                          `FORG0001`,
		`d:num[1] = xs:anyURI('5')`:                            `true`,
		`d:num[1] = xs:hexBinary('0F')`:                        `FORG0001`,
		`d:num[1] = QName('', 'x')`:                            `XPTY0004`,
		`(1, 2) = (2, 3)`:                                      `true`,
		`(1, 2) != (1, 2)`:                                     `true`,
		`1 != 1`:                                               `false`,
		`(1, 2) > (3, 4)`:                                      `false`,
		`(1, 'a') = 'a'`:                                       `XPTY0004`,
		`not((1, 2) = ())`:                                     `true`,
		`() != ()`:                                             `false`,
		`'a' = xs:anyURI('a')`:                                 `true`,
		`1 = true()`:                                           `XPTY0004`,
		`'1' = true()`:                                         `XPTY0004`,
		`'2026-01-01' = xs:date('2026-01-01')`:                 `XPTY0004`,
		`xs:date('2026-01-01') = xs:dateTime('2026-01-01T00:00:00')`: `XPTY0004`,
		`number('x') = number('x')`:                                  `false`,
		`number('x') <= 1`:                                           `false`,
		`0.0e0 = -0.0e0`:                                             `true`,
		`xs:yearMonthDuration('P0M') = xs:dayTimeDuration('PT0S')`:   `true`,
		`xs:yearMonthDuration('P1Y') = xs:duration('P12M')`:          `true`,
		`xs:yearMonthDuration('P1Y') < xs:dayTimeDuration('P1D')`:    `XPTY0004`,
		`xs:hexBinary('0f') = xs:hexBinary('0F')`:                    `true`,
		`xs:hexBinary('0f') = xs:base64Binary('Dw==')`:               `XPTY0004`,
		`xs:hexBinary('0f') < xs:hexBinary('10')`:                    `XPTY0004`,
		`QName('u', 'a') < QName('u', 'b')`:                          `XPTY0004`,
		`'a' < 'B'`:                                                  `false`, // code points
		`'é' > 'z'`:                                                  `true`,
		`'` + "\U0001F600" + `' > '` + "\uFB01" + `'`:                `true`, // by code point, not by UTF-16 unit
	})
}

// Long lists are compared in time proportional to their lengths where they
// can be, and until the run is cancelled where not.
func TestLongComparisons(t *testing.T) {
	check(t, map[string]string{
		`(for $x in 1 to 60000 return string($x)) = (for $x in 60001 to 120000 return string($x))`:     `false`,
		`(for $x in 1 to 60000 return string($x)) = (for $x in 60000 to 120000 return string($x))`:     `true`,
		`(for $x in 1 to 9 return data(d:a[1]/@n)) = (for $x in 9 to 90 return string($x))`:            `false`,
		`(for $x in 1 to 9 return data(d:a[1]/@n)) = (for $x in 1 to 90 return xs:anyURI(string($x)))`: `true`,
	})
	c := NewCompiler(nil)
	e, err := c.Compile(`(1 to 50000) = (60000 to 110000)`, nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := xmldoc.Parse([]byte(sample), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r := c.NewRun(ctx, c.Tree(d), nil)
	if _, err := r.Truth(e); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled run: %v", err)
	}
}

// Value comparisons: XP 3.5.1.
func TestValueComparisons(t *testing.T) {
	check(t, map[string]string{
		`d:num[1] eq '5'`:      `true`, // untyped is a string here
		`d:num[1] eq 5`:        `XPTY0004`,
		`d:num[1] eq d:num[1]`: `true`,
		`d:num[3] lt d:num[1]`: `true`,
		`p:c/@date eq xs:dateTime('2026-11-22T10:00:00Z')`: `XPTY0004`,
		`() eq 1`:                                ``,
		`1 eq ()`:                                ``,
		`not(() eq 1)`:                           `true`,
		`(1, 2) eq 1`:                            `XPTY0004`,
		`1 eq (1, 2)`:                            `XPTY0004`,
		`1 eq 1.0`:                               `true`,
		`1.0 eq 1e0`:                             `true`,
		`1 eq '1'`:                               `XPTY0004`,
		`true() gt false()`:                      `true`,
		`true() eq 1`:                            `XPTY0004`,
		`'a' eq xs:anyURI('a')`:                  `true`,
		`number('x') eq number('x')`:             `false`,
		`number('x') ne number('x')`:             `true`,
		`xs:float('0.1') eq 0.1`:                 `true`,  // the decimal becomes a float
		`xs:float('0.1') eq 0.1e0`:               `false`, // the float becomes a double
		`xs:float('16777217') eq 16777216`:       `true`,
		`9007199254740993 eq 9007199254740992`:   `false`,
		`9007199254740993 eq 9007199254740992e0`: `true`,
		`0.1 + 0.2 eq 0.3`:                       `true`,
		`123456789012345678901234567890.5 eq 123456789012345678901234567890.6`: `false`,
		`QName('u', 'p:a') eq QName('u', 'q:a')`:                               `true`,
		`QName('u', 'a') ne QName('v', 'a')`:                                   `true`,
		`xs:duration('P1Y') eq xs:duration('P12M')`:                            `true`,
		`xs:duration('P1Y') lt xs:duration('P13M')`:                            `XPTY0004`,
		`d:a[1] is d:a[1]`:    `true`,
		`d:a[1] is d:a[2]`:    `false`,
		`() is d:a[1]`:        ``,
		`d:a[1] << d:a[2]`:    `true`,
		`d:a[1] >> d:a[2]`:    `false`,
		`d:a[1]/@n >> d:a[1]`: `true`,
		`1 is 1`:              `XPTY0004`,
	})
}
