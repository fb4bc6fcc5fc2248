// SHA-256 and SHA-512 (FIPS 180-4). The constants are made from the primes, as the standard says: fractional parts of
// square roots (start values) and cube roots (round constants).
(function (g) {
    "use strict";

    function primes(count) {
        const found = [];
        for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n);
        return found;
    }

    // The first 64 bits behind the point of the k-th root of n, by bisection in whole numbers.
    function fraction(n, k) {
        const target = BigInt(n) << BigInt(64 * k);
        let low = 0n;
        let high = BigInt(n) << 64n;
        while (high - low > 1n) {
            const middle = (low + high) >> 1n;
            if (middle ** BigInt(k) <= target) low = middle;
            else high = middle;
        }
        return low & 0xffffffffffffffffn;
    }

    const START = primes(8).map((p) => fraction(p, 2));
    const ROUND = primes(80).map((p) => fraction(p, 3));
    const START32 = START.map((v) => Number(v >> 32n));
    const ROUND32 = ROUND.slice(0, 64).map((v) => Number(v >> 32n));

    // The message, a one bit, zeros, and its length in bits; whole blocks.
    function padded(message, block) {
        const room = block / 8;
        const length = Math.ceil((message.length + 1 + room) / block) * block;
        const all = new Uint8Array(length);
        all.set(message);
        all[message.length] = 0x80;
        new DataView(all.buffer).setBigUint64(length - 8, BigInt(message.length) * 8n);
        return all;
    }

    function sha256(message) {
        const state = Int32Array.from(START32);
        const bytes = padded(message, 64);
        const view = new DataView(bytes.buffer);
        const w = new Int32Array(64);
        for (let at = 0; at < bytes.length; at += 64) {
            for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
            for (let i = 16; i < 64; i++) {
                const x = w[i - 15];
                const y = w[i - 2];
                const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
                const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
                w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
            }
            let [a, b, c, d, e, f, h, k] = state;
            for (let i = 0; i < 64; i++) {
                const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
                const t1 = (k + s1 + ((e & f) ^ (~e & h)) + ROUND32[i] + w[i]) | 0;
                const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
                const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
                k = h;
                h = f;
                f = e;
                e = (d + t1) | 0;
                d = c;
                c = b;
                b = a;
                a = (t1 + t2) | 0;
            }
            [a, b, c, d, e, f, h, k].forEach((v, i) => (state[i] = (state[i] + v) | 0));
        }
        const out = new DataView(new ArrayBuffer(32));
        state.forEach((v, i) => out.setInt32(4 * i, v));
        return new Uint8Array(out.buffer);
    }

    const MASK = 0xffffffffffffffffn;
    const turn = (v, n) => ((v >> n) | (v << (64n - n))) & MASK;

    function sha512(message) {
        const state = START.slice();
        const bytes = padded(message, 128);
        const view = new DataView(bytes.buffer);
        for (let at = 0; at < bytes.length; at += 128) {
            const w = [];
            for (let i = 0; i < 16; i++) w.push(view.getBigUint64(at + 8 * i));
            for (let i = 16; i < 80; i++) {
                const s0 = turn(w[i - 15], 1n) ^ turn(w[i - 15], 8n) ^ (w[i - 15] >> 7n);
                const s1 = turn(w[i - 2], 19n) ^ turn(w[i - 2], 61n) ^ (w[i - 2] >> 6n);
                w.push((w[i - 16] + s0 + w[i - 7] + s1) & MASK);
            }
            let [a, b, c, d, e, f, h, k] = state;
            for (let i = 0; i < 80; i++) {
                const s1 = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
                const t1 = k + s1 + ((e & f) ^ (~e & MASK & h)) + ROUND[i] + w[i];
                const s0 = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
                const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
                [k, h, f, e, d, c, b, a] = [h, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK];
            }
            [a, b, c, d, e, f, h, k].forEach((v, i) => (state[i] = (state[i] + v) & MASK));
        }
        const out = new DataView(new ArrayBuffer(64));
        state.forEach((v, i) => out.setBigUint64(8 * i, v));
        return new Uint8Array(out.buffer);
    }

    g.sha256 = sha256;
    g.sha512 = sha512;
})(window.goodstanding);
