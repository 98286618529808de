// Package explore keeps the simulated DMP up for a product that is being made:
// it answers as it was told to, records what arrives, and judges each exchange
// at once. There is no plan and no pass; the dossier may be judged later.
//
// It may import the root package, internal/{exit,session,verdicts,plan,scenario,
// dossier,judge,outcome}, validators/facts and simulators; it must not open a
// file nor know a terminal.
package explore
