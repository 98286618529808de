//go:build !linux

package postgres

import "syscall"

type account struct{}

func somebody() (account, error) { return account{}, errAbsent }

func (account) owns(string) error { return nil }

func (account) attributes() *syscall.SysProcAttr { return nil }
