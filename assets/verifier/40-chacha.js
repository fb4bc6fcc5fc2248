// ChaCha20-Poly1305 (RFC 8439, section 2.8), opening only.
(function (g) {
    "use strict";

    function block(key, counter, nonce) {
        const start = new Uint32Array(16);
        const view = new DataView(g.concat([g.utf8("expand 32-byte k"), key, new Uint8Array(4), nonce]).buffer);
        for (let i = 0; i < 16; i++) start[i] = view.getUint32(4 * i, true);
        start[12] = counter;
        const s = Uint32Array.from(start);
        function quarter(a, b, c, d) {
            for (const n of [16, 12, 8, 7]) {
                const first = n === 16 || n === 8;
                const [x, y, z] = first ? [a, b, d] : [c, d, b];
                s[x] += s[y];
                s[z] ^= s[x];
                s[z] = (s[z] << n) | (s[z] >>> (32 - n));
            }
        }
        for (let round = 0; round < 10; round++) {
            for (let i = 0; i < 4; i++) quarter(i, 4 + i, 8 + i, 12 + i);
            for (let i = 0; i < 4; i++) quarter(i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
        }
        const out = new DataView(new ArrayBuffer(64));
        for (let i = 0; i < 16; i++) out.setUint32(4 * i, (s[i] + start[i]) >>> 0, true);
        return new Uint8Array(out.buffer);
    }

    function little(bytes) {
        let value = 0n;
        for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
        return value;
    }

    function poly1305(key, message) {
        const r = little(key.slice(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
        const prime = 2n ** 130n - 5n;
        let sum = 0n;
        for (let at = 0; at < message.length; at += 16) {
            const part = message.slice(at, at + 16);
            sum = ((sum + little(part) + (1n << BigInt(8 * part.length))) * r) % prime;
        }
        let tag = (sum + little(key.slice(16, 32))) & (2n ** 128n - 1n);
        const bytes = new Uint8Array(16);
        for (let i = 0; i < 16; i++, tag >>= 8n) bytes[i] = Number(tag & 255n);
        return bytes;
    }

    const filled = (length) => new Uint8Array((16 - (length % 16)) % 16);

    function length64(length) {
        const view = new DataView(new ArrayBuffer(8));
        view.setBigUint64(0, BigInt(length), true);
        return new Uint8Array(view.buffer);
    }

    // The plain text, or null where key, nonce, associated data or a bit of the text are not what was sealed.
    g.unseal = function (key, nonce, associated, sealed) {
        if (sealed.length < 16) return null;
        const text = sealed.slice(0, -16);
        const message = g.concat([
            associated,
            filled(associated.length),
            text,
            filled(text.length),
            length64(associated.length),
            length64(text.length),
        ]);
        if (!g.equal(poly1305(block(key, 0, nonce).slice(0, 32), message), sealed.slice(-16))) return null;
        const plain = new Uint8Array(text.length);
        for (let at = 0; at < text.length; at += 64) {
            const stream = block(key, 1 + at / 64, nonce);
            for (let i = at; i < Math.min(at + 64, text.length); i++) plain[i] = text[i] ^ stream[i - at];
        }
        return plain;
    };
})(window.goodstanding);
