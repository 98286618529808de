package desk

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/login"
	"github.com/etalon-dmp/etalon/internal/store"
)

// First makes the first account, an administrator's, whose password is the first line
// of in.
func First(ctx context.Context, s *store.Store, name, whole string, in io.Reader) error {
	line, err := io.ReadAll(io.LimitReader(in, 1024))
	if err != nil {
		return err
	}
	password, _, _ := strings.Cut(string(line), "\n")
	secret, err := login.Secret(strings.TrimSuffix(password, "\r"))
	if err != nil {
		return exit.Usage(err, "echo 'un long mot de passe' | etalon people …")
	}
	err = s.First(ctx, name, whole, secret)
	if errors.Is(err, store.ErrFirst) {
		return exit.Usage(err, "Le compte d'administration crée les autres, dans la console. (The administrator's account makes the others, in the console.)")
	}
	return err
}
