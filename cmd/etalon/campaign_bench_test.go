//go:build linux

package main

import (
	"bytes"
	"cmp"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/store"
)

// BenchmarkStored judges exchanges that a console keeps (ETALON_BENCH_EXCHANGES, 2000):
// by the console itself on SQLite, two at a time, and by 1, 2 and 4 workers on
// PostgreSQL. It tells exchanges a second and the peak of the largest process.
func BenchmarkStored(b *testing.B) {
	want, err := strconv.Atoi(cmp.Or(os.Getenv("ETALON_BENCH_EXCHANGES"), "2000"))
	if err != nil {
		b.Fatal(err)
	}
	run := filepath.Join(b.TempDir(), "run")
	quietly(b, "run", "--sut", builtin, "--profile", "acces", "--label-filter", "nominal", "--out", run)
	var said struct{ Exchanges []json.RawMessage }
	raw, err := os.ReadFile(filepath.Join(run, verdictFile))
	if err == nil {
		err = json.Unmarshal(raw, &said)
	}
	if err != nil || len(said.Exchanges) == 0 {
		b.Fatalf("%v: %d exchanges", err, len(said.Exchanges))
	}
	sessions := (want + len(said.Exchanges) - 1) / len(said.Exchanges)
	for _, how := range []struct {
		name    string
		shared  bool
		members [][]string
	}{
		{"on=SQLite/jobs=2", false, [][]string{{"serve", "--listen", "127.0.0.1:0", "--jobs", "2"}}},
		{"on=PostgreSQL/workers=1", true, [][]string{{"serve", "--listen", "127.0.0.1:0", "--jobs", "0"}, {"worker"}}},
		{"on=PostgreSQL/workers=2", true, [][]string{{"serve", "--listen", "127.0.0.1:0", "--jobs", "0"}, {"worker"}, {"worker"}}},
		{"on=PostgreSQL/workers=4", true, [][]string{{"serve", "--listen", "127.0.0.1:0", "--jobs", "0"}, {"worker"}, {"worker"}, {"worker"}, {"worker"}}},
	} {
		b.Run(how.name, func(b *testing.B) {
			var took time.Duration
			var peak int64
			for range b.N {
				data := b.TempDir()
				where, flags := filepath.Join(data, "etalon.db"), []string{"--data", data}
				if how.shared {
					where = databases.Database(b)
					flags = append(flags, "--database", where)
				}
				keep(b, data, where, filepath.Join(run, "dossier"), sessions)
				d, most := judgedBy(b, where, how.members, flags)
				took, peak = took+d, max(peak, most)
			}
			b.ReportMetric(float64(sessions*len(said.Exchanges)*b.N)/took.Seconds(), "exchanges/s")
			b.ReportMetric(float64(sessions), "sessions")
			b.ReportMetric(float64(peak)/1024, "peak-MiB")
		})
	}
}

func quietly(b *testing.B, args ...string) {
	b.Helper()
	if out, err := exec.CommandContext(b.Context(), "etalon", args...).CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
}

// keep fills a console with as many products, each of which handed in the dossier.
func keep(b *testing.B, data, where, dir string, sessions int) {
	b.Helper()
	ctx := b.Context()
	check := func(err error) {
		if err != nil {
			b.Helper()
			b.Fatal(err)
		}
	}
	s, err := store.Open(ctx, where, time.Now)
	check(err)
	defer s.Close()
	var archive bytes.Buffer
	check(disk.Archive(disk.Folder(dir), &archive))
	head, err := disk.Vault{Dir: filepath.Join(data, disk.Dossiers), Most: 1 << 30}.Take(&archive, func(src dossier.Source) (string, error) {
		d, err := dossier.Read(src)
		if err != nil {
			return "", err
		}
		return d.Head, nil
	})
	check(err)
	check(s.First(ctx, "admin", "A", "x"))
	admin := s.As(campaign.Person{ID: 1, Login: "admin", Role: campaign.Administrator})
	for i := range sessions {
		org, err := admin.AddOrganisation(ctx, fmt.Sprint("Éditeur fictif ", i))
		check(err)
		v := s.As(campaign.Person{Login: "v", Role: campaign.VendorAdmin, Organisation: org})
		product, err := v.AddProduct(ctx, "ETALON-LPS")
		check(err)
		version, err := v.AddVersion(ctx, product, "1.0.0", "")
		check(err)
		check(v.Declare(ctx, version, []etalon.ProfileID{"acces"}, []etalon.ProfileID{"acces"}))
		_, err = v.HandIn(ctx, version, head, func(*sql.Tx, campaign.ID) error { return nil }) // the console orders it when it starts
		check(err)
	}
}

// judgedBy has everything judged that waits, and tells how long that took and what the
// largest process took of memory, in KiB.
func judgedBy(b *testing.B, where string, members [][]string, flags []string) (time.Duration, int64) {
	b.Helper()
	began := time.Now()
	var all []*exec.Cmd
	for _, args := range members {
		c := exec.CommandContext(b.Context(), "etalon", slices.Concat(args, flags)...)
		if err := c.Start(); err != nil {
			b.Fatal(err)
		}
		all = append(all, c)
	}
	s, err := store.Open(b.Context(), where, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	for again := time.NewTicker(50 * time.Millisecond); ; <-again.C {
		everything, err := s.Everything(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if !slices.ContainsFunc(everything, campaign.Session.Waits) {
			break
		}
	}
	took := time.Since(began)
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	var peak int64
	for _, c := range all {
		_ = c.Process.Signal(syscall.SIGTERM)
		_ = c.Wait()
		if u, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
			peak = max(peak, u.Maxrss)
		}
	}
	return took, peak
}
