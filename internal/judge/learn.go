package judge

import "github.com/etalon-dmp/etalon/validators/facts"

// learn gathers what a server accepted and showed over the session, for the rules
// that compare its answers with it.
func (c *court) learn() error {
	k := &facts.Knowledge{}
	for _, x := range c.dossier.Exchanges {
		if !facts.Learnt(x) {
			continue
		}
		in, err := c.input(x)
		if err != nil {
			return err
		}
		k.Learn(in)
	}
	c.known = k
	return nil
}
