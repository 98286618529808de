package main

import "github.com/etalon-dmp/etalon/internal/verdicts"

type engineCmd struct{}

// Run answers validation requests until its input ends. libxml2's binding can
// crash on a hostile value: here it takes only this process with it.
func (engineCmd) Run(a *app) error {
	if a.near != nil {
		a.near()
	}
	return verdicts.ServeEngine(a.in, a.out)
}
