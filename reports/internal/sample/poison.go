package sample

import (
	"reflect"

	"github.com/etalon-dmp/etalon"
)

// Unspeakable holds what XML 1.0, JSON, HTML and terminals each have trouble
// with: NUL, escape, C1 controls, bytes that are not UTF-8, a surrogate written
// as UTF-8, noncharacters, changes of direction, an end of CDATA, a comment.
const Unspeakable = "\x00\x1b]0;titre\x07\u009b31m \xff\xfe\xed\xa0\x80 \ufffe\uffff \u202e\u2066 ]]> --> </script> \r\n\t\u2028 \U000e0041 é"

// Poisoned is Result with evil in every string that does not choose a branch.
func Poisoned(evil string) etalon.Result {
	r := Result()
	poison(reflect.ValueOf(&r).Elem(), evil)
	return r
}

func poison(v reflect.Value, evil string) {
	switch v.Kind() {
	case reflect.String:
		if t := v.Type(); t != reflect.TypeFor[etalon.Severity]() && t != reflect.TypeFor[etalon.Outcome]() {
			v.SetString(evil)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			poison(v.Field(i), evil)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), evil)
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i), evil)
		}
	default: // holds no string
	}
}
