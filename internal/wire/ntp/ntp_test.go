package ntp_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/ntp"
)

func TestWhatIsWrittenIsRead(t *testing.T) {
	want := ntp.Packet{
		Leap: 1, Version: 4, Mode: ntp.Server, Stratum: 2, Poll: 6, Precision: -20, RootDelay: 7, RootDispersion: 9, Reference: [4]byte{127, 0, 0, 1},
		ReferenceTime: 1, Origin: 2, Receive: 3, Transmit: 4, Extra: []byte{1, 2, 3, 4},
	}
	got, anomalies := ntp.Read(want.Bytes())
	if len(anomalies) > 0 || !bytes.Equal(got.Bytes(), want.Bytes()) || got.Poll != 6 || got.Precision != -20 || got.Origin != 2 {
		t.Errorf("%+v %v", got, anomalies)
	}
}

func TestTimesComeRound(t *testing.T) {
	for _, at := range []time.Time{
		time.Date(2026, 11, 27, 22, 10, 0, 250e6, time.UTC), time.Date(2036, 2, 7, 6, 28, 16, 0, time.UTC), time.Date(2040, 1, 1, 0, 0, 0, 999999999, time.UTC),
	} {
		got := ntp.Of(at).Time(at.Add(9 * time.Hour))
		if d := got.Sub(at).Abs(); d > time.Nanosecond {
			t.Errorf("%s became %s", at, got)
		}
	}
	// 2208988800 is 1970-01-01 (RFC 868); the fraction is a quarter.
	if got := ntp.Timestamp(2208988800<<32 | 1<<30).Time(time.Unix(0, 0)); !got.Equal(time.Unix(0, 250e6)) {
		t.Errorf("%s", got)
	}
}

func TestOddSizes(t *testing.T) {
	for size, code := range map[int]string{0: "empty", 1: "short", 47: "short", 48: "", 49: "extra-bytes", 68: ""} {
		_, anomalies := ntp.Read(make([]byte, size))
		var codes []string
		for _, a := range anomalies {
			codes = append(codes, a.Code)
		}
		if strings.Join(codes, " ") != code {
			t.Errorf("%d bytes: %v", size, codes)
		}
	}
}

func FuzzPacket(f *testing.F) {
	f.Add([]byte{})
	f.Add(ntp.Packet{Version: 4, Mode: ntp.Client}.Bytes())
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, _ := ntp.Read(raw)
		if written := p.Bytes(); len(raw) >= ntp.Size && !bytes.Equal(written, raw) {
			t.Fatalf("%x became %x", raw, written)
		}
		_ = p.Transmit.Time(time.Unix(1.7e9, 0))
	})
}
