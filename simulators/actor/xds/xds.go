package xds

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// Errors are failures as registry errors.
func Errors(failures ...actor.Failure) []ebrim.Error {
	var errors []ebrim.Error
	for _, f := range failures {
		errors = append(errors, ebrim.Error{Code: f.Code, Context: f.Text, Location: f.Location, Warning: f.Warning})
	}
	return errors
}

// Response is the rs:RegistryResponse to a call.
func Response(c *actor.Call, errors []ebrim.Error) actor.Reply {
	return actor.Reply{Payload: ebrim.RegistryResponse(append(errors, Errors(c.Beside...)...))}
}

// Failure is an rs:RegistryResponse that failed.
func Failure(_ *actor.Call, f actor.Failure) actor.Reply {
	return actor.Reply{Payload: ebrim.RegistryResponse(Errors(f))}
}

// Submission tells what a submission names.
func Submission(objects []*ebrim.Object, to *actor.Captured) {
	var uids, entries []string
	for _, o := range objects {
		switch o.Kind {
		case ebrim.ExtrinsicObject:
			uids = append(uids, o.Identifier(ebrim.DocumentUniqueID))
			if strings.HasPrefix(o.ID(), "urn:uuid:") {
				entries = append(entries, o.ID())
			}
		case ebrim.RegistryPackage:
			if uid := o.Identifier(ebrim.SetUniqueID); uid != "" {
				to.Add(etalon.FieldSubmissionSet, uid)
			}
			if p := o.Identifier(ebrim.SetPatientID); p != "" {
				to.Patient(p)
			}
		case ebrim.Association:
			if o.Attr("associationType") == ebrim.UpdateStatus {
				entries = append(entries, o.Attr("targetObject"))
			}
		}
	}
	to.Add(etalon.FieldUniqueIDs, uids...)
	to.Add(etalon.FieldEntryUUIDs, entries...)
}
