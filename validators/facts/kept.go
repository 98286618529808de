package facts

import "strings"

// The limits of what session rules see of one exchange, in bytes: of one value, and of
// all of them. Beyond them ev:call/@cut is true and rules conclude nothing.
const (
	maxValue   = 16 << 10
	maxSummary = 1 << 20
)

// keeper copies values out of a message, so that whoever keeps them does not keep the
// message: a session has many, each as long as its sender liked.
type keeper struct {
	left int // bytes
	cut  bool
}

func (k *keeper) text(s string) string {
	most := min(maxValue, k.left)
	if len(s) > most {
		k.cut = true
		s = strings.ToValidUTF8(s[:most], "")
	}
	k.left -= len(s)
	return strings.Clone(s)
}

func (k *keeper) texts(list []string) []string {
	for i, s := range list {
		if k.left <= 0 {
			k.cut = true
			return list[:i]
		}
		list[i] = k.text(s)
	}
	return list
}

// keep makes all values of a summary its own.
func (s *Summary) keep() {
	k := &keeper{left: maxSummary}
	for _, v := range []*string{
		&s.Action, &s.MessageID, &s.INS, &s.ResourceID, &s.ReasonCode, &s.SubmissionSet, &s.SourceID,
		&s.LPSName, &s.LPSVersion, &s.LPSID, &s.UserID, &s.UserName, &s.AssertionID, &s.AssertionHash, &s.LoggedOn, &s.HL7ID, &s.QueryID, &s.Continues, &s.Query, &s.Returns,
		&s.Status, &s.RelatesTo, &s.AnswerKind, &s.AnswerStatus, &s.AnswerCode, &s.Authorisation,
	} {
		*v = k.text(*v)
	}
	for _, list := range []*[]string{&s.UniqueIDs, &s.Named, &s.StatusSlots, &s.Parameters, &s.AnswerCodes, &s.Series} {
		*list = k.texts(*list)
	}
	s.Asked.keep(k)
	s.Answered.keep(k)
	if p, ok := s.detail.(plainCall); ok {
		for _, v := range []*string{&p.method, &p.path, &p.status, &p.asked, &p.answered} {
			*v = k.text(*v)
		}
		s.detail = p
	}
	s.Bytes, s.Asked.Cut = maxSummary-k.left, s.Asked.Cut || k.cut
}

func (c *Cargo) keep(k *keeper) {
	for i := range c.Objects {
		if k.left <= 0 {
			k.cut, c.Objects = true, c.Objects[:i]
			break
		}
		o := &c.Objects[i]
		for _, v := range []*string{
			&o.Kind, &o.ID, &o.LID, &o.Version, &o.UniqueID, &o.Patient, &o.Status, &o.Hash, &o.Size, &o.Repository,
			&o.Type, &o.Source, &o.Target, &o.Previous, &o.OldStatus, &o.NewStatus,
		} {
			*v = k.text(*v)
		}
	}
	for i := range c.Contents {
		if k.left <= 0 {
			k.cut, c.Contents = true, c.Contents[:i]
			break
		}
		d := &c.Contents[i]
		d.UniqueID, d.Repository, d.SHA1 = k.text(d.UniqueID), k.text(d.Repository), k.text(d.SHA1)
	}
}

// Bare is the summary without its lists, and says that it is cut: for whoever has no
// room for them.
func (s Summary) Bare() Summary {
	s.UniqueIDs, s.StatusSlots, s.Parameters, s.AnswerCodes = nil, nil, nil, nil
	s.Asked, s.Answered = Cargo{Cut: true}, Cargo{Cut: true}
	s.Bytes = 0
	return s
}
