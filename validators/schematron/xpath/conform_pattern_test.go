package xpath

import "testing"

// Functions that take regular expressions: FO 7.6. How the expressions
// themselves are read is held by the tests of xsdregex.
func TestPatternFunctions(t *testing.T) {
	check(t, map[string]string{
		`matches('abracadabra', 'bra')`:                                   `true`, // not anchored
		`matches('abracadabra', '^a.*a$')`:                                `true`,
		`matches('abracadabra', '^bra')`:                                  `false`,
		`matches('', '')`:                                                 `true`,
		`matches((), 'a')`:                                                `false`,
		`matches('a', ())`:                                                `XPTY0004`,
		`matches(concat('a', codepoints-to-string(10)), '^$', 'm')`:       `false`, // FO 7.6.1: nothing begins behind the last line feed
		`matches(concat('a', codepoints-to-string((10, 10))), '^$', 'm')`: `true`,
		`replace(concat('a', codepoints-to-string(10), 'b', codepoints-to-string(10)), '^([a-z\n])', '-$1', 'm')`: "-a\n-b\n",
		`tokenize(codepoints-to-string((97, 10, 98, 10)), '^b|\n$', 'm')`:                                         "a\n||",
		`matches('a', 'A', 'i')`:                       `true`,
		`matches('a', '\p{Lu}', 'i')`:                  `false`, // the flag leaves categories alone
		`matches('A', '[a-z-[a]]', 'i')`:               `false`,
		`matches('B', '[a-z-[a]]', 'i')`:               `true`,
		`matches('q', '[^Q]', 'i')`:                    `false`,
		`matches('É', '^é$', 'i')`:                     `true`,
		`matches('helloworld', 'hello world', 'x')`:    `true`,
		`matches('helloworld', 'hello[ ]world', 'x')`:  `false`,
		`matches('hello world', 'hello\ sworld', 'x')`: `true`,
		`matches('hello world', 'hello world', 'x')`:   `false`,
		`matches('a', 'a', 'z')`:                       `load: XPath "matches('a', 'a', 'z')": flag of a regular expression: 'z'`,
		`matches('a', 'a', string(d:a[1]))`:            `FORX0001`,
		`matches('a', concat('[', 'a'))`:               `FORX0002`,
		`matches(12, '1')`:                             `XPTY0004`,
		`replace('abracadabra', 'bra', '*')`:           `a*cada*`,
		`replace('abracadabra', 'a.*a', '*')`:          `*`,
		`replace('abracadabra', 'a.*?a', '*')`:         `*c*bra`,
		`replace('abracadabra', 'a', '')`:              `brcdbr`,
		`replace('abracadabra', 'a(.)', 'a$1$1')`:      `abbraccaddabbra`,
		`replace('AAAA', 'A+', 'b')`:                   `b`,
		`replace('AAAA', 'A+?', 'b')`:                  `bbbb`,
		`replace('darted', '^(.*?)d(.*)$', '$1c$2')`:   `carted`,
		`replace('ab', '(a)|(b)', '[$1$2]')`:           `[a][b]`,
		`replace('ab', '(a)(x)?', '[$2]')`:             `[]b`,
		`replace('ab', 'a', '[$0]')`:                   `[a]b`,
		`replace('ab', 'a', '$1')`:                     `b`,
		`replace('ab', '(a)', '$12')`:                  `a2b`,
		`replace('ab', 'a', '$')`:                      `FORX0004`,
		`replace('ab', 'a', '$x')`:                     `FORX0004`,
		`replace('ab', 'a', '\x')`:                     `FORX0004`,
		`replace('ab', 'a', '\')`:                      `FORX0004`,
		`replace('ab', 'a', '\\\$')`:                   `\$b`,
		`replace('ab', 'a*', 'x')`:                     `FORX0003`,
		`replace('ab', '^', 'x')`:                      `FORX0003`,
		`replace((), 'a', 'x')`:                        ``,
		`replace('ab', (), 'x')`:                       `XPTY0004`,
		`replace('ab', 'a', ())`:                       `XPTY0004`,
		`tokenize('The cat', '\s+')`:                   `The|cat`,
		`tokenize('1, 15, 24', ',\s*')`:                `1|15|24`,
		`count(tokenize(' a ', ' '))`:                  `3`, // empty at both ends
		`count(tokenize('a,,b', ','))`:                 `3`,
		`count(tokenize('', ','))`:                     `0`,
		`count(tokenize((), ','))`:                     `0`,
		`count(tokenize('abc', 'x'))`:                  `1`,
		`tokenize('abracadabra', '(ab)|(a)')`:          `|r|c|d|r|`,
		`tokenize('abc', 'b?')`:                        `FORX0003`,
		`tokenize('aXbxc', 'x', 'i')`:                  `a|b|c`,
		`tokenize('a', ())`:                            `XPTY0004`,
		`tokenize('a.b', '.')`:                         `|||`,
		`tokenize("a&#10;b", '&#10;')`:                 `a|b`,
	})
}
