package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/store"
)

// A database of the first form keeps what was signed in it.
func TestAnEarlierDatabaseKeepsItsStatements(t *testing.T) {
	ctx, file := t.Context(), filepath.Join(t.TempDir(), "etalon.db")
	db, err := sql.Open("sqlite", "file:"+file)
	must(t, err)
	p, err := goose.NewProvider(goose.DialectSQLite3, db, os.DirFS("migrations"))
	must(t, err)
	_, err = p.UpTo(ctx, 1)
	must(t, err)
	for _, insert := range []string{
		"INSERT INTO organisation (id, name) VALUES (1, 'V')",
		"INSERT INTO person (id, login, name, role, secret) VALUES (1, 'o', 'O', 'officer', 'x')",
		"INSERT INTO product (id, organisation, name) VALUES (1, 1, 'LPS')",
		"INSERT INTO version (id, product, label) VALUES (1, 1, '1'), (2, 1, '2')",
		"INSERT INTO decision (id, version, outcome, reason, step, proposer, proposed, signed, statement) VALUES (1, 1, 'accepted', 'm', 'signed', 1, 5, 7, 'jws'), (2, 2, 'accepted', 'm', 'proposed', 1, 5, 0, '')",
		"INSERT INTO session (id, version, head, state, verdict, by_whom, at) VALUES (1, 1, 'h', 'judged', 'PASS', 'v', 3)",
	} {
		_, err := db.ExecContext(ctx, insert)
		must(t, err)
	}
	must(t, db.Close())
	s, err := store.Open(ctx, file, time.Now)
	must(t, err)
	defer s.Close()
	all, err := s.Register(ctx)
	must(t, err)
	if len(all) != 1 || len(all[0].Statements) != 1 || all[0].Statements[0].JWS != "jws" || all[0].Statements[0].Kind != campaign.OfDecision || all[0].Statements[0].At.UnixMilli() != 7 {
		t.Errorf("%+v", all)
	}
	if sessions, err := s.Everything(ctx); err != nil || len(sessions) != 1 || sessions[0].Digest != "" {
		t.Errorf("%+v, %v", sessions, err)
	}
}
