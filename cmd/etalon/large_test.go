package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// octets is a document of any size made on the spot, different for each n.
type octets struct {
	n, left int64
}

func (o *octets) Read(p []byte) (int, error) {
	if o.left == 0 {
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), o.left)]
	for i := range p {
		p[i] = byte((o.left - int64(i)) * (2*o.n + 1) >> 3)
	}
	o.left -= int64(len(p))
	return len(p), nil
}

// A document of 50 MB goes in and comes out; nothing of its size is ever in
// memory, and both messages are on record whole.
func TestFiftyMegabytesPassThroughAFewBuffers(t *testing.T) {
	const size = 50_000_000
	r := record(t)
	conn, err := r.dial()
	must(t, err)
	defer conn.Close()
	br := bufio.NewReader(conn)
	before, after := lotParts(known(t, "ACTIF"), 1, size)

	var start, end runtime.MemStats
	runtime.ReadMemStats(&start)
	_, err = io.Copy(conn, io.MultiReader(strings.NewReader(before), &octets{1, size}, strings.NewReader(after)))
	must(t, err)
	must(t, succeeded(br, 1, nil))
	_, err = io.WriteString(conn, fetch(1))
	must(t, err)
	came := sha256.New()
	counted := &counter{to: came}
	must(t, succeeded(br, 1, counted))
	runtime.ReadMemStats(&end)
	if n := end.TotalAlloc - start.TotalAlloc; n > 8<<20 {
		t.Errorf("%d bytes were allocated in all", n)
	}
	if counted.n < size {
		t.Fatalf("%d bytes came", counted.n)
	}
	r.end()

	d, err := dossier.Read(disk.Folder(r.dir))
	must(t, err)
	if len(d.Exchanges) != 2 || d.Exchanges[0].Request.Size != int64(len(before)+len(after)+size) || d.Exchanges[1].Response.Size < counted.n {
		t.Fatalf("%+v", d.Exchanges)
	}
	want := sha256.New()
	_, err = io.Copy(want, &octets{1, size})
	must(t, err)
	for what, b := range map[string]etalon.Blob{"request": d.Exchanges[0].Request, "answer": d.Exchanges[1].Response} {
		raw, err := d.Bytes(b)
		must(t, err)
		_, tail, _ := bytes.Cut(raw, []byte("Content-ID: <d"))
		_, document, _ := bytes.Cut(tail, []byte("\r\n\r\n"))
		if sum := sha256.Sum256(document[:min(size, len(document))]); !bytes.Equal(sum[:], want.Sum(nil)) {
			t.Errorf("the document of the %s is another one", what)
		}
	}
}

type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return c.to.Write(p)
}

// Two hundred products send at one time, each half of its message before any
// sends the rest; each gets its own answer and then its own document back.
func TestTwoHundredSessionsDoNotMix(t *testing.T) {
	t.Parallel()
	const sessions = 200
	r := record(t)
	active := known(t, "ACTIF")
	var halfway, wg sync.WaitGroup
	halfway.Add(sessions)
	failed := make(chan error, sessions)
	for n := range sessions {
		size := int64(1000 + n%5*60_000) // in memory, in a larger buffer, on disk
		before, after := lotParts(active, n, size)
		wg.Go(func() {
			err := func() error {
				conn, err := r.dial()
				if err != nil {
					halfway.Done()
					return err
				}
				defer conn.Close()
				if err := conn.SetDeadline(time.Now().Add(patient)); err != nil {
					return err
				}
				document := &octets{int64(n), size}
				_, err = io.Copy(conn, io.MultiReader(strings.NewReader(before), io.LimitReader(document, size/2)))
				halfway.Done()
				if err != nil {
					return err
				}
				halfway.Wait()
				if _, err := io.Copy(conn, io.MultiReader(document, strings.NewReader(after))); err != nil {
					return err
				}
				br := bufio.NewReader(conn)
				if err := succeeded(br, n, nil); err != nil {
					return err
				}
				if _, err := io.WriteString(conn, fetch(n)); err != nil {
					return err
				}
				var got bytes.Buffer
				if err := succeeded(br, n, &got); err != nil {
					return err
				}
				want, _ := io.ReadAll(&octets{int64(n), size})
				if !bytes.Contains(got.Bytes(), append([]byte("\r\n\r\n"), append(want, "\r\n--"...)...)) {
					return fmt.Errorf("session %d got another document", n)
				}
				return nil
			}()
			if err != nil {
				failed <- err
			}
		})
	}
	wg.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	r.end()
	d, err := dossier.Read(disk.Folder(r.dir))
	must(t, err)
	if len(d.Exchanges) != 2*sessions || len(d.Connections) != sessions || len(d.Incomplete) != 0 {
		t.Errorf("%d exchanges, %d connections, incomplete %v", len(d.Exchanges), len(d.Connections), d.Incomplete)
	}
	for _, x := range d.Exchanges {
		request, err := d.Bytes(x.Request)
		must(t, err)
		answer, err := d.Bytes(x.Response)
		must(t, err)
		if id := x.Fields[etalon.FieldMessageID]; !bytes.Contains(request, []byte(id)) || !bytes.Contains(answer, []byte("RelatesTo>"+id+"<")) {
			t.Errorf("%s: the record mixes two exchanges", x.ID)
		}
	}
}

