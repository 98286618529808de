package community

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
	frontsoap "github.com/etalon-dmp/etalon/simulators/front/soap"
	"github.com/etalon-dmp/etalon/simulators/registry"
)

// sound is the conforming server: the simulated actors, and the refusals that
// they leave to the rules because a client is judged there, not a server.
type sound struct {
	frontsoap.Service
	rand io.Reader // of identifiers
}

// Answer implements frontsoap.Service.
func (s sound) Answer(ctx context.Context, r *frontsoap.Request, to actor.Route) fronthttp.Reply {
	if r.SOAP.MessageID() == "" && len(r.SOAP.MessageIDs) == 0 {
		return s.refuse(r, soap.Fault{
			Code: soap.Sender, Space: soap.NSWSA, Subcode: "MessageAddressingHeaderRequired",
			ReasonFR: "L'en-tête wsa:MessageID est absent.", ReasonEN: "The header wsa:MessageID is missing.",
		})
	}
	if why := mispacked(r, to.Transaction); why != "" {
		return s.refuse(r, soap.Fault{
			Code: soap.Sender, ReasonFR: "Le message n'est pas emballé comme sa transaction le demande : " + why,
			ReasonEN: "The message is not packaged as its transaction asks: " + why,
		})
	}
	return s.Service.Answer(ctx, reread(r, domestic), to)
}

// refuse answers with a fault.
func (s sound) refuse(r *frontsoap.Request, f soap.Fault) fronthttp.Reply {
	action := soap.ActionSOAPFault
	if f.Space == soap.NSWSA {
		action = soap.ActionWSAFault
	}
	return frontsoap.FaultReply(soap.Message{Action: action, MessageID: urn(s.rand), RelatesTo: r.SOAP.MessageID(), To: soap.Anonymous, WithTo: true}, f)
}

// mispacked says what is wrong with the packaging of a message: some
// transactions are in MTOM, the others in plain SOAP (IHE ITI TF-2 Appendix V).
func mispacked(r *frontsoap.Request, t etalon.Transaction) string {
	known, _ := t.Info()
	want := string(cmp.Or(known.Packaging, etalon.SimpleSOAP))
	if got := r.Message.Media.Type; !strings.EqualFold(got, want) {
		return fmt.Sprintf("%q, %s", got, want)
	}
	return ""
}

// mimeTypes are the types of document that the community exchanges.
var mimeTypes = []string{"text/xml", "application/pdf", "text/plain", "image/jpeg", "image/tiff", "application/dicom", "application/xslt+xml"}

var mimeAttribute = regexp.MustCompile(`mimeType="([^"]*)"`)

// domestic empties a mimeType that the community does not have: its registry
// then refuses the entry.
func domestic(s string) string {
	return mimeAttribute.ReplaceAllStringFunc(s, func(a string) string {
		if slices.Contains(mimeTypes, mimeAttribute.FindStringSubmatch(a)[1]) {
			return a
		}
		return `mimeType=""`
	})
}

// classCodes are the class codes of the community (spec: DMP §5.2, J57).
var classCodes = []string{"10", "11", "31", "42", "43", "44", "45", "52", "60", "90", "95", "urn:oid:1.3.6.1.4.1.19376.1.2.1.1.1"}

// policyOf is the registry's policy: strict, with class codes of its own.
func policyOf(plain bool) registry.Policy {
	p := registry.IHE()
	if !plain {
		p = registry.DMP()
		p.Strict = true
	}
	p.Coded = func(attribute, code, scheme string) bool {
		if attribute != "DocumentEntry.classCode" {
			return true
		}
		return slices.Contains(classCodes, code) && (scheme == "1.2.250.1.213.1.1.4.1" || scheme == "URN")
	}
	return p
}

// shared is a source of randomness for several at a time.
type shared struct {
	mu   sync.Mutex
	from io.Reader
}

// Read implements io.Reader.
func (s *shared) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.from.Read(p)
}

// urn makes a version 4 UUID.
func urn(from io.Reader) string {
	b := make([]byte, 16)
	_, _ = io.ReadFull(from, b)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
