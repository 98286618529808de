package facts

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
)

// SessionInput is everything that rules across exchanges look at.
type SessionInput struct {
	Seed        int64
	Sealed      bool
	Environment Environment
	TrustedCAs  [][]byte // DER
	Vault       *Vault   // of the session; nil: every certificate is read again
	Connections []etalon.Connection
	Scenarios   []ScenarioInput
	Calls       []Summary // of every exchange, in order of arrival
}

// ScenarioInput is one scenario that ran.
type ScenarioInput struct {
	ID           etalon.ScenarioID
	Profile      etalon.ProfileID
	Requirements []etalon.RequirementID
	Steps        []StepInput // in order of time
	// Outcome is how it ended, "" when it did not, and Owner whose trouble it is
	// that it did not end as it should.
	Outcome string
	Owner   etalon.Owner
	// Refused are the connections that failed before any message while the
	// scenario awaited one that never came.
	Refused []etalon.ConnectionID
}

// StepInput is one step: its record, and what the plan asked of it.
type StepInput struct {
	Record      etalon.StepRecord
	Actor       etalon.Actor       // expect and send
	Transaction etalon.Transaction // expect and send
	Within      time.Duration      // ask, expect and send: the deadline
	// Expected is the reaction status that an attest step asks about.
	Expected string
	// Before and After are what the actors held when an ask step began, and
	// before the next one or at the end of the scenario; nil: not recorded.
	Before, After *etalon.Held
	// Wanted is the answer that a send step wants of a right SUT.
	Wanted etalon.Want
}

// Session writes the evidence document of a session: root ev:session with
// ev:environment, every ev:connection, then every ev:inquiry, an ev:scenario for each scenario (its
// steps, then its calls, each in order of time) and the calls outside any.
func Session(in SessionInput) *Evidence {
	in.Calls = slices.Clone(in.Calls)
	tellPages(in.Calls)
	w := &writer{}
	w.mark("", etalon.Location{Offset: -1})
	w.begin("session", "seed", integer(in.Seed), "sealed", boolean(in.Sealed))
	w.newline()
	in.Environment.write(w)
	for _, c := range in.Connections {
		if c.Inquiry == nil {
			writeConnection(w, c, in.TrustedCAs, in.Vault)
		}
	}
	for _, c := range in.Connections {
		if c.Inquiry != nil {
			writeInquiry(w, c)
		}
	}
	known := make(map[etalon.ScenarioID]bool, len(in.Scenarios))
	for _, s := range in.Scenarios {
		known[s.ID] = true
		ids := make([]string, len(s.Requirements))
		for i, r := range s.Requirements {
			ids[i] = string(r)
		}
		refused := make([]string, len(s.Refused))
		for i, c := range s.Refused {
			refused[i] = string(c)
		}
		w.begin("scenario", "id", string(s.ID), "profile", string(s.Profile), "requirements", strings.Join(ids, " "),
			"outcome", s.Outcome, "owner", string(s.Owner), "refused", strings.Join(refused, " "))
		w.newline()
		for _, step := range s.Steps {
			step.write(w)
		}
		for _, c := range in.Calls {
			if c.Scenario == s.ID {
				c.write(w)
			}
		}
		w.end()
	}
	for _, c := range in.Calls {
		if !known[c.Scenario] {
			c.write(w)
		}
	}
	w.end()
	w.unmark()
	return &Evidence{Text: w.buf, regions: w.regions, nodes: w.nodes}
}

// write writes ev:step; within and elapsed are in seconds.
func (s StepInput) write(w *writer) {
	r := s.Record
	var action, status, shown, code, within, elapsed, variation string
	if r.Action != nil {
		action = string(r.Action.Name)
	}
	if r.Sending != nil {
		variation = r.Sending.Case
	}
	if r.Reaction != nil {
		status, shown, code = r.Reaction.Status, r.Reaction.Shown, r.Reaction.Code
	}
	if s.Within > 0 {
		within = strconv.FormatFloat(s.Within.Seconds(), 'f', -1, 64)
	}
	if !r.Began.IsZero() && !r.Ended.IsZero() {
		elapsed = strconv.FormatFloat(r.Ended.Sub(r.Began).Seconds(), 'f', 3, 64)
	}
	w.mark(r.Exchange, etalon.Location{Offset: -1})
	w.begin("step", "id", string(r.Step), "kind", r.Kind, "outcome", r.Outcome, "at", r.At,
		"exchange", string(r.Exchange), "actor", string(s.Actor), "transaction", string(s.Transaction),
		"within", within, "elapsed", elapsed, "began", instant(r.Began), "action", action,
		"reaction", status, "shown", shown, "code", code, "answer", r.Answer, "by", r.By,
		"expected-reaction", s.Expected, "case", variation, "wanted-status", s.Wanted.Status,
		"wanted-codes", strings.Join(s.Wanted.Codes, " "), "detail", r.Detail, "owner", string(r.Owner))
	Asked{Step: r.Step, Action: r.Action}.write(w)
	writeHeld(w, s.Before, "before", false)
	writeHeld(w, s.After, "after", false)
	w.end()
	w.unmark()
}

