package lps

import (
	"time"

	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

func coded(scheme string, c cda.Coded) submission.Classification { return submission.Coded(scheme, c) }

func slot(name string, values ...string) submission.Slot { return submission.Values(name, values...) }

func sha1Hex(b []byte) string { return submission.SHA1(b) }

func (l *LPS) sender(c *call, at time.Time) submission.Sender {
	return submission.Sender{Author: l.author(), Where: l.structure(), SourceID: sourceOID, Patient: l.cx(c.patient), At: at}
}

// submissionSet makes the package of a submission.
func (l *LPS) submissionSet(c *call) *submission.Object {
	set := l.sender(c, l.now()).SetOf("SubmissionSet01", l.oid())
	if l.cfg.Plain {
		plainly(set)
	}
	return set
}
