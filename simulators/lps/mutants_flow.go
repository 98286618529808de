package lps

import "github.com/etalon-dmp/etalon"

// Defects of conduct between messages: checks S01 and S02.
func flowMutants() []Mutant {
	after := func(m Mutant, b etalon.BehaviourName) Mutant { m.Behaviour = b; return m }
	conduct := func(f func(*flow)) func(*hooks) { return func(h *hooks) { f(&h.flow) } }
	return []Mutant{
		define("no-existence-test", "S01", "Le logiciel accède au dossier sans test d'existence.", "The software accesses the record without an existence test.",
			conduct(func(f *flow) { f.skipExistenceTest = true }), etalon.ActFeed, etalon.ActListDocuments),
		define("access-declared-needlessly", "S01", "L'accès est déclaré alors qu'il est déjà valide.", "Access is declared although it is already valid.",
			conduct(func(f *flow) { f.declareAlways = true }), etalon.ActDeclareAccess),
		define("search-after-feed", "S01", "Une recherche automatique suit l'alimentation.", "An automatic search follows feeding.",
			conduct(func(f *flow) { f.searchAfterFeed = true }), etalon.ActFeed),
		after(define("blind-retry", "S02", "La même requête est renvoyée après une erreur.", "The same request is sent again after an error.",
			conduct(func(f *flow) { f.retryBlindly = true }), etalon.ActFeed), etalon.BehaveSOAPFault),
		after(define("success-after-error", "S02", "Un succès est affiché après une erreur.", "Success is shown after an error.",
			conduct(func(f *flow) { f.successAfterError = true }), etalon.ActFeed), etalon.BehaveRegistryError),
		after(define("error-code-hidden", "S02", "L'erreur est montrée sans son code ni son motif.", "The error is shown without its code or reason.",
			conduct(func(f *flow) { f.hideCode = true }), etalon.ActFeed), etalon.BehaveRegistryError),
	}
}
