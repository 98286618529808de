// Package squash writes a verdict as Squash TM imports results (REST, import/results):
// one automated test a scenario, under the reference PROFILE.SCENARIO, which the test
// case in Squash has to bear. What was not established is BLOCKED, never SUCCESS, and
// a session of a part of its profiles is no success as a whole.
package squash
