package xsdtype

import (
	"fmt"
	"strings"
	"time"
)

// Moment is a value of xs:dateTime, xs:date or xs:time.
type Moment struct {
	Local time.Time // what the text says, held as if in UTC; times are on 1972-12-31
	Zone  int       // minutes east of UTC
	Zoned bool
	Form  Form
}

// Form says which of the types a Moment is of.
type Form uint8

// The forms.
const (
	DateTime Form = iota
	Date
	Time
)

// Instant is the moment on the time line; UTC where no zone is given.
func (m Moment) Instant() time.Time { return m.Local.Add(-time.Duration(m.Zone) * time.Minute) }

// Compare orders two moments of the same form.
func (m Moment) Compare(n Moment) int { return m.Instant().Compare(n.Instant()) }

// ParseMoment reads the lexical form of a type, blanks around it allowed.
func ParseMoment(s string, form Form) (Moment, bool) {
	s = Trim(s)
	m := Moment{Form: form}
	year, month, day := 1972, 12, 31
	var ok bool
	if form != Time {
		if year, month, day, s, ok = parseDate(s); !ok {
			return m, false
		}
	}
	if form == DateTime {
		if s, ok = strings.CutPrefix(s, "T"); !ok {
			return m, false
		}
	}
	var clock time.Duration
	if form != Date {
		if clock, s, ok = parseClock(s); !ok {
			return m, false
		}
	}
	if m.Zone, m.Zoned, ok = parseZone(s); !ok {
		return m, false
	}
	if form == Time && clock == 24*time.Hour {
		clock = 0
	}
	m.Local = time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Add(clock)
	return m, true
}

// digitsOf reads exactly n digits.
func digitsOf(s string, n int) (int, string, bool) {
	if len(s) < n {
		return 0, s, false
	}
	v := 0
	for i := range n {
		if s[i] < '0' || s[i] > '9' {
			return 0, s, false
		}
		v = v*10 + int(s[i]-'0')
	}
	return v, s[n:], true
}

// parseDate reads yyyy-mm-dd; years of up to nine digits, negative ones too.
func parseDate(s string) (year, month, day int, rest string, ok bool) {
	t, negative := strings.CutPrefix(s, "-")
	n := 0
	for n < len(t) && t[n] >= '0' && t[n] <= '9' {
		n++
	}
	if n < 4 || n > 9 || n > 4 && t[0] == '0' {
		return 0, 0, 0, s, false
	}
	year, rest, _ = digitsOf(t, n)
	if negative {
		year = -year
	}
	if rest, ok = strings.CutPrefix(rest, "-"); !ok {
		return 0, 0, 0, s, false
	}
	if month, rest, ok = digitsOf(rest, 2); !ok {
		return 0, 0, 0, s, false
	}
	if rest, ok = strings.CutPrefix(rest, "-"); !ok {
		return 0, 0, 0, s, false
	}
	if day, rest, ok = digitsOf(rest, 2); !ok || month < 1 || month > 12 || day < 1 || day > DaysIn(year, month) {
		return 0, 0, 0, s, false
	}
	return year, month, day, rest, true
}

// DaysIn is the number of days of a month, 1 to 12, in the proleptic Gregorian calendar.
func DaysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func parseClock(s string) (time.Duration, string, bool) {
	h, s, ok1 := digitsOf(s, 2)
	s, ok2 := strings.CutPrefix(s, ":")
	m, s, ok3 := digitsOf(s, 2)
	s, ok4 := strings.CutPrefix(s, ":")
	sec, s, ok5 := digitsOf(s, 2)
	if !(ok1 && ok2 && ok3 && ok4 && ok5) || m > 59 || sec > 59 || h > 24 {
		return 0, s, false
	}
	nanos := time.Duration(0)
	if fraction, ok := strings.CutPrefix(s, "."); ok {
		unit, n := 100*time.Millisecond, 0
		for n < len(fraction) && fraction[n] >= '0' && fraction[n] <= '9' {
			nanos += time.Duration(fraction[n]-'0') * unit
			unit /= 10
			n++
		}
		if n == 0 {
			return 0, s, false
		}
		s = fraction[n:]
	}
	d := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(sec)*time.Second + nanos
	return d, s, d <= 24*time.Hour
}

