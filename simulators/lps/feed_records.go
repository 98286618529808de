package lps

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
)

// records is the service that takes audit records as AuditEvents (ITI-20, option ATX:
// FHIR Feed).
const records = "audit/AuditEvent"

// postRecords posts all that waits, each by itself.
func (l *LPS) postRecords(ctx context.Context) error {
	for len(l.waiting) > 0 {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, l.address(records), bytes.NewReader(l.waiting[0]))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/fhir+json")
		req.Header.Set("User-Agent", l.cfg.Name+"/"+l.cfg.Version)
		if l.hooks.post != nil {
			l.hooks.post(req)
		}
		resp, err := l.client.Do(req)
		if err != nil {
			return err
		}
		_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20))
		_ = resp.Body.Close()
		if resp.StatusCode >= http.StatusInternalServerError { // what it refuses it would refuse again
			return fmt.Errorf("the audit record repository answers HTTP %d", resp.StatusCode)
		}
		l.waiting = l.waiting[1:]
	}
	return nil
}
