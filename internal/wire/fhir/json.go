package fhir

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// readJSON reads a resource in JSON (FHIR R4, json.html), token by token: a name that
// comes twice gives its values one after another.
func readJSON(text []byte) (*Node, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var count nodes
	n, err := jsonValue(d, &count, 0)
	if err != nil {
		return n, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return n, malformed("something follows the resource")
	}
	return n, nil
}

// jsonValue reads one value that is no array.
func jsonValue(d *json.Decoder, count *nodes, depth int) (*Node, error) {
	token, err := d.Token()
	if err != nil {
		return &Node{}, malformed("%v", err)
	}
	return jsonFrom(d, token, count, depth)
}

func jsonFrom(d *json.Decoder, token json.Token, count *nodes, depth int) (*Node, error) {
	n := &Node{}
	if err := count.more(depth); err != nil {
		return n, err
	}
	switch v := token.(type) {
	case string:
		n.Value = v
	case json.Number:
		n.Value = v.String()
	case bool:
		n.Value = map[bool]string{true: "true", false: "false"}[v]
	case json.Delim:
		if v == '{' {
			return n, jsonObject(d, n, count, depth)
		}
		return n, jsonArray(d, n, "", count, depth) // an array in an array: FHIR has none
	}
	return n, nil
}

func jsonObject(d *json.Decoder, n *Node, count *nodes, depth int) error {
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return malformed("%v", err)
		}
		name, _ := key.(string)
		token, err := d.Token()
		if err != nil {
			return malformed("%v", err)
		}
		if token == json.Delim('[') {
			if err := jsonArray(d, n, name, count, depth); err != nil {
				return err
			}
			continue
		}
		kid, err := jsonFrom(d, token, count, depth+1)
		n.add(name, kid)
		if err != nil {
			return err
		}
		if name == "resourceType" {
			n.Type = kid.Value
		}
	}
	_, err := d.Token() // its end
	return err
}

func jsonArray(d *json.Decoder, n *Node, name string, count *nodes, depth int) error {
	for d.More() {
		kid, err := jsonValue(d, count, depth+1)
		n.add(name, kid)
		if err != nil {
			return err
		}
	}
	_, err := d.Token() // its end
	return err
}
