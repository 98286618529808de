// Package insi reads and writes the messages of INSi, the teleservice of the health
// insurance that tells under which number somebody is known: a search by traits, one by
// the Vitale card, their one answer, and the detail of a fault. Source: the WSDL
// ServiceIdentiteCertifiee as restated in the project's facts (spec: DMP additions §7);
// texts are strings there, without a pattern, but in an answer.
//
// It may import the standard library, internal/wire/soap and internal/wire/xmldoc.
package insi
