// Package submit hands in a session to the authority's console as a pipeline does: it
// sends the archive of a dossier with the token of a product, waits for the judgement,
// and tells where the authority's verdict is not the local one.
//
// It may import the root package, internal/exit and internal/standing. The archive and
// the connection are given.
package submit