// write writes ev:call: a head that every exchange has, and one child of its
// protocol.
func (s Summary) write(w *writer) {
	role, _, _ := parties(etalon.Exchange{Sent: s.Sent})
	direction := "request"
	if s.Sent {
		direction = "response" // what there is to say is about the SUT's message
	}
	w.mark(s.Exchange, etalon.Location{Direction: direction, Offset: -1})
	w.begin("call", "exchange", string(s.Exchange), "step", string(s.Step),
		"actor", string(s.Actor), "transaction", string(s.Transaction), "protocol", string(s.Protocol.OrSOAP()), "sut-role", role, "behaviour", s.Behaviour,
		"connection", string(s.Connection), "received", instant(s.Received))
	if s.detail != nil {
		s.detail.write(w)
	} else {
		s.envelope(w)
	}
	for _, c := range s.clocks {
		c.write(w)
	}
	w.end()
	w.unmark()
}

// envelope writes the ev:soap of an ev:call.
func (s Summary) envelope(w *writer) {
	before, jumps := page{}, ""
	if s.page != nil {
		before, jumps = *s.page, boolean(s.page.jumps)
	}
	w.begin("soap", "path", s.Path, "to", s.To, "action", s.Action, "message-id", s.MessageID, "relates-to", s.RelatesTo, "answer-id", s.AnswerID,
		"ins", s.INS, "resource-id", s.ResourceID, "reason-code", s.ReasonCode,
		"status", s.Status, "answer-kind", s.AnswerKind, "answer-status", s.AnswerStatus, "answer-code", s.AnswerCode,
		"answer-codes", strings.Join(s.AnswerCodes, " "), "answer-total", s.AnswerTotal, "answer-current", s.AnswerCurrent,
		"answer-left", s.AnswerLeft, "answer-people", strings.Join(s.AnswerPeople, " "), "authorisation", s.Authorisation,
		"record-status", s.RecordStatus, "attached", s.Attached, "operation", strings.Join(s.Operation, " "),
		"unique-ids", strings.Join(s.UniqueIDs, " "), "series", strings.Join(s.Series, " "), "submission-set", s.SubmissionSet,
		"lps-name", s.LPSName, "lps-version", s.LPSVersion,
		"lps-id", s.LPSID, "lps-approval", s.LPSApproval, "user-id", s.UserID, "user-name", s.UserName,
		"assertion-id", s.AssertionID, "assertion-digest", s.AssertionHash, "logged-on", s.LoggedOn, "hl7-id", s.HL7ID, "query-id", s.QueryID,
		"continues", s.Continues, "starts-at", s.StartsAt, "search-sender", before.sender, "search-receiver", before.receiver, "search-answer-sender", before.answerer,
		"page-total", before.total, "page-left", before.left, "page-again", strings.Join(before.again, " "), "page-jumps", jumps, "hl7-sender", s.SenderID, "hl7-receiver", s.ReceiverID, "answer-hl7-sender", s.AnswerSender, "acknowledges", s.Acknowledges, "answer-hl7-id", s.AnswerHL7ID, "source-id", s.SourceID, "query", s.Query, "returns", s.Returns, "named", strings.Join(s.Named, " "),
		"status-slots", strings.Join(s.StatusSlots, " "),
		"parameters", strings.Join(s.Parameters, " "), "cut", boolean(s.Asked.Cut || s.Answered.Cut))
	s.Asked.write(w, "request")
	s.Answered.write(w, "answer")
	w.end()
}
