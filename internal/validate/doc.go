// Package validate judges files on their own, without a session: documents and
// captured messages, by the embedded packs, by a folder with pack.yaml or by the
// tree that ANS publishes. It tells each document's verdict in the format asked
// for, and compares what two packs say of the same documents.
//
// Whoever calls gives the files, the folders of rules, the sink of the reports
// and what starts a schema engine in a process of its own.
//
// It may import the root package, internal/{exit,verdicts,judge,packdiff,wire},
// schemas, validators and reports; it must not open a file.
package validate
