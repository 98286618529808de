package main

import "github.com/etalon-dmp/etalon/internal/verdicts"

type workerCmd struct {
	Libxml2 workerLibxml2Cmd `cmd:"" name:"libxml2"`
}

type workerLibxml2Cmd struct{}

// Run answers validation requests until its input ends. libxml2's binding can
// crash on a hostile value: here it takes only this process with it.
func (workerLibxml2Cmd) Run(a *app) error {
	if a.near != nil {
		a.near()
	}
	return verdicts.ServeEngine(a.in, a.out)
}
