package main

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/etalon-dmp/etalon/simulators/manage"
)

// listenManage opens a management port at an address of the machine itself; nil
// when no address is given.
func listenManage(address string) (net.Listener, error) {
	if address == "" {
		return nil, nil
	}
	if !manage.Loopback(address) {
		return nil, usage(fmt.Errorf("--manage %s : seule la machine elle-même peut regarder (only the machine itself may look)", address),
			"écrivez --manage 127.0.0.1:8099 (write --manage 127.0.0.1:8099)")
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, usage(fmt.Errorf("open the management port: %w", err), "choisissez un autre port, ou 0 (choose another port, or 0)")
	}
	return listener, nil
}

// show serves a world until the function that it returns is called.
func show(listener net.Listener, w manage.World) (end func()) {
	server := &http.Server{
		Handler: manage.Handler(w), ReadHeaderTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, MaxHeaderBytes: 16 << 10,
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(listener) // ends when it is closed
	}()
	return func() { server.Close(); <-ended }
}
