package address

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/driver"
)

func (a *Address) seat(id campaign.ID) (*seat, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if s := a.seats[id]; s != nil {
		return s, nil
	}
	return nil, fmt.Errorf("%w: la séance n'est pas jouée ici (the sitting is not played here)", campaign.ErrState)
}

// Room gives what a sitting waits for, and a channel that is closed when that is
// otherwise.
func (a *Address) Room(id campaign.ID) (campaign.Room, <-chan struct{}, error) {
	s, err := a.seat(id)
	if err != nil {
		return campaign.Room{}, nil, err
	}
	r, changed := s.room.look()
	return r, changed, nil
}

// Say answers what a sitting asks, by the number of its prompt: Answer is yes or no, of a
// question, or what the product showed, of an action. shown is a file that shows it; nil
// for none.
func (a *Address) Say(id campaign.ID, number int, answer string, reaction etalon.Reaction, shown io.Reader) error {
	s, err := a.seat(id)
	if err != nil {
		return err
	}
	asked := s.room.driver.Asked()
	if asked == nil || asked.Number != number {
		return fmt.Errorf("%w: %w", campaign.ErrState, driver.ErrPassed)
	}
	said := driver.Said{Answer: answer, Reaction: reaction}
	switch {
	case asked.Question != nil && answer != driver.Yes && answer != driver.No:
		return fmt.Errorf("%w: yes ou no", campaign.ErrInvalid)
	case asked.Action != nil && !slices.Contains([]string{etalon.ReactDone, etalon.ReactRefused, etalon.ReactError, etalon.ReactUnsupported}, reaction.Status):
		return fmt.Errorf("%w: done, refused, error, unsupported", campaign.ErrInvalid)
	}
	if shown != nil {
		if said.Shown, err = a.Evidence.Show(id, shown); err != nil {
			return err
		}
	}
	if err := s.room.driver.Say(number, said); errors.Is(err, driver.ErrPassed) {
		return fmt.Errorf("%w: %w", campaign.ErrState, err)
	}
	return nil
}

// Stop has a sitting end where it is.
func (a *Address) Stop(id campaign.ID) {
	if s, err := a.seat(id); err == nil {
		s.stop()
	}
}
