package population

// Family names are Prefix and three of these: no register of names has them.
var (
	heads  = []string{"BA", "BRI", "CO", "DRA", "FE", "GLO", "JU", "KER", "LU", "MO", "NA", "PLE", "QUI", "RO", "SI", "TRA", "VU", "ZE"}
	bodies = []string{"BO", "CHE", "DI", "FA", "GNO", "LAN", "MI", "NU", "PIR", "RE", "SSO", "TU", "VAN", "ZOU"}
	tails  = []string{"BEC", "CIEL", "DOR", "FLEUR", "GRAND", "LIN", "MONT", "NEAU", "RIVE", "SEL", "TEMPS", "VAL"}
)

// Given names are ordinary ones: a product must show accents and hyphens.
var given = map[string][]string{
	"F": {
		"Adèle", "Agnès", "Anne-Lise", "Aïcha", "Béatrice", "Camille", "Cécile", "Céleste", "Chloé", "Clémence", "Élodie", "Éloïse", "Fatou", "Françoise", "Gaëlle",
		"Hélène", "Inès", "Jeanne", "Joëlle", "Léa", "Lucie", "Maëlys", "Marie-Noëlle", "Mathilde", "Noémie", "Odile", "Océane", "Rosalie", "Solène", "Zoé",
	},
	"M": {
		"Aimé", "André", "Benoît", "Côme", "Damien", "Élie", "Étienne", "Félix", "François", "Gaël", "Gérard", "Hervé", "Ibrahim", "Jean-Noël", "Jérôme",
		"Joël", "Kévin", "Léon", "Loïc", "Mathéo", "Maël", "Moïse", "Noël", "Octave", "Paul-Henri", "Raphaël", "René", "Sébastien", "Timothée", "Youssef",
	},
}
