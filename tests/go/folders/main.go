// Checks our log's files with the Go project's own reference, golang.org/x/mod/sumdb/note and tlog, which share no code
// with ours. Each argument is a folder:
//
//	vkey         the log's verifier key
//	checkpoint   a signed checkpoint
//	leaf, proof  a leaf's bytes and its c2sp.org/tlog-proof@v1                    (optional)
//	old          an earlier signed checkpoint, with consistency: hashes, one a line   (optional)
//	root-vkey, manifest   a key manifest and the verifier key of its root             (optional)
//	leaves       all leaves, hex, one a line, to build the tree again                 (optional)
//
// For each folder it prints its name and OK, or FAIL and why.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	for _, folder := range os.Args[1:] {
		if err := check(folder); err != nil {
			fmt.Printf("%s FAIL %v\n", filepath.Base(folder), err)
		} else {
			fmt.Printf("%s OK\n", filepath.Base(folder))
		}
	}
}

type files struct{ folder string }

func (f files) text(name string) string {
	data, err := os.ReadFile(filepath.Join(f.folder, name))
	if err != nil {
		return ""
	}
	return string(data)
}

func check(folder string) error {
	f := files{folder}
	vkey := strings.TrimSpace(f.text("vkey"))
	tree, err := open(f.text("checkpoint"), vkey)
	if err != nil {
		return err
	}
	if proof := f.text("proof"); proof != "" {
		if err := inclusion(proof, []byte(f.text("leaf")), vkey); err != nil {
			return fmt.Errorf("inclusion: %w", err)
		}
	}
	if old := f.text("old"); old != "" {
		if err := consistency(old, f.text("consistency"), tree, vkey); err != nil {
			return fmt.Errorf("consistency: %w", err)
		}
	}
	if manifest := f.text("manifest"); manifest != "" {
		if _, err := openNote(manifest, strings.TrimSpace(f.text("root-vkey"))); err != nil {
			return fmt.Errorf("manifest: %w", err)
		}
	}
	if leaves := f.text("leaves"); leaves != "" {
		if err := rebuild(leaves, tree); err != nil {
			return fmt.Errorf("tree: %w", err)
		}
	}
	return nil
}

func openNote(signed, vkey string) (*note.Note, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, err
	}
	return note.Open([]byte(signed), note.VerifierList(verifier))
}

func open(signed, vkey string) (tlog.Tree, error) {
	n, err := openNote(signed, vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != strings.Split(vkey, "+")[0] {
		return tlog.Tree{}, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func hashes(lines []string) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, line := range lines {
		data, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(data) != tlog.HashSize {
			return nil, errors.New("malformed hash")
		}
		var h tlog.Hash
		copy(h[:], data)
		out = append(out, h)
	}
	return out, nil
}

func inclusion(proof string, leaf []byte, vkey string) error {
	head, checkpoint, ok := strings.Cut(proof, "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return errors.New("malformed proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	path, err := hashes(lines[2:])
	if err != nil {
		return err
	}
	tree, err := open(checkpoint, vkey)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(leaf))
}

func consistency(old, proof string, tree tlog.Tree, vkey string) error {
	before, err := open(old, vkey)
	if err != nil {
		return err
	}
	path, err := hashes(strings.Fields(proof))
	if err != nil {
		return err
	}
	return tlog.CheckTree(path, tree.N, tree.Hash, before.N, before.Hash)
}

func rebuild(leaves string, tree tlog.Tree) error {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var out []tlog.Hash
		for _, index := range indexes {
			out = append(out, stored[index])
		}
		return out, nil
	})
	lines := strings.Fields(leaves)
	for n, line := range lines {
		leaf, err := hex.DecodeString(line)
		if err != nil {
			return err
		}
		added, err := tlog.StoredHashes(int64(n), leaf, reader)
		if err != nil {
			return err
		}
		stored = append(stored, added...)
	}
	root, err := tlog.TreeHash(int64(len(lines)), reader)
	if err != nil {
		return err
	}
	if int64(len(lines)) != tree.N || !bytes.Equal(root[:], tree.Hash[:]) {
		return errors.New("the leaves do not make the checkpoint's root")
	}
	return nil
}
