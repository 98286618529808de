package launch

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Interrupts has the first interrupt of this process ask for the end and, when twice
// is true, the second one end it at once: what it gives is done then, and leave is
// called. A child of ours has the first alone: an interrupt in a terminal reaches it
// too, its parent hands it on, and the parent is the one that ends it.
func Interrupts(first func(), twice bool, leave func()) context.Context {
	abandoned, abandon := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		first()
		if !twice {
			return // the channel fills and drops the rest
		}
		fmt.Fprintln(os.Stderr, "\nArrêt demandé ; Ctrl-C de nouveau pour ne rien attendre (stopping; Ctrl-C again to wait for nothing)")
		<-signals
		abandon()
		time.Sleep(100 * time.Millisecond) // for the child to be ended
		leave()
	}()
	return abandoned
}
