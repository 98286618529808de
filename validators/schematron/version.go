package schematron

// Version is that of this engine. It changes with anything that can change what a
// schema says of a document.
const Version = "1.0"
