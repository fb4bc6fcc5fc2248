// The script by which browsers check what is signed, held against Node's own cryptography and the specification's vectors.
import { createCipheriv, createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { ROOT, finish, ok, part } from './lib.mjs';

const folder = join(ROOT, 'assets/verifier');
const window = {};
const context = createContext({ window, TextEncoder, TextDecoder, Uint8Array, atob, btoa });
for (const name of readdirSync(folder).sort()) runInContext(readFileSync(join(folder, name), 'utf8'), context, { filename: name });
const g = window.goodstanding;
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const bytes = (text) => new Uint8Array(Buffer.from(text.replace(/\s/g, ''), 'hex'));
const lengths = Array.from({ length: 300 }, (_, n) => n);

await part('hashes', () => {
    for (const [name, own] of [['sha256', g.sha256], ['sha512', g.sha512]]) {
        ok(`${name} is Node's for 300 lengths`, lengths.every((n) => {
            const message = randomBytes(n);
            return hex(own(message)) === createHash(name).update(message).digest('hex');
        }));
    }
});

await part('Ed25519', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const key = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
    let [good, forged] = [0, 0];
    for (let n = 0; n < 40; n++) {
        const message = new Uint8Array(randomBytes(n * 9));
        const signature = new Uint8Array(sign(null, message, privateKey));
        good += g.ed25519(key, message, signature);
        const changed = Uint8Array.from(signature);
        changed[n % 64] ^= 1 << (n % 8);
        forged += g.ed25519(key, message, changed) + g.ed25519(key, g.concat([message, Uint8Array.of(0)]), signature);
    }
    ok('accepts 40 signatures of Node', good === 40, good);
    ok('accepts none of 80 changed ones', forged === 0, forged);
    const identity = Uint8Array.of(1, ...new Uint8Array(31));
    ok('refuses a key of small order', !g.ed25519(identity, new Uint8Array(3), g.concat([identity, new Uint8Array(32)])));
    const message = new Uint8Array(5);
    const signature = new Uint8Array(sign(null, message, privateKey));
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    let s = [...signature.slice(32)].reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n) + order;
    const other = Uint8Array.from(signature);
    for (let i = 32; i < 64; i++, s >>= 8n) other[i] = Number(s & 255n);
    ok('refuses the same signature with s + L', !g.ed25519(key, message, other) && g.ed25519(key, message, signature));
});

await part('ChaCha20-Poly1305', () => {
    let [opened, forged] = [0, 0];
    for (let n = 0; n < 150; n++) {
        const [key, nonce, plain, associated] = [randomBytes(32), randomBytes(12), randomBytes(n * 3), randomBytes(n % 40)];
        const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
        cipher.setAAD(associated, { plaintextLength: plain.length });
        const sealed = new Uint8Array(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
        opened += hex(g.unseal(key, nonce, associated, sealed) ?? [1]) === hex(plain);
        sealed[n % sealed.length] ^= 1;
        forged += g.unseal(key, nonce, associated, sealed) !== null;
    }
    ok('opens what Node sealed, 150 times', opened === 150, opened);
    ok('opens none that was changed', forged === 0, forged);
});

await part('the vectors of the specification', () => {
    const text = readFileSync(join(ROOT, 'src/crypto/STATEMENT.md'), 'utf8').split('```vectors\n')[1].split('```')[0];
    const v = Object.fromEntries(text.replace(/\n {2}/g, '').split('\n').filter(Boolean).map((line) => line.split(' = ').map((part) => part.trim())));
    ok('code', g.grouped(g.symbols(bytes(v['code bits']), 19)) === v.code);
    ok('fingerprint', g.grouped(g.fingerprint(bytes(v['root public']))) === v.fingerprint);
    ok('a typed code is read with look-alikes, spaces and full width', g.readSymbols(` ${v.code.toLowerCase().replace(/-/g, ' – ')} `, 20) === v.code.replace(/-/g, '')
        && g.readSymbols(v.code.replace(/[0-9A-Z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)), 20) === v.code.replace(/-/g, ''));
    const payload = v['qr payload'].replace(/\s/g, '');
    const seal = g.seal(payload);
    const issuer = bytes(v['issuer public']);
    ok('QR seal', g.ed25519(issuer, seal.signed, seal.signature) && hex(seal.statementHash) === v['statement hash']);
    const accepted = [...payload].filter((_, at) => {
        try {
            const other = g.seal(payload.slice(0, at) + (payload[at] === 'A' ? 'B' : 'A') + payload.slice(at + 1));
            return g.ed25519(issuer, other.signed, other.signature);
        } catch {
            return false;
        }
    });
    ok(`QR seal: none of ${payload.length} changed characters is accepted`, accepted.length === 0, accepted.length);
    const r = new g.Reader(bytes(v.bundle));
    r.label('goodstanding/bundle/v1');
    const held = { statement: r.blob(), issuer: hex(r.raw(8)), signature: r.raw(64), salt: r.raw(32), leaf: r.blob() };
    const [proof, manifest] = [Buffer.from(r.blob()).toString(), Buffer.from(r.blob()).toString()];
    const root = r.raw(32);
    const opened = g.openManifest(manifest, root);
    const [head, ...note] = proof.split('\n\n');
    const checkpoint = g.openCheckpoint(note.join('\n\n'), opened);
    const lines = head.split('\n');
    Object.assign(held, { index: Number(lines[1].split(' ')[1]), hashes: lines.slice(2).map(g.fromBase64) });
    const said = g.judge(held, opened, checkpoint);
    ok('bundle', said.number.includes('〔2026〕') && g.commitsTo(said, v.code.replace(/-/g, '')));
    const refuses = (change) => {
        try {
            g.judge({ ...held, ...change }, opened, checkpoint);
            return false;
        } catch {
            return true;
        }
    };
    const flipped = (field) => refuses({ [field]: Uint8Array.from(held[field], (byte, at) => (at === 40 % held[field].length ? byte ^ 1 : byte)) });
    for (const field of ['statement', 'signature', 'salt', 'leaf']) ok(`bundle: a changed ${field} is refused`, flipped(field));
    ok('bundle: another place in the log is refused', refuses({ index: held.index ^ 1 }));
});
finish();
