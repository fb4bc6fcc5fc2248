// The encoding of everything that is signed (STATEMENT.md, section 1), symbol strings (3), and the statement itself (2).
(function (g) {
    "use strict";
    const fail = g.fail;

    // Reads one value after the other and refuses what breaks a rule.
    class Reader {
        constructor(bytes) {
            this.bytes = bytes;
            this.at = 0;
        }
        raw(length) {
            if (this.at + length > this.bytes.length) fail("cut short");
            this.at += length;
            return this.bytes.slice(this.at - length, this.at);
        }
        // An unsigned number, big-endian; of at most six bytes, or fail.
        number(width) {
            let value = 0;
            for (const byte of this.raw(width)) value = value * 256 + byte;
            if (!Number.isSafeInteger(value)) fail("a number out of range");
            return value;
        }
        text(width) {
            const bytes = this.raw(this.number(width || 2));
            let text;
            try {
                text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
            } catch (error) {
                fail("a text is not UTF-8");
            }
            const forbidden = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069]/;
            if (bytes.length > 16384 || forbidden.test(text) || text !== text.normalize("NFC")) fail("a text breaks the rules");
            return text;
        }
        blob() {
            return this.raw(this.number(4));
        }
        day() {
            const [year, month, day] = [this.number(2), this.number(1), this.number(1)];
            const text = [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
            const date = new Date(text + "T00:00:00Z");
            if (year < 1 || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) fail("no such day");
            return text;
        }
        option(read) {
            const there = this.number(1);
            if (there > 1) fail("an option is neither there nor not");
            return there ? read(this) : null;
        }
        list(read, width) {
            const items = [];
            for (let n = this.number(width || 2); n > 0; n--) items.push(read(this));
            return items;
        }
        label(wanted) {
            if (this.text() !== wanted) fail("it is something else than " + wanted);
        }
        end() {
            if (this.at !== this.bytes.length) fail("bytes follow the end");
        }
    }

    function label(text) {
        const bytes = g.utf8(text);
        return g.concat([Uint8Array.from([bytes.length >> 8, bytes.length & 255]), bytes]);
    }

    const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    // In GF(32) with x^5 + x^2 + 1.
    function double(value) {
        return value & 16 ? (value << 1) ^ 37 : value << 1;
    }
    function checkSymbol(values) {
        let sum = 0;
        let weight = 4;
        for (const value of values) {
            let product = 0;
            for (let bit = 0, shifted = value; bit < 5; bit++, shifted = double(shifted)) {
                if ((weight >> bit) & 1) product ^= shifted;
            }
            sum ^= product;
            weight = double(weight);
        }
        return sum;
    }

    // The first `count` symbols of some bytes and their check symbol.
    function symbols(bytes, count) {
        const values = [];
        for (let i = 0; i < count; i++) {
            let value = 0;
            for (let n = 5 * i; n < 5 * i + 5; n++) value = (value << 1) | ((bytes[n >> 3] >> (7 - (n & 7))) & 1);
            values.push(value);
        }
        return values.concat(checkSymbol(values)).map((value) => SYMBOLS[value]).join("");
    }

    // What a person typed, as a canonical symbol string of `count` symbols; null where it cannot be one.
    function readSymbols(typed, count) {
        const plain = typed
            .normalize("NFKC")
            .toUpperCase()
            .replace(/[\s\p{Pd}.·・。•‧−]/gu, "")
            .replace(/O/g, "0")
            .replace(/[IL]/g, "1");
        const values = Array.from(plain, (c) => SYMBOLS.indexOf(c));
        if (values.length !== count || values.includes(-1)) return null;
        return checkSymbol(values.slice(0, -1)) === values[count - 1] ? plain : null;
    }

    function grouped(text) {
        return (text.match(/.{1,4}/g) || []).join("-");
    }

    const party = (r) => ({ name: r.text(), uscc: r.text() });
    const subject = (r) => ({ name: r.text(), licence: r.text() });
    const field = (r) => ({ key: r.text(), label: r.text(), value: r.text() });
    const period = (r) => ({ from: r.day(), to: r.day() });

    function statement(bytes) {
        const r = new Reader(bytes);
        r.label("goodstanding/statement/v1");
        const s = { issuer: party(r), number: r.text(), kind: r.text(), kindVersion: r.number(4), title: r.text() };
        s.firm = r.option(party);
        s.subjects = r.list(subject);
        s.fields = r.list(field);
        s.period = r.option(period);
        s.dataDate = r.day();
        s.issueDate = r.day();
        s.expiry = r.option((r) => r.day());
        s.purpose = r.option((r) => r.text());
        s.addressee = r.option((r) => r.text());
        s.paragraphs = r.list((r) => r.text());
        s.columns = r.list((r) => r.text());
        s.rows = r.list((r) => s.columns.map(() => r.text()));
        s.closing = r.text();
        s.dateLine = r.text();
        s.copy = { index: r.number(2), of: r.number(2) };
        s.codeCommitment = r.raw(32);
        r.end();
        return s;
    }

    // The facts that a QR seal carries (section 8), its signed bytes and its signature.
    function seal(payload) {
        const bytes = g.fromBase32(payload);
        if (bytes[0] !== 1 || bytes.length < 66) fail("a seal of another version");
        const body = bytes.slice(1, -64);
        const r = new Reader(body);
        const s = { issuer: g.toHex(r.raw(8)), kind: r.text(1), number: r.text(1) };
        const bits = r.raw(12);
        if (bits[11] & 1) fail("the bit after the code is not zero");
        s.code = symbols(bits, 19);
        s.dataDate = r.day();
        s.issueDate = r.day();
        s.expiry = r.option((r) => r.day());
        s.firm = r.option((r) => r.text(1));
        s.subjects = r.number(2);
        s.names = r.list((r) => r.text(1), 1);
        if (s.names.length !== Math.min(s.names.length, 2) || (s.subjects > 0) !== s.names.length > 0) fail("names do not fit");
        s.copy = { index: r.number(2), of: r.number(2) };
        s.statementHash = r.raw(32);
        r.end();
        s.signed = g.concat([label("goodstanding/qr-seal/v1"), body]);
        s.signature = bytes.slice(-64);
        return s;
    }

    // Code and payload of a QR text, or of what a person typed: an address, or a bare code.
    function qrText(text) {
        const found = /\/V\/([^#/?\s]+)(?:[?][^#\s]*)?(?:#([A-Z2-7]*))?\s*$/i.exec(text.trim());
        const code = readSymbols(found ? found[1] : text, 20);
        return code && { code, payload: found && found[2] ? found[2].toUpperCase() : null };
    }

    Object.assign(g, { Reader, label, symbols, readSymbols, grouped, statement, seal, qrText });
})(window.goodstanding);
