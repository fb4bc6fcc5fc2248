// Notes, the key manifest, checkpoints, leaves and proofs (STATEMENT.md, sections 4 to 7).
(function (g) {
    "use strict";
    const fail = g.fail;
    const DASH = "\u2014 ";

    // The text of a signed note that one of the keys signed, or fail. `keys` are 32-byte public keys under `name`.
    function openNote(note, name, keys) {
        const split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n")) fail("no note");
        const text = note.slice(0, split + 1);
        const lines = note.slice(split + 2, -1).split("\n");
        if (lines.length > 16 || lines.some((line) => !line.startsWith(DASH))) fail("no note");
        const signed = g.utf8(text);
        for (const line of lines) {
            const [who, mark] = line.slice(2).split(" ");
            if (who !== name || !mark) continue;
            const bytes = g.fromBase64(mark);
            for (const key of keys) {
                const id = g.sha256(g.concat([g.utf8(name), Uint8Array.from([10, 1]), key])).slice(0, 4);
                if (g.equal(id, bytes.slice(0, 4)) && g.ed25519(key, signed, bytes.slice(4))) return text;
            }
        }
        return fail("no signature of " + name);
    }

    function fingerprint(root) {
        return g.symbols(g.sha256(g.concat([g.label("goodstanding/root/v1"), root])), 31);
    }

    function count(text) {
        if (!/^(0|[1-9][0-9]*)$/.test(text) || !Number.isSafeInteger(Number(text))) fail("no number");
        return Number(text);
    }

    // A key manifest that this root signed: host, version, and its keys.
    function openManifest(note, root) {
        const host = (/^host (\S+)$/m.exec(note) || [])[1];
        if (!host) fail("no key manifest");
        const lines = openNote(note, host + "/root", [root]).slice(0, -1).split("\n");
        if (lines[0] !== "goodstanding/key-manifest/v1") fail("no key manifest");
        const keys = [];
        for (const line of lines.filter((line) => line.startsWith("key "))) {
            const [, id, role, held, since, state, size, hash] = line.split(" ");
            const bytes = g.fromBase64(held);
            const own = g.sha256(g.concat([g.label("goodstanding/key-id/v1"), g.label(role), bytes])).slice(0, 8);
            if (g.toHex(own) !== id) fail("a key has another id");
            const key = { id, role, public: bytes, since: count(since), state };
            if (state !== "active") {
                if (state !== "retired" && state !== "compromised") fail("a key in no known state");
                Object.assign(key, { size: count(size), hash: g.fromBase64(hash) });
            }
            keys.push(key);
        }
        return { host, version: count(lines[2].replace("version ", "")), keys };
    }

    function of(manifest, role) {
        return manifest.keys.filter((key) => key.role === role);
    }

    // Whether a key is good for a leaf (section 6): "good", "bad", or "frozen" where another proof is needed.
    function standing(key, at, index, checkpoint) {
        if (!key || key.since > at) return "bad";
        if (key.state === "active") return "good";
        if (index >= key.size) return "bad";
        if (key.state === "retired") return "good";
        return checkpoint.size === key.size && g.equal(checkpoint.root, key.hash) ? "good" : "frozen";
    }

    function openCheckpoint(note, manifest) {
        const origin = manifest.host + "/log";
        const lines = openNote(note, origin, of(manifest, "log").map((key) => key.public)).split("\n");
        if (lines.length !== 4 || lines[0] !== origin) fail("a checkpoint of another log");
        return { size: count(lines[1]), root: g.fromBase64(lines[2]) };
    }

    const node = (left, right) => g.sha256(g.concat([Uint8Array.from([1]), left, right]));

    // RFC 6962, section 2.1.1, as RFC 9162 walks it (section 2.1.3.2).
    function isIncluded(index, size, leaf, hashes, root) {
        if (index >= size) return false;
        let [fn, sn, hash] = [index, size - 1, leaf];
        for (const other of hashes) {
            if (sn === 0) return false;
            if (fn % 2 === 1 || fn === sn) {
                hash = node(other, hash);
                while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
            } else {
                hash = node(hash, other);
            }
            [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
        }
        return sn === 0 && g.equal(hash, root);
    }

    // A leaf that says that a certificate or a copy was issued.
    function openLeaf(bytes) {
        const r = new g.Reader(bytes);
        r.label("goodstanding/leaf/v1");
        const leaf = { at: r.number(8), event: r.number(1), commitment: r.raw(32) };
        if (leaf.event === 2) r.raw(32);
        else if (leaf.event !== 1) fail("a leaf of another event");
        r.end();
        leaf.hash = g.sha256(g.concat([Uint8Array.from([0]), bytes]));
        return leaf;
    }

    // Judges one certificate: { statement, salt, signature, issuer, leaf, index, hashes } as bytes and numbers, against a
    // manifest and a checkpoint that are already believed. Its statement, or an error that says what is wrong.
    function judge(held, manifest, checkpoint) {
        const said = g.statement(held.statement);
        const key = of(manifest, "issuer").find((key) => key.id === held.issuer);
        if (!key || !g.ed25519(key.public, held.statement, held.signature)) fail("the statement's signature is wrong");
        const leaf = openLeaf(held.leaf);
        const commitment = g.sha256(
            g.concat([g.label("goodstanding/commitment/v1"), held.salt, g.sha256(held.statement)]),
        );
        if (leaf.event !== (said.copy.index > 0 ? 2 : 1) || !g.equal(leaf.commitment, commitment)) {
            fail("the log's entry is of another statement");
        }
        if (!isIncluded(held.index, checkpoint.size, leaf.hash, held.hashes, checkpoint.root)) {
            fail("it is not in the public log");
        }
        if (standing(key, leaf.at, held.index, checkpoint) !== "good") fail("the signing key was not good for this entry");
        return said;
    }

    function commitsTo(statement, code) {
        return g.equal(statement.codeCommitment, g.sha256(g.concat([g.label("goodstanding/code/v1"), g.label(code)])));
    }

    Object.assign(g, { openNote, fingerprint, openManifest, openCheckpoint, isIncluded, standing, of, judge, commitsTo });
})(window.goodstanding);
