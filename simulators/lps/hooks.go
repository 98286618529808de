package lps

import (
	"crypto/tls"
	"net/http"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/internal/wire/ntp"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/hl7"
	"github.com/etalon-dmp/etalon/simulators/lps/kos"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
	"github.com/etalon-dmp/etalon/simulators/lps/trace"
	"github.com/etalon-dmp/etalon/simulators/lps/vihf"
	"github.com/etalon-dmp/etalon/simulators/lps/xua"
)

// call is the request being made, as a hook sees it.
type call struct {
	lps         *LPS
	transaction etalon.Transaction
	patient     etalon.Patient // zero when no patient is targeted
	about       about          // for its audit record
	action      string         // wsa:Action; "" for that of the transaction
}

// hooks are the places where a mutant may put its hand: each is called with
// the value as the conforming LPS made it, just before it is written. A nil
// hook leaves the value alone.
type hooks struct {
	asked         func(*LPS, *etalon.Action) // what the user asked for
	tls           func(*LPS, *tls.Config)
	vihfSigner    func(*LPS) xmlsec.Signer              // instead of the signature certificate
	vihf          func(*call, *vihf.Assertion)          // before it is signed
	identity      func(*call, *xua.Assertion)           // of plain IHE, before it is signed
	token         func(*call, string) string            // after it is signed
	soap          func(*call, *soap.Message)            // the envelope's headers and body
	envelope      func(*call, []byte) []byte            // the envelope as text
	packaging     func(*call, *outgoing)                // MTOM parts and HTTP headers
	document      func(*call, *cda.Document)            // what CDA and metadata both say
	cda           func(*call, *cda.Document)            // what the CDA alone says
	body          func([]byte) []byte                   // the PDF of a level 1 document
	content       func([]byte) []byte                   // a document as text, before it is signed
	manifest      func(*kos.Manifest)                   // what a DICOM manifest says
	dataset       func(dicom.Dataset) dicom.Dataset     // the same as attributes
	file          func([]byte) []byte                   // the same as bytes
	entry         func(*call, *submission.Object)       // the metadata of one document
	lot           func(*call, *xmlsec.Lot)              // what the lot signature speaks of
	lotSigner     func(*LPS) xmlsec.Signer              // instead of the signature certificate
	signature     func(*call, *submission.Object)       // the entry of the lot signature, or of the documents'
	dsg           func(*call, *xmlsec.DSG)              // what the signature of documents speaks of
	dsgWith       xmlsec.Algorithms                     // of that signature; zero for IHE's
	signed        func(*call, []byte) []byte            // that signature, or the lot's, before it is described
	set           func(*call, *submission.Set)          // the whole submission
	folder        func(*call, *submission.Object)       // a new folder
	removal       func(*call, *submission.Removal)      // ITI-62
	query         func(*call, *submission.Query)        // ITI-18
	retrieve      func(*call, *submission.Retrieve)     // ITI-43
	images        func(*call, *submission.Images)       // RAD-69
	web           func(*webRequest)                     // RAD-55, RAD-107
	referred      func([]kos.Reference) []kos.Reference // what a manifest refers to, as it is read
	hl7           func(*call, *hl7.Query)               // TD0.2, TD0.5
	register      func(*call, *hl7.Registration)        // TD1.1, TD1.2, TD1.3b, TD1.4
	own           func(*call, *ownRequest)              // TD0.3, TD0.4, TD1.5, TD1.6
	insi          func(*call, *insiQuery)               // a search for an identity
	insiContext   func(*call, *insiContext)             // the contexts around it
	insiAssertion func(*call, *xua.Assertion)           // of it, before it is signed
	audit         func(*call, *trace.Record)            // an audit record
	auditText     func([]byte) []byte                   // the same as text
	syslog        func(*call, *syslog.Message)          // around it
	frame         func([]byte) []byte                   // instead of the length before the message
	event         func(map[string]any)                  // an audit record as an AuditEvent, about to be posted
	post          func(*http.Request)                   // the request that posts it
	ntp           func(*LPS, *ntp.Packet)               // a question to the time server
	ntpBytes      func([]byte) []byte                   // the same as bytes
	flow          flow
}

// flow holds the misconducts that are not in a message but between them.
type flow struct {
	skipExistenceTest bool // go straight to the record
	declareAlways     bool // TD0.3 even when access is already valid
	searchAfterFeed   bool // TD3.1 by itself after TD2.1
	retryBlindly      bool // the same request again after an error
	successAfterError bool // say done whatever came back
	hideCode          bool // an error without its code or reason
	trustBroken       bool // use an answer that is cut short, or that names a part twice
	trustAnyAnswer    bool // use an answer to another request
	ignorePartial     bool // take PartialSuccess for success
	showAnything      bool // show a document that did not come
	useAnyRecord      bool // go on with a record that is closed, absent or forbidden, and say that it was refused
	keepRecord        bool // go on with what was known of a record that was changed or closed
	trustSignatures   bool // show a document without looking at its signature
	ignoreBroken      bool // look at the signature of a document, and show it whatever is found
	manageAttached    bool // change or close a record that is attached to Mon espace santé
	listOnOpening     bool // list the documents by itself when a record is opened
	useUnqualified    bool // go on with an identity that INSi does not know
	useFormer         bool // use a number of the history
	keepAuthority     bool // use the authority that INSi says, whatever the environment
	recordFirst       bool // ask the DMP before INSi
	keepAssertion     bool // use an assertion that INSi refused
	ownDoor           bool // show INSi the certificate of the DMP, in the place of its own
	repeatINSi        bool // the same search again after its answer
	auditNothing      bool // no record of any exchange
	auditNoActivity   bool // no record of start, stop, login and logout
	auditSuccessOnly  bool // no record of what failed
	auditAlwaysWell   bool // the record of what failed says that it went well
	auditPartialOnce  bool // one record of a partial success
	auditTwice        bool // two records of each exchange
	auditEarly        bool // the record before the exchange
	auditNoAlert      bool // no record of a server that was refused
	askNobody         bool // do not ask whether a server's certificate is revoked
	useRevoked        bool // send to a server whose certificate is revoked, knowing it
	useUnknown        bool // send to a server of which nothing valid was learnt
	auditForget       bool // what cannot be delivered at once is lost
	trustAnyTime      bool // believe whatever a time server says
	ignoreTime        bool // say that the clock is right, and leave it as it is
	stayOn            bool // ask again a time server that said to go away
	neverAsk          bool // say that the clock is right without asking
	sayRight          bool // say that the clock is right without an answer
	takeLast          bool // of several time servers believe the last
	takeMean          bool // of several time servers take the mean
	setOnce           bool // of several answers of a time server adopt the first
	neverBack         bool // never set a clock back by more than a quarter of an hour
	anyManifest       bool // read a manifest that was replaced
	guessImages       bool // ask for images without reading their manifest
	trustImages       bool // show whatever comes as the image that was asked for
	manySyntaxes      bool // show an image in a syntax that was not asked for
	ignoreStatus      bool // take an answer over HTTP for an image, whatever its status
	refuseLeap        bool // refuse an answer that announces a leap second
	renewAfterSilence bool // after no answer, the same documents once more under new identifiers
	repeatDone        bool // the same request again after it succeeded
	goOnAnyway        bool // ask for the rest of a search that was cancelled
	setsOnly          bool // what was submitted since a date: the sets, not what they hold
	lastLeft          bool // what was submitted since a date: all documents but the last
}

// apply calls a hook that is set.
func apply[T any](h func(*call, T), c *call, v T) {
	if h != nil {
		h(c, v)
	}
}
