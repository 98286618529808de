package main

import (
	"context"
	"fmt"
	"os"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/doctor"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/launch"
	"github.com/etalon-dmp/etalon/internal/plan"
)

type doctorCmd struct {
	SUT string `name:"sut" required:"" help:"sut.yaml du produit, ou builtin:lps. (The product's sut.yaml, or builtin:lps.)"`
}

// Help gives an example.
func (doctorCmd) Help() string { return "Exemple : etalon doctor --sut sut.yaml" }

// Run checks what a session needs, all of it, and exits 3 when something is wrong.
func (c *doctorCmd) Run(ctx context.Context, a *app) error {
	sut, err := a.sut(c.SUT, "", nil)
	if err != nil {
		return err
	}
	all, err := a.scenarios(nil)
	if err != nil {
		return err
	}
	d := doctor.Doctor{Means: a.means("fr"), Unclaimable: plan.Claims(all.Catalogue), Find: launch.Find, Rules: func() error {
		j, err := a.judge(nil)
		if err == nil {
			j.Close()
		}
		return err
	}}
	if info, err := os.Stat(a.self); err == nil {
		d.Built = info.ModTime()
	}
	wrong := 0
	d.Examine(ctx, sut, func(check doctor.Check) {
		if len(check.Faults) == 0 {
			fmt.Fprintf(a.say(), "bon (ok)      %s\n", check.Name)
		}
		for _, f := range check.Faults {
			wrong++
			fmt.Fprintf(a.say(), "à corriger    %s : %s\n              à qui (whose): %s\n              → %s\n", check.Name, f.What, f.Whose, f.Mend)
		}
	})
	if wrong > 0 {
		return exit.Error{Code: etalon.ExitNotReady}
	}
	fmt.Fprintln(a.say(), "Prêt pour une session. (Ready for a session.)")
	return nil
}
