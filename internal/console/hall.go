package console

import (
	"context"
	"io"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/store"
)

// Hall is the one address that products are played at: internal/address, as the desk
// binds it to the store.
type Hall interface {
	// Where is what products call.
	Where() string
	// Issue gives a version keys and certificates of its own, as an archive (zip).
	Issue(ctx context.Context, as store.View, version campaign.ID) ([]byte, error)
	Begin(ctx context.Context, as store.View, wish campaign.Wish) (campaign.ID, error)
	// Room gives what a sitting waits for, and a channel that is closed when that is
	// otherwise: campaign.ErrState when it is not played here.
	Room(sitting campaign.ID) (campaign.Room, <-chan struct{}, error)
	Say(ctx context.Context, as store.View, sitting campaign.ID, said Said) error
	Stop(ctx context.Context, as store.View, sitting campaign.ID) error
	// Strays are the calls of a version that no sitting took; of 0, those of nobody.
	Strays(of campaign.ID) []campaign.Stray
}

// Said is what a person answers to a prompt of a room.
type Said struct {
	Number   int
	Answer   string          // yes or no, of a question
	Reaction etalon.Reaction // of an action
	Shown    io.Reader       // a file that shows it; nil for none
}

// errNoHall is told where there is no address.
var errNoHall = etalon.Text{
	FR: "Ce banc n'a pas d'adresse où jouer : etalon serve --address. Remettez un dossier joué par etalon run.",
	EN: "This bench has no address to play at: etalon serve --address. Hand in a dossier that etalon run played.",
}

// hall is the address, campaign.ErrState where there is none.
func (v *visit) hall() (Hall, error) {
	if v.Hall == nil {
		return nil, stateOf(errNoHall)
	}
	return v.Hall, nil
}
