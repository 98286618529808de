package facts

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// What a session told of a search is noted where it is gone on with: of the same asker
// and query, and of nothing else.
func TestPagesOfASearch(t *testing.T) {
	answer := func(x etalon.ExchangeID, query, more, total, left string, people ...string) Summary {
		return Summary{
			Exchange: x, Transaction: etalon.ITI47, QueryID: query, Continues: more, SenderID: "1.2", ReceiverID: "1.3", AnswerSender: "1.3",
			AnswerKind: answerSuccess, AnswerTotal: total, AnswerLeft: left, AnswerPeople: people,
		}
	}
	jump := answer("x5", "", "q", "3", "1", "b")
	jump.StartsAt = "2"
	refused := answer("x3", "", "q", "3", "1", "c")
	refused.AnswerKind = answerHL7Error
	other := answer("x7", "", "q", "9", "9", "a")
	other.Sent = true
	calls := []Summary{
		answer("x1", "q", "", "3", "2", "a"), answer("x2", "", "q", "3", "1", "b", "a"), refused, answer("x4", "", "q", "4", "0", "c"),
		jump, answer("x6", "", "unheard-of", "1", "0", "a"), other,
	}
	text := string(Session(SessionInput{Calls: calls}).Text)
	for i, want := range []string{
		`page-total="" page-left="" page-again="" page-jumps=""`, `page-total="3" page-left="2" page-again="a" page-jumps="false"`,
		`page-total="3" page-left="1" page-again="" page-jumps="false"`, `page-total="3" page-left="1" page-again="" page-jumps="false"`,
		`page-total="4" page-left="0" page-again="b" page-jumps="true"`, `page-total="" page-left="" page-again="" page-jumps=""`,
		`page-total="" page-left="" page-again="" page-jumps=""`,
	} {
		at := strings.Index(text, `<ev:call exchange="`+string(calls[i].Exchange)+`"`)
		if at < 0 || !strings.Contains(text[at:at+strings.Index(text[at:], "</ev:call>")], want) {
			t.Errorf("%s is not told %s", calls[i].Exchange, want)
		}
	}
	if calls[1].page != nil {
		t.Error("what was given is changed")
	}
}
