package console

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// onePage is how many lines of a long list a page shows. A program is given all.
const onePage = 200

// pageOf is a part of a long list. More is where the next part begins, 0 at the end.
type pageOf[T any] struct {
	All  []T
	More campaign.ID
}

// numbered is a line that the next part of a list can begin after.
type numbered interface{ Number() campaign.ID }

// leaf gives the part of a list that a page asks for.
func leaf[T numbered](v *visit, list func(after campaign.ID, most int) ([]T, error)) (pageOf[T], error) {
	after, err := strconv.ParseInt(cmp.Or(v.r.URL.Query().Get("after"), "0"), 10, 64)
	if err != nil || after < 0 {
		return pageOf[T]{}, fmt.Errorf("%w: after", campaign.ErrInvalid)
	}
	all, err := list(campaign.ID(after), onePage+1)
	if err != nil || len(all) <= onePage {
		return pageOf[T]{All: all}, err
	}
	return pageOf[T]{all[:onePage], all[onePage-1].Number()}, nil
}
