package campaign

import (
	"fmt"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"github.com/etalon-dmp/etalon"
)

func TestFiguresOfCampaigns(t *testing.T) {
	g := NewWithT(t)
	day := func(n int) time.Time { return time.Date(2026, 1, 30, 9, 0, 0, 0, time.UTC).AddDate(0, 0, n) }
	courses := []Course{
		{Sessions: 1, From: day(0), First: etalon.Pass, Last: etalon.Pass, Judged: true, Signed: day(3), Outcome: Accepted},
		{Sessions: 4, From: day(0), First: etalon.Fail, Last: etalon.Pass, Judged: true, Signed: day(30), Outcome: Accepted},
		{Sessions: 2, From: day(0), First: etalon.Fail, Last: etalon.Inconclusive, Judged: true, Signed: day(10), Outcome: Rejected},
		{Sessions: 3, From: day(1), First: etalon.Fail, Last: etalon.Fail, Judged: true},
		{Sessions: 1, From: day(1)}, // nothing judged, nothing decided
	}
	s := Count(courses, []Day{{day(0), 6, 0}, {day(3), 3, 1}, {day(4), 2, 0}}, Counts{Drawn: 3, Looked: 2, Disagree: 1})
	g.Expect(s.Versions).To(Equal(5))
	g.Expect(s.Sessions).To(Equal(11))
	g.Expect(s.First).To(Equal([]Tally{{etalon.Pass, 1}, {etalon.Fail, 3}}))
	g.Expect(s.Last).To(Equal([]Tally{{etalon.Pass, 2}, {etalon.Fail, 1}, {etalon.Inconclusive, 1}}))
	g.Expect([]int{s.Accepted, s.Rejected}).To(Equal([]int{2, 1}))
	g.Expect([]int{s.Tries, s.Days, s.Slowest}).To(Equal([]int{2, 10, 30}))
	g.Expect(s.Months).To(Equal([]Month{{"2026-02", 5, 1}, {"2026-01", 6, 0}}))
	g.Expect(s.Disagree).To(Equal(1))
}

func TestFiguresOfNothing(t *testing.T) {
	g := NewWithT(t)
	s := Count(nil, nil, Counts{})
	g.Expect([]int{s.Tries, s.Days, s.Slowest, s.Versions}).To(Equal([]int{0, 0, 0, 0}))
	g.Expect(s.First).To(BeEmpty())
}

func TestTheLotFallsOnOneInTen(t *testing.T) {
	g := NewWithT(t)
	drawn := 0
	for i := range 20_000 {
		if Drawn(fmt.Sprintf("%064x", i%7), fmt.Sprintf("%064x", i)) {
			drawn++
		}
	}
	g.Expect(drawn).To(And(BeNumerically(">", 1_800), BeNumerically("<", 2_200)))
	// Another line of the log draws others.
	differs := false
	for i := range 200 {
		head := fmt.Sprint("head ", i)
		differs = differs || Drawn("a", head) != Drawn("b", head)
	}
	g.Expect(differs).To(BeTrue())
}