func parseZone(s string) (minutes int, zoned, ok bool) {
	switch {
	case s == "":
		return 0, false, true
	case s == "Z":
		return 0, true, true
	case len(s) != 6 || s[0] != '+' && s[0] != '-' || s[3] != ':':
		return 0, false, false
	}
	h, _, ok1 := digitsOf(s[1:], 2)
	m, _, ok2 := digitsOf(s[4:], 2)
	minutes = h*60 + m
	if !ok1 || !ok2 || m > 59 || minutes > 14*60 {
		return 0, false, false
	}
	if s[0] == '-' {
		minutes = -minutes
	}
	return minutes, true, true
}

// String is the canonical lexical form, in the zone the moment has.
func (m Moment) String() string {
	var b strings.Builder
	t := m.Local
	if m.Form != Time {
		year := t.Year()
		if year < 0 {
			b.WriteByte('-')
			year = -year
		}
		fmt.Fprintf(&b, "%04d-%02d-%02d", year, t.Month(), t.Day())
	}
	if m.Form == DateTime {
		b.WriteByte('T')
	}
	if m.Form != Date {
		fmt.Fprintf(&b, "%02d:%02d:%02d", t.Hour(), t.Minute(), t.Second())
		b.WriteString(fraction(t.Nanosecond()))
	}
	if m.Zoned {
		b.WriteString(ZoneString(m.Zone))
	}
	return b.String()
}

func fraction(nanos int) string {
	if nanos == 0 {
		return ""
	}
	return strings.TrimRight(fmt.Sprintf(".%09d", nanos), "0")
}

// ZoneString writes a zone of minutes east of UTC.
func ZoneString(minutes int) string {
	switch {
	case minutes == 0:
		return "Z"
	case minutes < 0:
		return fmt.Sprintf("-%02d:%02d", -minutes/60, -minutes%60)
	default:
		return fmt.Sprintf("+%02d:%02d", minutes/60, minutes%60)
	}
}

// As gives the date or the time of a dateTime, or midnight of a date.
func (m Moment) As(form Form) Moment {
	t := m.Local
	switch {
	case form == m.Form:
	case form == Time:
		t = time.Date(1972, 12, 31, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	default:
		if form == Date || m.Form == Date {
			t = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
		}
	}
	m.Local, m.Form = t, form
	return m
}

// Add moves a moment by a duration: months first, the day cut to the month's
// length. False when that is beyond the years that are held.
func (m Moment) Add(d Duration) (Moment, bool) {
	t := m.Local
	if d.Months != 0 {
		total := int64(t.Year())*12 + int64(t.Month()) - 1 + d.Months
		y, month := floorDiv(total, 12), int(total-floorDiv(total, 12)*12)+1
		if max(y, -y) > maxYear {
			return m, false
		}
		year := int(y)
		t = time.Date(year, time.Month(month), min(t.Day(), DaysIn(year, month)), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	}
	if max(d.Seconds, -d.Seconds) > 3*maxYear*366*86400 {
		return m, false
	}
	t = t.AddDate(0, 0, int(d.Seconds/86400)) // time.Duration holds 292 years only
	form := m.Form
	m.Local, m.Form = t.Add(time.Duration(d.Seconds%86400)*time.Second+time.Duration(d.Nanos)), DateTime
	if y := m.Local.Year(); form != Time && max(y, -y) > maxYear {
		return m, false
	}
	return m.As(form), true
}

// maxYear is the last year that is held, before and after Christ: nine digits,
// as many as are read.
const maxYear = 999_999_999

// Sub is the time from n to m.
func (m Moment) Sub(n Moment) Duration {
	a, b := m.Instant(), n.Instant()
	return Duration{Seconds: a.Unix() - b.Unix(), Nanos: int64(a.Nanosecond() - b.Nanosecond())}.normal()
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
