package reports

import "github.com/etalon-dmp/etalon"

// Word is the short name of a verdict, as a reader says it. The names of the
// verdict lattice ("PASS", "FAIL") stay beside it: files and people both search them.
func Word(v etalon.Verdict) etalon.Text {
	switch v {
	case etalon.Pass:
		return etalon.Text{FR: "conforme", EN: "conforms"}
	case etalon.Fail:
		return etalon.Text{FR: "non conforme", EN: "does not conform"}
	case etalon.Inconclusive:
		return etalon.Text{FR: "non établi", EN: "inconclusive"}
	case etalon.NotApplicable:
		return etalon.Text{FR: "sans objet", EN: "not applicable"}
	default:
		return etalon.Text{FR: "erreur du banc", EN: "harness error"}
	}
}

// Sentence says what a verdict claims, and who alone may claim more.
func Sentence(v etalon.Verdict) etalon.Text {
	switch v {
	case etalon.Pass:
		return etalon.Text{
			FR: "Conforme au référentiel exécuté — seule l’autorité homologue.",
			EN: "Conforms to the rules that were run — only the authority approves.",
		}
	case etalon.Fail:
		return etalon.Text{
			FR: "Non conforme au référentiel exécuté — seule l’autorité homologue.",
			EN: "Does not conform to the rules that were run — only the authority approves.",
		}
	case etalon.Inconclusive:
		return etalon.Text{
			FR: "Conformité au référentiel exécuté non établie — seule l’autorité homologue.",
			EN: "Conformity to the rules that were run could not be established — only the authority approves.",
		}
	case etalon.NotApplicable:
		return etalon.Text{
			FR: "Rien de ce qui a été exécuté ne s’applique à ce produit : rien n’est établi.",
			EN: "Nothing that was run applies to this product: nothing is established.",
		}
	default:
		return etalon.Text{
			FR: "Le banc d’essai a failli : ce rapport ne juge pas le produit.",
			EN: "The harness broke: this report does not judge the product.",
		}
	}
}

// Meaning explains a verdict to who reads the word for the first time.
func Meaning(v etalon.Verdict) etalon.Text {
	switch v {
	case etalon.Pass:
		return etalon.Text{
			FR: "Des règles ont trouvé de quoi juger, et toutes tiennent.",
			EN: "Rules found something to judge, and all of them hold.",
		}
	case etalon.Fail:
		return etalon.Text{
			FR: "Au moins une règle ne tient pas : le produit est en cause.",
			EN: "At least one rule does not hold: the product is at fault.",
		}
	case etalon.Inconclusive:
		return etalon.Text{
			FR: "Les éléments recueillis ne permettent pas de trancher.",
			EN: "The evidence collected does not allow a decision.",
		}
	case etalon.NotApplicable:
		return etalon.Text{
			FR: "L’exigence ne concerne pas ce produit ; elle est comptée à part.",
			EN: "The requirement does not concern this product; it is counted apart.",
		}
	default:
		return etalon.Text{
			FR: "Le banc lui-même a failli : jamais la faute du produit, jamais un succès.",
			EN: "The harness itself broke: never the product’s fault, never a pass.",
		}
	}
}

// Grade says what a confidence letter stands for; the zero Text for none.
func Grade(c etalon.Confidence) etalon.Text {
	switch c {
	case etalon.ConfidenceA:
		return etalon.Text{FR: "texte officiel", EN: "official text"}
	case etalon.ConfidenceB:
		return etalon.Text{FR: "documentation d’éditeurs sur les exigences officielles", EN: "vendors’ documentation of official requirements"}
	case etalon.ConfidenceC:
		return etalon.Text{FR: "expérience d’un seul éditeur", EN: "experience of one implementer"}
	case etalon.ConfidenceD:
		return etalon.Text{FR: "déduction", EN: "inference"}
	default:
		return etalon.Text{}
	}
}

// Verdicts is the order in which reports count verdicts: worst first.
func Verdicts() []etalon.Verdict {
	return []etalon.Verdict{etalon.Broken, etalon.Fail, etalon.Inconclusive, etalon.Pass, etalon.NotApplicable}
}
