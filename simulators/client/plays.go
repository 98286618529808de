package client

import "github.com/etalon-dmp/etalon"

// play is how the client actors play one transaction.
type play struct {
	// params are the parameters that it takes; lot are those of a submission.
	params func(lot []string) []string
	// many tells that each parameter may name several things.
	many    bool
	cases   func() [][]Case
	compose func(*draft) error  // makes what is asked for
	write   func(*draft) string // the payload
}

// plays is the play of a transaction, and whether there is one.
func plays(t etalon.Transaction) (play, bool) {
	named := func(names ...string) func([]string) []string { return func([]string) []string { return names } }
	submit := func(d *draft) string { return d.set.Submit() }
	p, ok := map[etalon.Transaction]play{
		etalon.ITI41: {
			params: func(lot []string) []string { return lot },
			cases: func() [][]Case {
				return [][]Case{lotCases(), provideCases(), multipartCases(), provideMultipartCases()}
			},
			compose: (*draft).composeLot, write: func(d *draft) string { return d.set.Provide() },
		},
		etalon.ITI42: {
			params:  func(lot []string) []string { return append(lot, "repository") },
			cases:   func() [][]Case { return [][]Case{lotCases(), registerCases(), metadataCases(), structureCases()} },
			compose: (*draft).composeLot, write: submit,
		},
		etalon.ITI18: {
			params: func([]string) []string {
				all := []string{"query", "return"}
				for _, p := range queryParams {
					all = append(all, p.name)
				}
				return all
			},
			many: true, cases: func() [][]Case { return [][]Case{queryCases()} },
			compose: (*draft).composeQuery, write: func(d *draft) string { return d.query.XML() },
		},
		etalon.ITI43: {
			params: named("uniqueId", "repository"), many: true,
			cases:   func() [][]Case { return [][]Case{retrieveCases(), multipartCases()} },
			compose: (*draft).composeRetrieve, write: func(d *draft) string { return d.retrieve.XML() },
		},
		etalon.RAD69: {
			params: named("study", "series", "instance"), many: true, cases: func() [][]Case { return [][]Case{imageCases(), multipartCases()} },
			compose: (*draft).composeImages, write: func(d *draft) string { return d.images.XML() },
		},
		etalon.ITI47: {
			params: named(searchParams...), many: true, cases: func() [][]Case { return [][]Case{searchCases(), searchFaults()} },
			compose: (*draft).composeSearch, write: func(d *draft) string { return d.search.XML() },
		},
		etalon.ITI57: {
			params: named("ids", "setUniqueId", "entry", "original", "status", "lid", "uniqueId", "version", "hash", "size", "repository",
				"created", "title", "source", "target", "folder", "other", "propagation"),
			cases:   func() [][]Case { return [][]Case{statusCases(), versionCases(), associationCases()} },
			compose: (*draft).composeUpdate, write: submit,
		},
		etalon.ITI62: {
			params: named("uuid"), many: true, cases: func() [][]Case { return [][]Case{removalCases()} },
			compose: (*draft).composeRemoval, write: func(d *draft) string { return removal(d.removed) },
		},
	}[t]
	return p, ok
}
