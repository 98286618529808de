package console

// work shows what waits for somebody: what the person may do first.
func (c *Console) work(v *visit) error {
	all, err := v.view.Work(v.r.Context())
	if err != nil {
		return err
	}
	return v.show("work", v.say("À faire", "To do"), all)
}

func (c *Console) claim(v *visit) error {
	id, err := v.id()
	if err == nil {
		err = v.view.Claim(v.r.Context(), id)
	}
	if err != nil {
		return err
	}
	return v.to("/versions/%d", id)
}

func (c *Console) release(v *visit) error {
	id, err := v.id()
	if err == nil {
		err = v.view.Release(v.r.Context(), id)
	}
	if err != nil {
		return err
	}
	return v.to("/work")
}
