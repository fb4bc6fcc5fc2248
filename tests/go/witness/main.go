// Command witness is an independent witness of transparency logs, written from C2SP tlog-witness and tlog-cosignature with
// Go's own sumdb packages. It plays several persons at once, each below a path of its own: /honest cosigns what is
// consistent; the others are what a log must live with.
//
//	witness LOG-VKEY…
//
// LOG-VKEY is the verifier key of a log that is known. One line of JSON says where it listens, and each person's verifier
// key. POST /know takes another log's verifier key, POST /behind/seen a checkpoint that this person has seen before.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// person is one witness: a key, and the latest tree of each log that it cosigned.
type person struct {
	name string
	key  ed25519.PrivateKey
	seen map[string]tlog.Tree
}

var (
	lock    sync.Mutex
	known   []note.Verifier
	persons = map[string]*person{}
)

func newPerson(path string, seed byte) *person {
	key := ed25519.NewKeyFromSeed([]byte(strings.Repeat(string([]byte{seed}), ed25519.SeedSize)))
	p := &person{name: "witness.example/" + path, key: key, seen: map[string]tlog.Tree{}}
	persons[path] = p
	return p
}

func (p *person) public() []byte { return p.key.Public().(ed25519.PublicKey) }

func keyHash(name string, public []byte) []byte {
	hash := sha256.Sum256(append([]byte(name+"\n\x04"), public...))
	return hash[:4]
}

func (p *person) vkey() string {
	key := append([]byte{4}, p.public()...)
	return p.name + "+" + hex.EncodeToString(keyHash(p.name, p.public())) + "+" + base64.StdEncoding.EncodeToString(key)
}

// cosign is a signature line of cosignature/v1 about a checkpoint's text.
func (p *person) cosign(key ed25519.PrivateKey, text string, at time.Time) string {
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", at.Unix(), text)
	line := append([]byte{}, keyHash(p.name, p.public())...)
	line = binary.BigEndian.AppendUint64(line, uint64(at.Unix()))
	line = append(line, ed25519.Sign(key, []byte(message))...)
	return "— " + p.name + " " + base64.StdEncoding.EncodeToString(line) + "\n"
}

// refusal is a status with which add-checkpoint is answered.
type refusal struct {
	status int
	text   string
}

func parseTree(text string) (origin string, tree tlog.Tree, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 {
		return "", tree, fmt.Errorf("a checkpoint has three lines")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return "", tree, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return lines[0], tree, err
}

// add checks a request as the protocol says, and answers the checkpoint's text.
func (p *person) add(body string) (string, *refusal) {
	head, signed, found := strings.Cut(body, "\n\n")
	lines := strings.Split(head, "\n")
	old, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "old "), 10, 64)
	if !found || err != nil || !strings.HasPrefix(lines[0], "old ") {
		return "", &refusal{400, "no old size line"}
	}
	var proof tlog.TreeProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return "", &refusal{400, err.Error()}
		}
		proof = append(proof, hash)
	}
	text, _, _ := strings.Cut(signed, "\n\n")
	origin, tree, err := parseTree(text + "\n")
	if err != nil {
		return "", &refusal{400, err.Error()}
	}
	var trusted []note.Verifier
	for _, verifier := range known {
		if verifier.Name() == origin {
			trusted = append(trusted, verifier)
		}
	}
	if len(trusted) == 0 {
		return "", &refusal{404, "unknown origin"}
	}
	opened, err := note.Open([]byte(signed), note.VerifierList(trusted...))
	if err != nil {
		return "", &refusal{403, err.Error()}
	}
	if old > tree.N {
		return "", &refusal{400, "the old size is larger"}
	}
	last := p.seen[origin]
	if last.N != old || (old == tree.N && last.Hash != tree.Hash) {
		return "", &refusal{409, fmt.Sprintf("%d\n", last.N)}
	}
	if old == 0 {
		if len(proof) > 0 {
			return "", &refusal{422, "a proof from nothing"}
		}
	} else if old < tree.N {
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, last.N, last.Hash); err != nil {
			return "", &refusal{422, err.Error()}
		}
	}
	p.seen[origin] = tree
	return opened.Text, nil
}

// answer plays the person.
func answer(path string, p *person, body string) (string, *refusal) {
	switch path {
	case "ahead":
		return "", &refusal{409, "99999\n"}
	case "unready":
		return "", &refusal{503, "come back later"}
	}
	lock.Lock()
	defer lock.Unlock()
	text, refused := p.add(body)
	if refused != nil {
		return "", refused
	}
	switch path {
	case "wrong":
		stranger := ed25519.NewKeyFromSeed([]byte(strings.Repeat("x", ed25519.SeedSize)))
		return p.cosign(stranger, text, time.Now()), nil
	case "stale":
		return p.cosign(p.key, text, time.Now().Add(-time.Hour)), nil
	case "other":
		return persons["honest"].cosign(persons["honest"].key, text, time.Now()), nil
	}
	return p.cosign(p.key, text, time.Now()), nil
}

func handle(w http.ResponseWriter, r *http.Request) {
	data, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil || r.Method != http.MethodPost {
		http.Error(w, "a POST, please", http.StatusBadRequest)
		return
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if parts[0] == "know" {
		verifier, err := note.NewVerifier(strings.TrimSpace(string(data)))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		lock.Lock()
		known = append(known, verifier)
		lock.Unlock()
		return
	}
	p := persons[parts[0]]
	switch {
	case p == nil || len(parts) != 2:
		http.NotFound(w, r)
	case parts[1] == "seen":
		origin, tree, err := parseTree(string(data))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		lock.Lock()
		p.seen[origin] = tree
		lock.Unlock()
	case parts[1] != "add-checkpoint":
		http.NotFound(w, r)
	case parts[0] == "slow":
		<-r.Context().Done()
	default:
		line, refused := answer(parts[0], p, string(data))
		if refused == nil {
			io.WriteString(w, line)
			return
		}
		if refused.status == http.StatusConflict {
			w.Header().Set("Content-Type", "text/x.tlog.size")
		}
		w.WriteHeader(refused.status)
		io.WriteString(w, refused.text)
	}
}

func main() {
	for _, key := range os.Args[1:] {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		known = append(known, verifier)
	}
	keys := map[string]string{}
	for n, path := range []string{"honest", "behind", "wrong", "stale", "other", "slow", "ahead", "unready", "forked"} {
		keys[path] = newPerson(path, byte(60+n)).vkey()
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{"url": "http://" + listener.Addr().String(), "keys": keys})
	fmt.Fprintln(os.Stderr, http.Serve(listener, http.HandlerFunc(handle)))
}
