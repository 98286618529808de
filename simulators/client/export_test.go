package client

import "github.com/etalon-dmp/etalon"

// Bytes is the HTTP request of a message, unsent.
func (c *Client) Bytes(m etalon.Sending) ([]byte, error) {
	d, err := c.draft(m)
	if err != nil {
		return nil, err
	}
	return d.packet.bytes(), nil
}
