// Package terminology is value sets and code systems as they are published, looked up
// by code: the value sets of ANS (JDV_*.xml, IHE Sharing Value Sets) and terminologies
// in RDF (SKOS notations), whose code system is the file's name, OID.rdf. Nothing of
// them is in this project: whoever has them gives a folder.
//
// A code system in RDF is whole: a code that is not in it does not exist. A value set
// says its own codes and their labels, and nothing of what else the system has.
//
// It may import the root package and the standard library; files come through fs.FS.
package terminology
