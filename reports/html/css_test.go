package html

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// palette reads the custom properties of one :root rule.
func palette(t *testing.T, css string) map[string][3]float64 {
	t.Helper()
	out := map[string][3]float64{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6})`).FindAllStringSubmatch(css, -1) {
		var rgb [3]float64
		for i := range rgb {
			n, err := strconv.ParseUint(m[2][2*i:2*i+2], 16, 8)
			if err != nil {
				t.Fatal(err)
			}
			rgb[i] = float64(n) / 255
		}
		out[m[1]] = rgb
	}
	return out
}

// luminance and contrast are those of WCAG 2.2, section "relative luminance".
func luminance(c [3]float64) float64 {
	l := [3]float64{}
	for i, v := range c {
		if v <= 0.04045 {
			l[i] = v / 12.92
		} else {
			l[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2]
}

func contrast(a, b [3]float64) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrast(t *testing.T) {
	light, dark, ok := strings.Cut(stylesheet, "prefers-color-scheme: dark")
	if !ok {
		t.Fatal("no dark palette")
	}
	dark, _, _ = strings.Cut(dark, "\n}\n")
	for name, css := range map[string]string{"light": light, "dark": dark} {
		p := palette(t, css)
		if len(p) != 17 {
			t.Fatalf("%s: %d colours", name, len(p))
		}
		pairs := [][2]string{{"hit-ink", "hit"}}
		for _, ground := range []string{"paper", "sheet", "wash", "fail-wash", "pass-wash"} {
			pairs = append(pairs, [2]string{"ink", ground}, [2]string{"soft", ground})
		}
		for _, word := range []string{"link", "pass", "fail", "open", "error", "none"} {
			pairs = append(pairs, [2]string{word, "paper"}, [2]string{word, "sheet"}, [2]string{word, "wash"})
		}
		for _, pair := range pairs {
			a, okA := p[pair[0]]
			b, okB := p[pair[1]]
			if !okA || !okB {
				t.Errorf("%s: no colour %v", name, pair)
				continue
			}
			if c := contrast(a, b); c < 4.5 {
				t.Errorf("%s: %s on %s has contrast %.2f", name, pair[0], pair[1], c)
			}
		}
	}
	if c := contrast([3]float64{0, 0, 0}, [3]float64{1, 1, 1}); math.Abs(c-21) > 0.01 {
		t.Errorf("black on white: %.2f, want 21", c)
	}
}
