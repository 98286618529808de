// Package notify tells addresses of others what happened: a POST over HTTPS, signed by a
// secret that they were given once. An address that leads into this machine or its
// network is refused when it is dialled, whatever its name said before.
//
// It may import the standard library.
package notify
