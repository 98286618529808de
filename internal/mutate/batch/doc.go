// Package batch makes many mutants of many documents, with an index of what was
// changed in each. It may import internal/{mutate,validate,verdicts,exit} and
// reports; whoever calls gives the documents and the sink.
package batch
