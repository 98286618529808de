package console_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/postgres"
	"github.com/etalon-dmp/etalon/internal/store"
)

// databases are a PostgreSQL for these benchmarks.
var databases postgres.Tests

func TestMain(m *testing.M) { os.Exit(databases.Run(m)) }

// BenchmarkPages shows how long pages take among many products (ETALON_BENCH_PRODUCTS,
// 10000), each with a version, a session and a signed decision: the median and the 99th
// percentile, and the size of a page.
func BenchmarkPages(b *testing.B) {
	products, err := strconv.Atoi(cmp.Or(os.Getenv("ETALON_BENCH_PRODUCTS"), "10000"))
	if err != nil {
		b.Fatal(err)
	}
	for _, on := range []struct {
		name  string
		where func() string
	}{
		{"SQLite", func() string { return filepath.Join(b.TempDir(), "etalon.db") }},
		{"PostgreSQL", func() string { return databases.Database(b) }},
	} {
		b.Run("on="+on.name, func(b *testing.B) {
			c := openOn(b, on.where())
			crowd(b, c.store, products)
			for who, pages := range map[string][]string{
				"":               {"/register", "/register.json", "/register/77"},
				"officer":        {"/products", "/products/77", "/versions/77", "/decisions/77", "/sessions/77"},
				"vendor-admin-1": {"/products", "/versions/1"},
			} {
				p := &visitor{b: c}
				if who != "" {
					p = c.enter(who)
				}
				for _, page := range pages {
					b.Run(fmt.Sprintf("who=%s/page=%s", cmp.Or(who, "public"), strings.ReplaceAll(page[1:], "/", "-")), func(b *testing.B) {
						var took []time.Duration
						var size int
						for b.Loop() {
							began := time.Now()
							status, body, _ := p.ask(http.MethodGet, page, nil)
							took = append(took, time.Since(began))
							if size = len(body); status != http.StatusOK {
								b.Fatalf("%d %s", status, c.log.String())
							}
						}
						slices.Sort(took)
						b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
						b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
						b.ReportMetric(float64(size)/1024, "KiB")
					})
				}
			}
		})
	}
}

// A long list is shown in parts that lead on to each other; a program is given all.
func TestALongListIsShownInParts(t *testing.T) {
	b := open(t)
	crowd(t, b.store, 450)
	officer := b.enter("officer")
	for list, row := range map[string]string{"/products": `href="/products/`, "/register": `href="/register/`} {
		next, rows, parts := list, 0, 0
		for next != "" {
			status, page, _ := officer.ask(http.MethodGet, next, nil)
			if status != http.StatusOK {
				t.Fatalf("%s: %d", next, status)
			}
			rows, parts = rows+strings.Count(page, `<th scope="row"><a `+row), parts+1
			_, more, _ := strings.Cut(page, `"`+list+"?after=")
			next, _, _ = strings.Cut(more, `"`)
			if next != "" {
				next = list + "?after=" + next
			}
		}
		_, all, _ := officer.ask(http.MethodGet, list, nil, "Accept", "application/json")
		var whole []any
		must(t, json.Unmarshal([]byte(all), &whole))
		if parts != 3 || rows != len(whole) || rows < 440 {
			t.Errorf("%s: %d rows in %d parts, of %d", list, rows, parts, len(whole))
		}
	}
	if status, _, _ := officer.ask(http.MethodGet, "/products?after=x", nil); status != http.StatusUnprocessableEntity {
		t.Errorf("%d", status)
	}
}

// crowd fills a store with products of a hundred vendors.
func crowd(b testing.TB, s *store.Store, products int) {
	b.Helper()
	ctx := b.Context()
	tx, err := s.DB().BeginTx(ctx, nil)
	must(b, err)
	do := func(query string, args ...any) {
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			b.Fatal(err)
		}
	}
	for i := range 100 {
		do("INSERT INTO organisation (id, name) VALUES ($1, $2)", 1000+i, fmt.Sprintf("Éditeur fictif %d", i))
	}
	for id := 10; id < products; id++ {
		do("INSERT INTO product (id, organisation, name) VALUES ($1, $2, $3)", id, 1000+id%100, fmt.Sprintf("LPS fictif %d", id))
		do("INSERT INTO version (id, product, label) VALUES ($1, $1, '1.0')", id)
		do("INSERT INTO scope (version, profiles, digest, by_whom, at) VALUES ($1, '[\"acces\"]', 'd', 'v', 1)", id)
		do("INSERT INTO session (id, version, head, state, verdict, digest, by_whom, at, judged) VALUES ($1, $1, '"+strings.Repeat("a", 64)+"', 'received', '', '', 'v', 1, 0)", id)
		do("INSERT INTO decision (id, version, outcome, reason, step, proposer, proposed, signer, signed, evidence) VALUES ($1, $1, 'accepted', 'motif', 'signed', 1, 1, 1, $2, 'e')", id, 1+id)
		do("INSERT INTO statement (decision, kind, at, jws) VALUES ($1, $2, 3, $3)", id, campaign.OfDecision, strings.Repeat("x", 1500))
	}
	must(b, tx.Commit())
}
