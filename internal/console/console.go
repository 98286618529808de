package console

import (
	"context"
	"database/sql"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/login"
	"github.com/etalon-dmp/etalon/internal/oidc"
	"github.com/etalon-dmp/etalon/internal/store"
)

// Vault keeps the dossiers that were handed in.
type Vault interface {
	// Take reads the archive of a dossier of a version, and gives its name: what is
	// no dossier of that version is campaign.ErrInvalid.
	Take(ctx context.Context, v campaign.Version, archive io.Reader) (head string, err error)
	// Uploaded tells how many bytes are there of an archive that comes in parts, named by
	// the SHA-256 of the whole; Upload adds to them from an offset, and TakeUploaded takes
	// in what is whole.
	Uploaded(v campaign.Version, digest string) (int64, error)
	Upload(v campaign.Version, digest string, at int64, r io.Reader) (int64, error)
	TakeUploaded(ctx context.Context, v campaign.Version, digest string) (head string, err error)
	// Attach keeps a file that somebody joined to a remark, of at most campaign.MostPiece,
	// and Piece gives it.
	Attach(r io.Reader) (digest string, size int64, err error)
	Piece(digest string) ([]byte, error)
	// Report gives what was written of a dossier: verdict.json, report.html.
	Report(head, name string) ([]byte, error)
	// Exchanges lists what crossed the wire in a session that was judged, and Bytes gives
	// one of them: campaign.ErrState when it was taken out of the dossier.
	Exchanges(s campaign.Session) ([]Crossed, error)
	Bytes(s campaign.Session, x etalon.ExchangeID) (request, response []byte, err error)
	// Compare tells what the later of two judged sessions says otherwise, and stands on
	// that the other does not.
	Compare(from, to campaign.Session) (says, stands []campaign.Change, err error)
	// Concluded joins the sessions of a version that were judged: one verdict for each
	// profile of its scope.
	Concluded(v campaign.Version, sessions []campaign.Session) ([]campaign.Concluded, error)
	// Contradictions tells in what the claims of a version and its judged sessions differ.
	Contradictions(v campaign.Version, sessions []campaign.Session) ([]campaign.Contradiction, error)
	// Waived tells what waivers lift of the session that was judged last.
	Waived(sessions []campaign.Session, waivers []campaign.Waiver) ([]campaign.Waived, error)
	// Propose keeps the packs of an archive, and gives their digest: what cannot judge
	// is campaign.ErrInvalid.
	Propose(ctx context.Context, archive io.Reader) (digest string, err error)
}

// Identity is a provider of identities: internal/oidc.
type Identity interface {
	Title() string
	Begin(ctx context.Context) (to string, a oidc.Attempt, err error)
	// End gives the login of who comes back; oidc.ErrIdentity when it is not established.
	End(ctx context.Context, a oidc.Attempt, answer url.Values) (login string, err error)
}

// Profile is one that a version can claim.
type Profile struct {
	ID    etalon.ProfileID
	Title etalon.Text
}

// Config is what a console stands on.
type Config struct {
	Store *store.Store
	Vault Vault
	// Order has a session judged, within the transaction that takes it in.
	Order func(ctx context.Context, tx *sql.Tx, session campaign.ID) error
	// Ask has an impact told, within the transaction that asks for it.
	Ask func(ctx context.Context, tx *sql.Tx, impact campaign.ID) error
	// CheckHook refuses what is no address to tell things to.
	CheckHook func(address string) error
	Profiles  []Profile // that a version can claim
	// Sign makes statements that are verified without this program.
	Sign campaign.Signer
	// Identity is a provider that people may log in by; nil: none.
	Identity Identity
	// Hall is the address that products are played at; nil: there is none.
	Hall  Hall
	Clock func() time.Time
	// Secure tells that the console is reached over TLS, which a proxy before it ends.
	Secure bool
	// MostUpload bounds an upload, in bytes.
	MostUpload int64
	// Stopping is closed when the program is about to end: nobody is kept waiting then.
	Stopping <-chan struct{}
	Errors   io.Writer // what the machine could not do; never what a person wrote
}

// Console is the handler of all pages.
type Console struct {
	Config
	pages pages
	tries *tries
	gate  *login.Gate

	description []byte // OpenAPI
	mux         http.Handler
}

// How many passwords are checked at a time, 64 MiB each, and how many wait.
const (
	atOnce  = 2
	waiting = 30
)

// New makes a console.
func New(c Config) (*Console, error) {
	p, err := readPages()
	if err != nil {
		return nil, err
	}
	all := &Console{Config: c, pages: p, tries: newTries(c.Clock), gate: login.NewGate(atOnce, waiting)}
	if all.description, err = describe(all.routes()); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for _, r := range all.routes() {
		mux.Handle(r.pattern, all.guarded(r))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { all.visited(w, r).refuse(campaign.ErrUnknown) })
	all.mux = headers(http.NewCrossOriginProtection().Handler(mux))
	return all, nil
}

// ServeHTTP implements http.Handler.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) { c.mux.ServeHTTP(w, r) }

// headers are those of every page: nothing from elsewhere, no script but the one file of
// ours, no frame.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}
