package bench

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// peaks runs a command and gives the peak memory, in bytes, of its process and
// of each child that it had, as Linux told until shortly before their end.
func peaks(name string, args ...string) (own int64, children []int64, err error) {
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return 0, nil, err
	}
	done := make(chan struct{})
	go func() { _ = cmd.Wait(); close(done) }()
	seen := map[string]int64{}
	root := strconv.Itoa(cmd.Process.Pid)
	for tick := time.NewTicker(500 * time.Microsecond); ; {
		for _, pid := range append(childrenOf(root), root) {
			seen[pid] = max(seen[pid], highWater(pid))
		}
		select {
		case <-done:
			tick.Stop()
			for pid, n := range seen {
				if pid == root {
					own = n
				} else if n > 0 {
					children = append(children, n)
				}
			}
			return own, children, nil
		case <-tick.C:
		}
	}
}

func childrenOf(pid string) (all []string) {
	lists, _ := filepath.Glob("/proc/" + pid + "/task/*/children")
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		all = append(all, strings.Fields(string(text))...)
	}
	return all
}

// highWater is VmHWM. A process that has not begun its own program yet is still
// its parent to the kernel: it counts from then on.
func highWater(pid string) int64 {
	text, err := os.ReadFile("/proc/" + pid + "/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			return n << 10
		}
	}
	return 0
}

// memory tells what each process of ours needs.
func memory(t *tree, d document, cache string) string {
	own, children, err := peaks(binary, "validate", d.file, "--pack", t.dir, "--cache", cache)
	if err != nil {
		return err.Error()
	}
	rules := "rules from their files"
	if cache != uncached {
		rules = "rules cached"
	}
	text, sum := fmt.Sprintf("étalon, %s: %d MiB", rules, own>>20), own
	for _, n := range children {
		text += fmt.Sprintf(" + %d MiB for libxml2 in its child", n>>20)
		sum += n
	}
	return fmt.Sprintf("%s = %d MiB; the pages of the program that both map count twice.", text, sum>>20)
}
