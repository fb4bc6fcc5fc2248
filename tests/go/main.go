// Command main asks Go's reference implementation of transparency logs (golang.org/x/mod/sumdb) about ours.
//
//	main LOG BUNDLE…
//
// LOG is a folder in the C2SP tlog-tiles layout, as `goodstanding verify-log --export` writes it; each BUNDLE is the
// certificate.gsb of a certificate. One `ok` or `not ok` line for each check.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var failed bool

func check(what string, err error) {
	if err != nil {
		failed = true
		fmt.Printf("not ok %s - %v\n", what, err)
	} else {
		fmt.Println("ok", what)
	}
}

// refused turns the tables: the reference must have had an objection.
func refused(what string, err error) {
	if err == nil {
		check(what, errors.New("it was accepted"))
	} else {
		check(what, nil)
	}
}

// bundle is what STATEMENT.md, section 10, says of certificate.gsb.
type bundle struct {
	leaf, proof, manifest, root []byte
}

func parseBundle(data []byte) (b bundle, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("the bundle ends too early")
		}
	}()
	take := func(n int) []byte { part := data[:n]; data = data[n:]; return part }
	blob := func() []byte { return take(int(binary.BigEndian.Uint32(take(4)))) }
	if label := take(int(binary.BigEndian.Uint16(take(2)))); string(label) != "goodstanding/bundle/v1" {
		return b, fmt.Errorf("label %q", label)
	}
	blob()            // statement
	take(8 + 64 + 32) // issuer key id, signature, salt
	b.leaf, b.proof, b.manifest = blob(), blob(), blob()
	b.root = take(32)
	if len(data) != 0 {
		return b, errors.New("trailing bytes")
	}
	return b, nil
}

func verifiers(name string, public []byte) (note.Verifiers, error) {
	key, err := note.NewEd25519VerifierKey(name, public)
	if err != nil {
		return nil, err
	}
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return nil, err
	}
	return note.VerifierList(verifier), nil
}

// logKeys opens the manifest and returns its host and the public keys of its log.
func logKeys(b bundle) (host string, keys [][]byte, err error) {
	lines := strings.Split(string(b.manifest), "\n")
	host = strings.TrimPrefix(lines[1], "host ")
	known, err := verifiers(host+"/root", b.root)
	if err != nil {
		return "", nil, err
	}
	opened, err := note.Open(b.manifest, known)
	if err != nil {
		return "", nil, err
	}
	for _, line := range strings.Split(opened.Text, "\n") {
		if words := strings.Split(line, " "); len(words) > 4 && words[0] == "key" && words[2] == "log" {
			key, err := base64.StdEncoding.DecodeString(words[3])
			if err != nil {
				return "", nil, err
			}
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return "", nil, errors.New("no log key in the manifest")
	}
	return host, keys, nil
}

// checkpoint opens a signed checkpoint with any of the keys.
func checkpoint(signed []byte, host string, keys [][]byte) (tlog.Tree, error) {
	var last error
	for _, key := range keys {
		known, err := verifiers(host+"/log", key)
		if err != nil {
			return tlog.Tree{}, err
		}
		opened, err := note.Open(signed, known)
		if err != nil {
			last = err
			continue
		}
		lines := strings.Split(opened.Text, "\n")
		if len(lines) != 4 || lines[0] != host+"/log" || lines[3] != "" {
			return tlog.Tree{}, fmt.Errorf("checkpoint %q", opened.Text)
		}
		size, err := strconv.ParseInt(lines[1], 10, 64)
		if err != nil {
			return tlog.Tree{}, err
		}
		hash, err := tlog.ParseHash(lines[2])
		return tlog.Tree{N: size, Hash: hash}, err
	}
	return tlog.Tree{}, last
}

// place is a leaf's proved place in the log.
type place struct {
	index int64
	leaf  []byte
	tree  tlog.Tree
}

func checkBundle(name string, data []byte) (p place, host string, keys [][]byte, err error) {
	b, err := parseBundle(data)
	if err != nil {
		return p, "", nil, err
	}
	if host, keys, err = logKeys(b); err != nil {
		return p, "", nil, fmt.Errorf("manifest: %w", err)
	}
	head, signed, _ := strings.Cut(string(b.proof), "\n\n")
	lines := strings.Split(head, "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" || len(lines) < 2 {
		return p, "", nil, errors.New("not a tlog-proof")
	}
	p.leaf = b.leaf
	if p.index, err = strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64); err != nil {
		return p, "", nil, err
	}
	if p.tree, err = checkpoint([]byte(signed), host, keys); err != nil {
		return p, "", nil, fmt.Errorf("checkpoint: %w", err)
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return p, "", nil, err
		}
		proof = append(proof, hash)
	}
	leaf := tlog.RecordHash(p.leaf)
	check(name+": note.Open and tlog.CheckRecord accept it", tlog.CheckRecord(proof, p.tree.N, p.tree.Hash, p.index, leaf))
	other := append(append([]byte(nil), p.leaf...), 0)
	refused(name+": tlog.CheckRecord refuses a changed leaf", tlog.CheckRecord(proof, p.tree.N, p.tree.Hash, p.index, tlog.RecordHash(other)))
	spoilt := strings.Replace(signed, "\n"+strconv.FormatInt(p.tree.N, 10)+"\n", "\n"+strconv.FormatInt(p.tree.N+1, 10)+"\n", 1)
	_, err = checkpoint([]byte(spoilt), host, keys)
	refused(name+": note.Open refuses a changed checkpoint", err)
	return p, host, keys, nil
}

// stored keeps the hashes of a log in memory.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, index := range indexes {
		if index >= int64(len(s)) {
			return nil, fmt.Errorf("no hash %d", index)
		}
		hashes = append(hashes, s[index])
	}
	return hashes, nil
}

