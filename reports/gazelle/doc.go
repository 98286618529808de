// Package gazelle writes a verdict as validators of IHE Gazelle give it: the validation
// report of its service interface, second version, in JSON. The version of the model is
// inferred from that of the interface.
//
// The whole is computed as the format says, from its parts: what is not established
// outweighs what failed. A product that fails and leaves something open is UNDEFINED
// there, and the verdict of Étalon stands in the metadata. Nothing is PASSED for want of
// assertions.
//
// It may import the root package and reports only.
package gazelle
