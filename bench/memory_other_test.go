//go:build unix && !linux

package bench

func memory(*tree, document, string) string {
	return "the memory of each process is told on Linux only."
}
