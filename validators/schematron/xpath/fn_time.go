package xpath

import (
	"math/big"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon/validators/schematron/xsdtype"
)

// timeFunctions take dates, times and durations apart and put them together.
var timeFunctions = func() map[string]function {
	all := map[string]function{
		"dateTime": plain(2, 2, func(a []*code) *code {
			return itemCode(isOther, func(f *frame) (Item, bool) {
				d, ok := a[0].typed(f, KindDate)
				t, ok2 := a[1].typed(f, KindTime)
				if !ok || !ok2 {
					return Item{}, false
				}
				return combined(d.more.moment, t.more.moment), true
			})
		}),
		"adjust-dateTime-to-timezone": adjust(KindDateTime),
		"adjust-date-to-timezone":     adjust(KindDate),
		"adjust-time-to-timezone":     adjust(KindTime),
	}
	parts := map[string]func(time.Time) Item{
		"year":    func(t time.Time) Item { return integer(int64(t.Year())) },
		"month":   func(t time.Time) Item { return integer(int64(t.Month())) },
		"day":     func(t time.Time) Item { return integer(int64(t.Day())) },
		"hours":   func(t time.Time) Item { return integer(int64(t.Hour())) },
		"minutes": func(t time.Time) Item { return integer(int64(t.Minute())) },
		"seconds": func(t time.Time) Item { return decimal(big.NewRat(int64(t.Second())*1e9+int64(t.Nanosecond()), 1e9)) },
	}
	for kind, names := range map[Kind]string{KindDateTime: "year month day hours minutes seconds", KindDate: "year month day", KindTime: "hours minutes seconds"} {
		suffix := "-from-" + strings.TrimPrefix(kind.String(), "xs:")
		for _, name := range strings.Fields(names) {
			part := parts[name]
			all[name+suffix] = component(kind, func(i Item) (Item, bool) { return part(i.more.moment.Local), true })
		}
		all["timezone"+suffix] = component(kind, func(i Item) (Item, bool) {
			m := i.more.moment
			return durationItem(KindDayTime, xsdtype.Duration{Seconds: int64(m.Zone) * 60}), m.Zoned
		})
	}
	for name, part := range map[string]func(d xsdtype.Duration) Item{
		"years":   func(d xsdtype.Duration) Item { return integer(d.Months / 12) },
		"months":  func(d xsdtype.Duration) Item { return integer(d.Months % 12) },
		"days":    func(d xsdtype.Duration) Item { return integer(d.Seconds / 86400) },
		"hours":   func(d xsdtype.Duration) Item { return integer(d.Seconds % 86400 / 3600) },
		"minutes": func(d xsdtype.Duration) Item { return integer(d.Seconds % 3600 / 60) },
		"seconds": func(d xsdtype.Duration) Item { return decimal(big.NewRat(d.Seconds%60*1e9+d.Nanos, 1e9)) },
	} {
		all[name+"-from-duration"] = component(KindDuration, func(i Item) (Item, bool) { return part(i.more.span), true })
	}
	return all
}()

// typed is the value as an optional item of one type; untyped is cast to it.
func (c *code) typed(f *frame, kind Kind) (Item, bool) {
	i, ok := c.atom(f)
	if !ok {
		return i, false
	}
	if i.kind == KindUntyped {
		i = castTo(i, kind)
	}
	if i.kind != kind && !(kind == KindDuration && i.kind.duration()) {
		raise("XPTY0004", "%s where %s is required", i.kind, kind)
	}
	return i, true
}

func component(kind Kind, of func(Item) (Item, bool)) function {
	return plain(1, 1, func(a []*code) *code {
		return itemCode(anything, func(f *frame) (Item, bool) {
			i, ok := a[0].typed(f, kind)
			if !ok {
				return i, false
			}
			return of(i)
		})
	})
}

func combined(d, t xsdtype.Moment) Item {
	if d.Zoned && t.Zoned && d.Zone != t.Zone {
		raise("FORG0008", "a date and a time in different zones")
	}
	midnight := t.As(xsdtype.Time).Local.Truncate(24 * time.Hour)
	d.Local = d.Local.Add(t.Local.Sub(midnight))
	d.Form = xsdtype.DateTime
	if t.Zoned {
		d.Zone, d.Zoned = t.Zone, true
	}
	return momentItem(d)
}

// adjust is one of the three functions that move a value to another zone; the
// implicit one is UTC.
func adjust(kind Kind) function {
	return plain(1, 2, func(a []*code) *code {
		return itemCode(isOther, func(f *frame) (Item, bool) {
			i, ok := a[0].typed(f, kind)
			if !ok {
				return i, false
			}
			zone, zoned := 0, true
			if len(a) == 2 {
				d, given := a[1].typed(f, KindDayTime)
				zoned = given
				if given {
					if d.more.span.Seconds%60 != 0 || d.more.span.Nanos != 0 || d.more.span.Seconds < -14*3600 || d.more.span.Seconds > 14*3600 {
						raise("FODT0003", "%s is no zone", d.text())
					}
					zone = int(d.more.span.Seconds / 60)
				}
			}
			m := i.more.moment
			form := m.Form
			if m.Zoned && zoned {
				m.Form = xsdtype.DateTime
				m.Local = m.Local.Add(time.Duration(zone-m.Zone) * time.Minute)
				m = m.As(form)
			}
			m.Zone, m.Zoned = zone, zoned
			return momentItem(m), true
		})
	})
}
