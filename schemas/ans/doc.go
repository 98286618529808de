// Package ans reads the tree of Schematron rules that ANS publishes for CDA
// documents (TestContenuCDA), as published: which entries it has, and which of
// them speak for a document.
//
// Five entries are general. Each of the others is one content model (volet); a
// document names its model by a templateId under 1.2.250.1.213.1.1.1 and its
// version by that templateId's extension (the table is [models]), or else by a
// processing instruction that names the schematron. A document that names no
// version gets the newest the tree has, and the choice says so.
//
// It may import the root package, schemas, internal/wire and the standard library; files
// come through fs.FS. Nothing of the tree is in this project.
package ans
