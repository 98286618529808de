// Package remote keeps what was handed in to a console in a store of objects too, locked
// there, before it is said to be taken; what this machine does not have is brought from
// there. The folder of a console is then a copy that can be lost.
package remote