// began tells that one message is being spooled and that bytes of it are on the
// disk: the file stands before its first byte does.
func began(folder string) bool {
	list, err := os.ReadDir(folder)
	if err != nil || len(list) != 1 {
		return false
	}
	info, err := list[0].Info()
	return err == nil && info.Size() > 0
}

// A simulator that is killed while a product sends: what it acknowledged is in
// the dossier, what it was receiving is listed, and the judge passes nothing.
func TestKilledWhileReceiving(t *testing.T) {
	t.Parallel()
	dir, declaration := vendor(t)
	out := filepath.Join(dir, "out")
	c := open(t, "simulate", "--no-judge", "--sut", declaration, "--out", out)
	base := reached(c.await(c.out, "https://"))
	installed(t, declaration, base, "").does(etalon.Action{ID: "essai", Name: etalon.ActExistenceTest, Patient: known(t, "ACTIF")})

	reader, writer := io.Pipe()
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		resp, err := caller(t, declaration, pki.StructureAuth).Post(base+"/si-dmp-server/v2/services/repository", "application/octet-stream", reader)
		if err == nil {
			resp.Body.Close()
			t.Error("a message that never ended was answered")
		}
	}()
	_, err := writer.Write(make([]byte, 3_000_000))
	must(t, err)
	incomplete := filepath.Join(out, "dossier", "incomplete")
	for late := time.After(patient); ; {
		if began(incomplete) {
			break
		}
		select {
		case <-late:
			t.Fatal("nothing was spooled")
		case <-time.Tick(10 * time.Millisecond):
		}
	}
	must(t, syscall.Kill(c.cmd.Process.Pid, syscall.SIGKILL))
	_ = writer.CloseWithError(io.ErrClosedPipe)
	<-sent

	d := evidence(t, out)
	if len(d.Exchanges) != 1 || d.Exchanges[0].Transaction != etalon.TD02 || d.Exchanges[0].Response.Size == 0 || d.Seal != nil {
		t.Fatalf("%+v, seal %v", d.Exchanges, d.Seal)
	}
	if len(d.Incomplete) != 1 || d.Incomplete[0].Size == 0 || d.Connections[d.Incomplete[0].Connection()].ID == "" {
		t.Fatalf("incomplete: %+v", d.Incomplete)
	}
	said := command(t, etalon.ExitInconclusive, nil, "dossier", "verify", filepath.Join(out, "dossier"))
	if !strings.Contains(said, d.Incomplete[0].Name) {
		t.Errorf("verify does not name it: %s", said)
	}
	// The session did not come to its end: that is the harness's, and no pass.
	command(t, etalon.ExitHarness, nil, "judge", filepath.Join(out, "dossier"), "--out", filepath.Join(out, "judged"))
}
