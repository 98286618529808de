package facts

// page is what a session told of a search (ITI-47) before a message that goes on with it.
type page struct {
	sender, receiver, answerer string // devices of the search, and of the answer to it
	total, left                string // as the page before told them
	again                      []string
	jumps                      bool // a place was asked for: what is given again was wanted again
}

// searched is what is known of one search so far.
type searched struct {
	page
	people map[string]bool // that were given
}

// tellPages notes at each message that goes on with a search what came before. It looks
// at each call once.
func tellPages(calls []Summary) {
	type query struct {
		sent bool // by étalon
		id   string
	}
	known := map[query]*searched{}
	for i := range calls {
		c := &calls[i]
		switch {
		case c.QueryID != "":
			s := &searched{page: page{sender: c.SenderID, receiver: c.ReceiverID, answerer: c.AnswerSender}, people: map[string]bool{}}
			known[query{c.Sent, c.QueryID}] = s
			s.take(c)
		case c.Continues != "":
			s := known[query{c.Sent, c.Continues}]
			if s == nil {
				continue
			}
			s.jumps = s.jumps || c.StartsAt != ""
			told := s.page
			for _, p := range c.AnswerPeople {
				if s.people[p] {
					told.again = append(told.again, p)
				}
			}
			c.page = &told
			s.take(c)
		}
	}
}

// take notes what an answer told, where it is a page.
func (s *searched) take(c *Summary) {
	if c.AnswerKind != answerSuccess || c.AnswerTotal == "" {
		return
	}
	s.total, s.left = c.AnswerTotal, c.AnswerLeft
	for _, p := range c.AnswerPeople {
		s.people[p] = true
	}
}
