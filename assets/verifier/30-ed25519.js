// Ed25519 verification (RFC 8032, section 5.1.7) without cofactor, strict: values not in their one encoding and points
// of small order are refused. Points are in extended coordinates [X, Y, Z, T].
(function (g) {
    "use strict";
    const P = 2n ** 255n - 19n;
    const L = 2n ** 252n + 27742317777372353535851937790883648493n;
    const mod = (v) => ((v % P) + P) % P;

    function power(base, exponent) {
        let result = 1n;
        for (let b = mod(base), e = exponent; e > 0n; e >>= 1n) {
            if (e & 1n) result = (result * b) % P;
            b = (b * b) % P;
        }
        return result;
    }
    const inverse = (v) => power(v, P - 2n);
    const D = mod(-121665n * inverse(121666n));
    const ROOT = power(2n, (P - 1n) / 4n);

    function add(p, q) {
        const a = (p[1] - p[0]) * (q[1] - q[0]);
        const b = (p[1] + p[0]) * (q[1] + q[0]);
        const c = mod(2n * p[3] * q[3]) * D;
        const d = 2n * p[2] * q[2];
        const e = mod(b - a);
        const f = mod(d - c);
        const h = mod(d + c);
        const k = mod(b + a);
        return [(e * f) % P, (h * k) % P, (f * h) % P, (e * k) % P];
    }

    function times(scalar, point) {
        let result = [0n, 1n, 1n, 0n];
        for (let s = scalar, p = point; s > 0n; s >>= 1n) {
            if (s & 1n) result = add(result, p);
            p = add(p, p);
        }
        return result;
    }

    function little(bytes) {
        let value = 0n;
        for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
        return value;
    }

    // The point of an encoding, or null.
    function decode(bytes) {
        const sign = bytes[31] >> 7;
        const y = little(bytes) & (2n ** 255n - 1n);
        if (y >= P) return null;
        const u = mod(y * y - 1n);
        const v = mod(D * y * y + 1n);
        let x = mod(u * inverse(v));
        const square = x;
        x = power(x, (P + 3n) / 8n);
        if ((x * x) % P !== square) x = (x * ROOT) % P;
        if ((x * x) % P !== square || (x === 0n && sign === 1)) return null;
        if (Number(x & 1n) !== sign) x = P - x;
        return [x, y, 1n, (x * y) % P];
    }

    function encode(p) {
        const z = inverse(p[2]);
        const x = (p[0] * z) % P;
        let y = (p[1] * z) % P;
        const bytes = new Uint8Array(32);
        for (let i = 0; i < 32; i++, y >>= 8n) bytes[i] = Number(y & 255n);
        bytes[31] |= Number(x & 1n) << 7;
        return bytes;
    }

    function isSmall(p) {
        const q = times(8n, p);
        return q[0] === 0n && q[1] === q[2];
    }

    const y = mod(4n * inverse(5n));
    const start = new Uint8Array(32);
    for (let i = 0, v = y; i < 32; i++, v >>= 8n) start[i] = Number(v & 255n);
    const BASE = decode(start);

    // Whether `signature` (64 bytes) over `message` is by `key` (32 bytes).
    g.ed25519 = function (key, message, signature) {
        if (key.length !== 32 || signature.length !== 64) return false;
        const a = decode(key);
        const r = decode(signature.slice(0, 32));
        const s = little(signature.slice(32));
        if (!a || !r || s >= L || isSmall(a) || isSmall(r)) return false;
        const h = little(g.sha512(g.concat([signature.slice(0, 32), key, message]))) % L;
        const minus = [mod(-a[0]), a[1], a[2], mod(-a[3])];
        return g.equal(encode(add(times(s, BASE), times(h, minus))), signature.slice(0, 32));
    };
})(window.goodstanding);
