// Package scenarios holds what a session can be made of: the scenario
// catalogue by profile, the groups of requirements that they trace to, the
// profiles, synthetic patients and documents, and the JSON Schema that editors
// check scenario files with. It holds no logic: internal/scenario reads them.
//
// It may import embed and the standard library's io/fs only.
package scenarios
