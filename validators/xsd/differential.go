package xsd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
)

// Differential runs two engines on each document.
type Differential struct {
	primary, second Engine
	onDemand        bool
}

// Both makes one engine of two. The primary's verdict stands. When the second
// says otherwise in a way that is known, the one that is right stands and
// Verdict.Known has the words of both; otherwise Verdict.Disagreement has. When one of them gives no
// verdict, the other's stands and Verdict.Unchecked says why. It is an error
// only when neither gives one, or the schema is not there.
func Both(primary, second Engine) *Differential {
	return &Differential{primary: primary, second: second}
}

// Confirm is Both, but the second engine is asked only when the first says
// invalid, gives no verdict, or is known not to look closely at something that
// the document has: most conforming documents cost one engine.
func Confirm(primary, second Engine) *Differential {
	return &Differential{primary: primary, second: second, onDemand: true}
}

// Name joins the names of the two.
func (d *Differential) Name() string { return d.primary.Name() + "+" + d.second.Name() }

// Close closes both.
func (d *Differential) Close() error { return errors.Join(d.primary.Close(), d.second.Close()) }

// Prepare prepares the engines that will be asked about every document.
func (d *Differential) Prepare(ctx context.Context, ref SchemaRef) {
	if p, ok := d.primary.(Preparer); ok {
		p.Prepare(ctx, ref)
	}
	if p, ok := d.second.(Preparer); ok && !d.onDemand {
		p.Prepare(ctx, ref)
	}
}

type outcome struct {
	verdict Verdict
	err     error
}

// Validate runs both engines at once, or the second after the first said invalid.
func (d *Differential) Validate(ctx context.Context, ref SchemaRef, doc []byte) (Verdict, error) {
	if d.onDemand {
		v, err := d.primary.Validate(ctx, ref, doc)
		if err == nil && v.Valid && !v.unsure {
			return v, nil
		}
		o, otherErr := d.second.Validate(ctx, ref, doc)
		return d.join(ctx, v, err, outcome{o, otherErr})
	}
	other := make(chan outcome, 1)
	go func() {
		v, err := d.second.Validate(ctx, ref, doc)
		other <- outcome{v, err}
	}()
	v, err := d.primary.Validate(ctx, ref, doc)
	return d.join(ctx, v, err, <-other)
}

// join makes one verdict of two: the primary's, and what the second says to it.
func (d *Differential) join(ctx context.Context, v Verdict, err error, o outcome) (Verdict, error) {
	switch {
	case ctx.Err() != nil && (err != nil || o.err != nil):
		return Verdict{}, ctx.Err()
	case err != nil && o.err != nil:
		return Verdict{}, errors.Join(err, o.err)
	case errors.Is(err, fs.ErrNotExist):
		return Verdict{}, err
	case err != nil:
		o.verdict.Unchecked = d.primary.Name() + ": " + err.Error()
		return o.verdict, nil
	case o.err != nil:
		v.Unchecked = d.second.Name() + ": " + o.err.Error()
		return v, nil
	case v.Valid != o.verdict.Valid:
		words := fmt.Sprintf("%s: %s; %s: %s", d.primary.Name(), v.words(), d.second.Name(), o.verdict.words())
		objecting, taking := v, o.verdict
		if v.Valid {
			objecting, taking = taking, objecting
		}
		if right, names, ok := reconcile(objecting); ok {
			if right.Valid {
				right.Engine = taking.Engine
			}
			right.Known = words + " [" + names + "]"
			return right, nil
		}
		v.Disagreement = words
	}
	return v, nil
}

// words puts a verdict in a few.
func (v Verdict) words() string {
	if v.Valid {
		return "valid"
	}
	if len(v.Violations) == 0 {
		return "invalid"
	}
	first := v.Violations[0]
	return fmt.Sprintf("invalid (line %d: %s)", first.Line, first.Message)
}