func hashesOf(leaves [][]byte) (all stored, err error) {
	for n, leaf := range leaves {
		more, err := tlog.StoredHashes(int64(n), leaf, all)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

// tilePath is the C2SP path; Go's own differs by the tile height in it.
func tilePath(level string, tile tlog.Tile) string {
	full := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/%d/", tile.H, tile.L))
	return filepath.FromSlash("tile/" + level + "/" + full)
}

func readLeaves(log string, size int64) (leaves [][]byte, err error) {
	for n := int64(0); n*256 < size; n++ {
		tile := tlog.Tile{H: 8, L: 0, N: n, W: 256}
		if rest := size - n*256; rest < 256 {
			tile.W = int(rest)
		}
		data, err := os.ReadFile(filepath.Join(log, tilePath("entries", tile)))
		if err != nil {
			return nil, err
		}
		for len(data) >= 2 {
			width := 2 + int(binary.BigEndian.Uint16(data))
			if width > len(data) {
				return nil, errors.New("an entry ends too early")
			}
			leaves, data = append(leaves, data[2:width]), data[width:]
		}
	}
	if int64(len(leaves)) != size {
		return nil, fmt.Errorf("%d leaves, the checkpoint says %d", len(leaves), size)
	}
	return leaves, nil
}

func checkLog(log string, places []place, host string, keys [][]byte) error {
	signed, err := os.ReadFile(filepath.Join(log, "checkpoint"))
	if err != nil {
		return err
	}
	tree, err := checkpoint(signed, host, keys)
	check("log: note.Open accepts the checkpoint", err)
	leaves, err := readLeaves(log, tree.N)
	if err != nil {
		return err
	}
	all, err := hashesOf(leaves)
	if err != nil {
		return err
	}
	root, err := tlog.TreeHash(tree.N, all)
	if err == nil && root != tree.Hash {
		err = fmt.Errorf("%s, the checkpoint says %s", root, tree.Hash)
	}
	check(fmt.Sprintf("log: tlog.TreeHash of %d leaves is the checkpoint's", tree.N), err)

	for level := 0; tree.N>>(8*level) > 0; level++ {
		for nodes, n := tree.N>>(8*level), int64(0); n*256 < nodes; n++ {
			tile := tlog.Tile{H: 8, L: level, N: n, W: 256}
			if rest := nodes - n*256; rest < 256 {
				tile.W = int(rest)
			}
			want, err := tlog.ReadTileData(tile, all)
			if err != nil {
				return err
			}
			path := tilePath(strconv.Itoa(level), tile)
			data, err := os.ReadFile(filepath.Join(log, path))
			if err == nil && !bytes.Equal(data, want) {
				err = errors.New("other hashes than tlog.ReadTileData")
			}
			check("log: "+path+" is as tlog.ReadTileData makes it", err)
		}
	}
	for _, p := range places {
		if p.index >= tree.N || !bytes.Equal(leaves[p.index], p.leaf) {
			return fmt.Errorf("the log has another leaf at %d than a certificate", p.index)
		}
		proof, err := tlog.ProveTree(tree.N, p.tree.N, all)
		if err == nil {
			err = tlog.CheckTree(proof, tree.N, tree.Hash, p.tree.N, p.tree.Hash)
		}
		check(fmt.Sprintf("log: it begins with the tree of %d leaves that a certificate carries", p.tree.N), err)
	}
	checkPairs(tree, all)
	// A leaf rewritten behind everybody's back must show.
	for n := range leaves {
		leaves[n] = append([]byte(nil), leaves[n]...)
	}
	leaves[0][len(leaves[0])-1] ^= 1
	forged, err := hashesOf(leaves)
	if err != nil {
		return err
	}
	root, err = tlog.TreeHash(tree.N, forged)
	if err == nil && root != tree.Hash {
		err = errors.New("another root")
	}
	refused("log: a rewritten leaf leads to another root than the signed one", err)
	return nil
}

// checkPairs proves many pairs of sizes consistent, and refuses each proof for another root.
func checkPairs(tree tlog.Tree, all tlog.HashReader) {
	random := rand.New(rand.NewSource(1))
	var failed error
	pairs := 0
	for ; pairs < 400 && failed == nil; pairs++ {
		newer := 1 + random.Int63n(tree.N)
		older := 1 + random.Int63n(newer)
		newRoot, err1 := tlog.TreeHash(newer, all)
		oldRoot, err2 := tlog.TreeHash(older, all)
		proof, err3 := tlog.ProveTree(newer, older, all)
		for _, err := range []error{err1, err2, err3} {
			if err != nil {
				failed = err
			}
		}
		if failed == nil {
			failed = tlog.CheckTree(proof, newer, newRoot, older, oldRoot)
		}
		oldRoot[0] ^= 1
		if failed == nil && tlog.CheckTree(proof, newer, newRoot, older, oldRoot) == nil {
			failed = fmt.Errorf("another root of %d leaves was accepted under %d", older, newer)
		}
	}
	check(fmt.Sprintf("log: %d random pairs of its sizes are consistent, and with another root none is", pairs), failed)
}

func main() {
	var places []place
	var host string
	var keys [][]byte
	for _, path := range os.Args[2:] {
		data, err := os.ReadFile(path)
		var p place
		if err == nil {
			p, host, keys, err = checkBundle(filepath.Base(path), data)
		}
		if err != nil {
			check(filepath.Base(path), err)
			continue
		}
		places = append(places, p)
	}
	if len(places) == 0 {
		check("there are certificates to check", errors.New("none"))
	} else if err := checkLog(os.Args[1], places, host, keys); err != nil {
		check("log", err)
	}
	if failed {
		os.Exit(1)
	}
}
