//go:build linux

package wire

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"io"
	mrand "math/rand/v2"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/dmp"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// population is how many synthetic patients the supplier knows.
const population = 1_000_000

// invented makes patients: of 20,000 invented names, born over 100 years.
func invented(n int) []etalon.Patient {
	dice := mrand.New(mrand.NewPCG(1, 2))
	all := make([]etalon.Patient, n)
	for i := range all {
		born := time.Date(1920, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, dice.IntN(36500))
		all[i] = etalon.Patient{
			ID: "P" + strconv.Itoa(i), INS: fmt.Sprintf("%015d", i), OID: "1.2.250.1.213.1.4.10", Family: "ETALON-" + strconv.Itoa(dice.IntN(20_000)),
			Given: "Prenom" + strconv.Itoa(dice.IntN(2000)), Birth: born.Format("20060102"), Gender: []string{"F", "M"}[i%2], DMP: etalon.DMPActive,
		}
	}
	return all
}

// unrecorded is a recorder that keeps nothing.
type unrecorded struct{ n atomic.Int64 }

func (r *unrecorded) Connection(etalon.Connection) (etalon.ConnectionID, error) {
	return etalon.ConnectionID(strconv.FormatInt(r.n.Add(1), 10)), nil
}

func (r *unrecorded) Request(etalon.Arrival) (etalon.ExchangeID, error) {
	return etalon.ExchangeID(strconv.FormatInt(r.n.Add(1), 10)), nil
}
func (*unrecorded) Response(etalon.ExchangeID, etalon.Answer) error { return nil }

// supplier serves the population over mutual TLS on loopback.
func supplier(b *testing.B, people []etalon.Patient) (post func(action, body string) []byte) {
	b.Helper()
	set, err := pki.New(rand.Reader, time.Now(), []string{"127.0.0.1"})
	if err != nil {
		b.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	d := dmp.New(dmp.Config{
		Listener: l, TLS: set.ServerTLS(), ClientCAs: set.ClientCAs(), Recorder: &unrecorded{}, Clock: time.Now, Rand: rand.Reader,
		Environment: dmp.Environment{INSOID: "1.2.250.1.213.1.4.10", DMPOID: "1.2.250.1.213.4.1.1.1", RepositoryID: "2.25.1", Plain: true},
	})
	d.Reset(etalon.Given{Patients: people})
	ctx, stop := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Serve(ctx) }()
	go func() {
		for {
			select {
			case <-d.Arrived():
			case <-ctx.Done():
				return
			}
		}
	}()
	b.Cleanup(func() { stop(); <-ended })
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{
		RootCAs: set.Roots(), Certificates: []tls.Certificate{set.TLS(pki.StructureAuth)}, MaxVersion: tls.VersionTLS12,
	}}}
	return func(action, body string) []byte {
		envelope := `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action s:mustUnderstand="true">urn:hl7-org:v3:` +
			action + `</a:Action><a:MessageID>urn:uuid:00000000-0000-4000-8000-000000000001</a:MessageID></s:Header><s:Body>` + body + `</s:Body></s:Envelope>`
		resp, err := client.Post(d.BaseURL()+"/xds/patientsPDQ", "application/soap+xml; charset=UTF-8", bytes.NewReader([]byte(envelope)))
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		answer, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK || bytes.Contains(answer, []byte(`typeCode code="AE"`)) {
			b.Fatalf("%v %d: %.1000s", err, resp.StatusCode, answer)
		}
		return answer
	}
}

func find(id, control, parameters string) string {
	return `<PRPA_IN201305UV02 xmlns="urn:hl7-org:v3"><id root="1.2.3" extension="m"/><controlActProcess><queryByParameter><queryId root="1.2.3" extension="` + id + `"/>` + control +
		`<parameterList>` + parameters + `</parameterList></queryByParameter></controlActProcess></PRPA_IN201305UV02>`
}

func centile(times []time.Duration, of int) float64 {
	slices.Sort(times)
	return float64(times[len(times)*of/100].Microseconds()) / 1000
}

// BenchmarkPatients searches a million synthetic patients by name and date of
// birth, then goes through a thousand pages of one search: the last costs what the
// first does.
func BenchmarkPatients(b *testing.B) {
	people := invented(population)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	post := supplier(b, people)
	post("PRPA_IN201305UV02", find("warm", "", `<livingSubjectId><value root="1.2.250.1.213.1.4.10" extension="000000000000001"/></livingSubjectId>`)) // makes the index
	runtime.GC()
	runtime.ReadMemStats(&after)
	megabytes := float64(after.HeapAlloc-before.HeapAlloc) / (1 << 20)
	b.Run("search", func(b *testing.B) {
		var times []time.Duration
		for i := 0; b.Loop(); i++ {
			p := people[(i*7919)%len(people)]
			body := find(strconv.Itoa(i), "", `<livingSubjectBirthTime><value value="`+p.Birth+`"/></livingSubjectBirthTime><livingSubjectName><value><family>`+p.Family+`</family></value></livingSubjectName>`)
			began := time.Now()
			post("PRPA_IN201305UV02", body)
			times = append(times, time.Since(began))
		}
		b.ReportMetric(centile(times, 99), "p99-ms")
		b.ReportMetric(centile(times, 50), "p50-ms")
		b.ReportMetric(megabytes, "index-MB")
	})
	b.Run("continuation", func(b *testing.B) {
		const pages = 1000
		for i := 0; b.Loop(); i++ {
			id := "c" + strconv.Itoa(i)
			post("PRPA_IN201305UV02", find(id, `<initialQuantity value="10"/>`, `<livingSubjectAdministrativeGender><value code="F"/></livingSubjectAdministrativeGender>`))
			more := `<QUQI_IN000003UV01 xmlns="urn:hl7-org:v3"><controlActProcess><queryContinuation><queryId root="1.2.3" extension="` + id +
				`"/><statusCode code="waitContinuedQueryResponse"/></queryContinuation></controlActProcess></QUQI_IN000003UV01>`
			var times []time.Duration
			for range pages {
				began := time.Now()
				post("QUQI_IN000003UV01_Continue", more)
				times = append(times, time.Since(began))
			}
			b.ReportMetric(centile(slices.Clone(times[:100]), 50), "first-pages-ms")
			b.ReportMetric(centile(slices.Clone(times[pages-100:]), 50), "last-pages-ms")
		}
	})
}
