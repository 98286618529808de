package sut_test

import (
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/sut"
)

// Whatever a declaration holds, it is read or its faults are told with their lines.
func FuzzRead(f *testing.F) {
	f.Add([]byte(sut.Template("127.0.0.1:8443", "pki", []string{"127.0.0.1"})))
	f.Add([]byte("name: &a [*a]\n"))
	f.Add([]byte("a: &a [x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n"))
	f.Add([]byte("driver: {via: exec, command: [\"\\e[31m\"]}\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		_, problems := sut.Read("sut.yaml", src, []etalon.ProfileID{"acces"})
		for _, p := range problems {
			if p.String() == "" {
				t.Error("a fault without a word")
			}
		}
	})
}
