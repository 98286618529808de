package main

type validateCmd struct{}

// Run is under way.
func (validateCmd) Run(a *app) error { return nil }
