// The verifier: checks what Goodstanding signs, in any browser, with nothing but this text. Used by the verification
// pages and by the lifeboat. No WebCrypto: it must work from file:// and from a plain web server too. Everything that
// is checked here is public, so none of it needs to take the same time for every input.
window.goodstanding = (function () {
    "use strict";

    function fail(why) {
        throw new Error(why);
    }

    function concat(parts) {
        let length = 0;
        for (const part of parts) length += part.length;
        const all = new Uint8Array(length);
        let at = 0;
        for (const part of parts) {
            all.set(part, at);
            at += part.length;
        }
        return all;
    }

    function equal(a, b) {
        return a.length === b.length && a.every((byte, at) => byte === b[at]);
    }

    function utf8(text) {
        return new TextEncoder().encode(text);
    }

    function fromHex(text) {
        if (!/^([0-9a-f]{2})*$/.test(text)) fail("not hexadecimal");
        return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
    }

    function toHex(bytes) {
        return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    }

    // Standard alphabet, padding, unused bits zero: what encodes to the same text again.
    function fromBase64(text) {
        let plain;
        try {
            plain = atob(text);
        } catch (error) {
            fail("not Base64");
        }
        if (btoa(plain) !== text) fail("not canonical Base64");
        return Uint8Array.from(plain, (c) => c.charCodeAt(0));
    }

    // RFC 4648 without padding, upper case, unused bits zero.
    function fromBase32(text) {
        const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        const bytes = [];
        let bits = 0;
        let held = 0;
        for (const c of text) {
            const value = alphabet.indexOf(c);
            if (value < 0) fail("not Base32");
            held = (held << 5) | value;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.push((held >> bits) & 255);
                held &= (1 << bits) - 1;
            }
        }
        if (bits >= 5 || held !== 0) fail("not canonical Base32");
        return Uint8Array.from(bytes);
    }

    return { fail, concat, equal, utf8, fromHex, toHex, fromBase64, fromBase32 };
})();
