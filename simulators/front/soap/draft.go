package soap

import (
	"bytes"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/awkward"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// draft is an answer before it is packaged: what a behaviour may still spoil.
type draft struct {
	status    int
	message   soap.Message
	asked     string // wsa:Action of the request
	multipart bool
	parts     []mtom.OutPart // beside the root part
	soap11    bool
	cut       bool // the multipart body stops in the middle of its last part
}

// send packages a draft.
func (c call) send(d *draft) fronthttp.Reply {
	if c.spoil != nil {
		c.spoil(d)
	}
	envelope := d.message.Bytes()
	if d.soap11 {
		envelope = as11(envelope)
	}
	if c.hand != nil {
		return c.unfriendly(d, envelope)
	}
	if !d.multipart {
		return fronthttp.Reply{Status: d.status, ContentType: d.plainType(), Body: envelope}
	}
	boundary, id := "uuid:"+c.NewID(), "root."+c.NewID()+"@etalon"
	root := mtom.RootPart(id, envelope)
	body := mtom.Outgoing{Boundary: boundary, Parts: append([]mtom.OutPart{root}, d.parts...)}
	return fronthttp.Reply{Status: d.status, ContentType: d.in11(mtom.ContentType(boundary, id, d.message.Action)), Stream: d.stream(body)}
}

// unfriendly packages a draft by an awkward hand.
func (c call) unfriendly(d *draft, envelope []byte) fronthttp.Reply {
	if !d.multipart {
		return fronthttp.Reply{Status: d.status, ContentType: c.hand.PlainType(d.plainType()), Body: c.hand.XML(envelope), Form: c.hand.Form()}
	}
	body, contentType := c.hand.Package(awkward.Content{
		Envelope: envelope, Parts: d.parts, Action: d.message.Action, NewID: c.NewID,
	})
	return fronthttp.Reply{Status: d.status, ContentType: d.in11(contentType), Stream: d.stream(body), Form: c.hand.Form()}
}

func (d *draft) stream(body mtom.Outgoing) fronthttp.Stream {
	if !d.cut {
		return body
	}
	last := body.Parts[len(body.Parts)-1]
	closing := int64(len("\r\n--" + body.Boundary + "--\r\n"))
	return upTo{body, body.Size() - closing - last.Size()/2 - last.Size()%2}
}

func (d *draft) plainType() string {
	if d.soap11 {
		return "text/xml; charset=UTF-8"
	}
	return soap.ContentType(d.message.Action)
}

// in11 names SOAP 1.1 where a type names SOAP 1.2.
func (d *draft) in11(contentType string) string {
	if !d.soap11 {
		return contentType
	}
	return strings.ReplaceAll(contentType, "application/soap+xml", "text/xml")
}

// as11 turns a SOAP 1.2 envelope into one of SOAP 1.1, whose mustUnderstand is
// a digit.
func as11(envelope []byte) []byte {
	envelope = bytes.ReplaceAll(envelope, []byte(soap.NS12), []byte(soap.NS11))
	return bytes.ReplaceAll(envelope, []byte(`soap:mustUnderstand="true"`), []byte(`soap:mustUnderstand="1"`))
}
