// The lifeboat's page: everything happens on the reader's own machine. It loads `cover.js` and, for a code or a file,
// one shard; it believes none of them before signatures and hashes are checked (STATEMENT.md, section 13).
(function (g) {
    "use strict";
    const WORDS = {
        zh: {
            title: "离线核验证明", other: "English", rootHeading: "信任根指纹",
            rootHint: "请与协会在网站、公告或证明原件上公布的指纹核对。不一致的，这个离线包不是该协会的。",
            rootLabel: "您从别处得到的指纹", compare: "核对", same: "一致：这个离线包出自您所知的协会。", other_root: "不一致：请勿采用这个离线包。", no_root: "这不是一个完整的指纹，请逐组核对后再输一次。",
            codeLabel: "核验码，或扫描二维码得到的全部文字", codeHint: "印在证明页脚，例如 7K3M-9QWX-2TRB-5HNC-8XYZ。不区分大小写。", check: "核验",
            fileLabel: "或者选择收到的 PDF 文件", fileHint: "文件不会离开这台电脑。",
            howHeading: "这是什么", how: "这个文件夹由协会签名制作，协会的服务器无法访问时用来核验。内容逐份加密，只有持有核验码或原文件的人能读到。离线包制作之后发生的事，它不知道。",
            made: (day, days) => `离线包制作于 ${day}（北京时间），${days > 0 ? `距今 ${days} 天` : "是今天"}。之后出具、撤销或换发的证明，这里查不到。`,
            broken: "这个离线包不完整或被改动，请勿采用：", part: "缺少数据文件，或数据文件被改动",
            badCode: "这不是一个完整的核验码，请对照证明逐组核对后再输一次。",
            1: "出具时属实，截至离线包制作时有效", 2: "已过期", 3: "已撤销", 4: "已撤销（已换发新证明）", 5: "已撤销（这份纸质证明已作废）", none: "查无此证", forged: "不能采用", file: "不是原件",
            s1: "由该协会出具，离线包制作时没有被撤销。此后是否撤销，需要联网核验或致电协会。", s2: "由该协会出具，但有效期已过。", s3: "由该协会出具，但已被撤销，请勿采用。", s4: "由该协会出具，已换发新证明，请向持证人索取新证明。", s5: "由该协会出具，但这一份纸质证明已作废，请勿采用。",
            sNone: "截至离线包制作时，协会没有出具过这个核验码的证明。", sFile: "这个文件与协会出具的任何文件都不是同一个文件：它可能是重新保存的、被改动的，或者不是协会的。请输入证明页脚的核验码，逐项比对内容。", sForged: "记录没有通过核对：",
            sealGood: "二维码的签名属实，所载内容与记录一致。", sealBad: "二维码的签名不属实：这张纸可能是伪造的。", sealOther: "二维码所载内容与记录不一致：这张纸可能是伪造的。", identical: "文件与协会出具的完全一致，一个字节都没有改动。",
            kind: "种类", number: "证明编号", issuer: "出具单位", firm: "律师事务所", lawyer: "律师", period: "期间", purpose: "用途", addressee: "出具对象", data: "登记信息截至", issued: "出具日期", expiry: "有效期至", forever: "长期", copy: "纸质证明", copyOf: (i, n) => `第 ${i} 份，共 ${n} 份`, text: "正文", reason: "原因",
            checks: "核对过的事项", c1: "离线包由协会的密钥签名，各部分完整", c2: "证明内容由签发密钥签名", c3: "已载入公开日志", c4: "签名的密钥当时有效", c5: "核验码属于这份证明",
        },
        en: {
            title: "Verify a certificate offline", other: "中文", rootHeading: "Root key fingerprint",
            rootHint: "Compare it with the fingerprint that the association publishes on its site, in print or on a certificate. If it differs, this folder is not the association's.",
            rootLabel: "The fingerprint that you have from elsewhere", compare: "Compare", same: "The same: this folder comes from the association that you know.", other_root: "Different: do not rely on this folder.", no_root: "This is not a whole fingerprint. Please check it group by group.",
            codeLabel: "Verification code, or all of the text in the QR code", codeHint: "Printed at the foot of the certificate, such as 7K3M-9QWX-2TRB-5HNC-8XYZ, in upper or lower case.", check: "Verify",
            fileLabel: "Or choose the PDF file that you received", fileHint: "The file does not leave this machine.",
            howHeading: "What this is", how: "A folder signed by the association, for verifying certificates when its server cannot be reached. Each record is encrypted; only who holds the code or the original file can read it. What happened after the folder was made it does not know.",
            made: (day, days) => `Made on ${day} (China time), ${days > 0 ? `${days} days ago` : "today"}. What was issued, revoked or replaced since then is not in it.`,
            broken: "This folder is incomplete or was altered; do not rely on it: ", part: "a data file is missing or was altered",
            badCode: "This is not a whole verification code. Please check it group by group.",
            1: "True when issued, valid when this folder was made", 2: "Expired", 3: "Revoked", 4: "Revoked (replaced by a newer one)", 5: "Revoked (this paper copy was cancelled)", none: "No such certificate", forged: "Do not rely on it", file: "Not the original file",
            s1: "Issued by this association and not revoked when this folder was made. Whether it was revoked since can be learnt online or by telephone.", s2: "Issued by this association, but its validity has ended.", s3: "Issued by this association but revoked. Do not rely on it.", s4: "Issued by this association and replaced. Ask the holder for the newer certificate.", s5: "Issued by this association, but this paper copy was cancelled. Do not rely on it.",
            sNone: "When this folder was made the association had issued no certificate with this code.", sFile: "It is not the same as any file that the association issued: it may have been saved again, altered, or be none of theirs. Enter the code printed at the foot and compare the content.", sForged: "The record did not pass: ",
            sealGood: "The QR code's signature is genuine and says what the record says.", sealBad: "The QR code's signature is false: this paper may be forged.", sealOther: "The QR code does not say what the record says: this paper may be forged.", identical: "The file is identical to the one issued; not a byte was changed.",
            kind: "Type", number: "Number", issuer: "Issued by", firm: "Law firm", lawyer: "Lawyer", period: "Period", purpose: "Purpose", addressee: "Addressed to", data: "Records as of", issued: "Date of issue", expiry: "Valid until", forever: "No expiry", copy: "Paper copy", copyOf: (i, n) => `${i} of ${n}`, text: "Text", reason: "Reason",
            checks: "What was checked", c1: "The association's key signed this folder, and its parts are whole", c2: "An issuing key signed the content", c3: "It is in the public log", c4: "That key was good at the time", c5: "The code belongs to this certificate",
        },
    };
    let language = /[?&#]lang=en/.test(location.href) || !/^zh/i.test(navigator.language || "zh") ? "en" : "zh";
    let told = null;
    let boat = null;
    let last = null;
    const shards = {};
    const by = (id) => document.getElementById(id);
    const say = (key) => WORDS[language][key];

    // Called by cover.js and by the shards.
    g.cover = (data) => (told = data);
    g.shard = (number, text) => (shards[number] = text);

    function element(name, text, kind) {
        const made = document.createElement(name);
        if (text !== undefined) made.textContent = text;
        if (kind) made.className = kind;
        return made;
    }

    // Everything of section 13 that does not depend on an entry; what may be believed from then on.
    function open(data) {
        const root = g.fromHex(data.root);
        const manifest = g.openManifest(data.manifest, root);
        const signed = g.fromBase64(data.cover);
        const bytes = signed.slice(0, -64);
        const r = new g.Reader(bytes);
        r.label("goodstanding/lifeboat/v1");
        const issuer = g.toHex(r.raw(8));
        const at = r.number(8);
        const [size, tree, note] = [r.number(8), r.raw(32), r.raw(32)];
        const hashes = [];
        for (let n = 0; n < 256; n++) hashes.push(r.raw(32));
        r.end();
        const key = g.of(manifest, "issuer").find((key) => key.id === issuer && key.state === "active");
        if (!key || !g.ed25519(key.public, bytes, signed.slice(-64))) g.fail("signature");
        if (!g.equal(note, g.sha256(g.utf8(data.manifest)))) g.fail("key manifest");
        const checkpoint = g.openCheckpoint(data.checkpoint, manifest);
        if (checkpoint.size !== size || !g.equal(checkpoint.root, tree)) g.fail("checkpoint");
        return { fingerprint: g.fingerprint(root), manifest, checkpoint, at, hashes };
    }

    function load(number) {
        const name = number.toString(16).padStart(2, "0");
        return new Promise((done, refuse) => {
            if (shards[number] !== undefined) return done();
            const script = element("script");
            script.src = "shards/" + name + ".js";
            script.onload = done;
            script.onerror = () => refuse(new Error(say("part")));
            document.head.appendChild(script);
        }).then(() => {
            const bytes = g.fromBase64(shards[number] || "");
            if (!g.equal(g.sha256(bytes), boat.hashes[number])) g.fail(say("part"));
            return bytes;
        });
    }

    // The plaintext that a lookup opens; null where the shard has none.
    async function find(lookup) {
        const index = g.sha256(g.concat([g.label("goodstanding/lifeboat-index/v1"), lookup])).slice(0, 16);
        const key = g.sha256(g.concat([g.label("goodstanding/lifeboat-key/v1"), lookup]));
        const r = new g.Reader(await load(index[0]));
        r.label("goodstanding/lifeboat-shard/v1");
        if (r.number(1) !== index[0]) g.fail(say("part"));
        for (let n = r.number(4); n > 0; n--) {
            const own = g.equal(r.raw(16), index);
            const sealed = r.blob();
            if (own) return g.unseal(key, sealed.slice(0, 12), index, sealed.slice(12)) || g.fail(say("part"));
        }
        return null;
    }

    async function findCode(code) {
        const plain = await find(g.sha256(g.concat([g.label("goodstanding/lifeboat-code/v1"), g.label(code)])));
        if (!plain) return null;
        const r = new g.Reader(plain);
        if (r.number(1) !== 1) g.fail("entry");
        const record = { state: r.number(1), reason: r.option((r) => r.text()), statement: r.blob(), issuer: g.toHex(r.raw(8)) };
        Object.assign(record, { signature: r.raw(64), salt: r.raw(32), leaf: r.blob(), index: r.number(8) });
        record.hashes = r.list((r) => r.raw(32));
        record.said = g.judge(record, boat.manifest, boat.checkpoint);
        if (!g.commitsTo(record.said, code)) g.fail("code");
        return record;
    }

    async function findFile(bytes) {
        const plain = await find(g.sha256(g.concat([g.label("goodstanding/lifeboat-file/v1"), g.sha256(bytes)])));
        if (!plain) return null;
        const r = new g.Reader(plain);
        if (r.number(1) !== 2) g.fail("entry");
        return r.text();
    }

    function sealAnswer(payload, code, record) {
        let seal;
        try {
            seal = g.seal(payload);
        } catch (error) {
            return ["sealBad", "bad"];
        }
        const key = g.of(boat.manifest, "issuer").find((key) => key.id === seal.issuer);
        if (!key || seal.code !== code || !g.ed25519(key.public, seal.signed, seal.signature)) return ["sealBad", "bad"];
        return g.equal(seal.statementHash, g.sha256(record.statement)) ? ["sealGood", "good"] : ["sealOther", "bad"];
    }

    const today = () => new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);
    const masked = (licence) => licence.slice(0, 5) + "*".repeat(Math.max(0, licence.length - 8)) + licence.slice(-3);

    function show(tone, word, sentence, notes, record) {
        last = () => show(tone, word, sentence, notes, record);
        const box = by("answer");
        box.textContent = "";
        box.hidden = false;
        const head = element("div", undefined, "word " + tone);
        head.append(element("h2", say(word)), element("p", sentence()));
        box.append(head);
        for (const [note, kind] of notes) box.append(element("p", say(note), "notice " + kind));
        if (!record) return;
        const s = record.said;
        const rows = [["kind", s.title], ["number", s.number], ["issuer", s.issuer.name], ["firm", s.firm && s.firm.name]];
        if (s.period) rows.push(["period", s.period.from + " – " + s.period.to]);
        rows.push(["purpose", s.purpose], ["addressee", s.addressee]);
        rows.push(["data", s.dataDate], ["issued", s.issueDate], ["expiry", s.expiry || say("forever")]);
        if (s.copy.index > 0) rows.push(["copy", say("copyOf")(s.copy.index, s.copy.of)]);
        rows.push(["reason", record.reason], ["text", s.paragraphs.join("\n")]);
        for (const subject of s.subjects) rows.push(["lawyer", subject.name + "　" + masked(subject.licence)]);
        const table = element("table");
        for (const [term, value] of rows.filter((row) => row[1])) {
            const row = element("tr");
            const th = element("th", say(term));
            th.scope = "row";
            row.append(th, element("td", value));
            table.append(row);
        }
        const list = element("ul");
        for (const check of ["c1", "c2", "c3", "c4", "c5"]) list.append(element("li", say(check)));
        box.append(table, element("h2", say("checks")), list);
    }

    async function answer(code, payload, notes) {
        const record = await findCode(code);
        if (!record) return show("bad", "none", () => say("sNone"), notes);
        const expired = record.state === 1 && record.said.expiry && record.said.expiry < today();
        const state = expired ? 2 : record.state;
        const all = payload ? notes.concat([sealAnswer(payload, code, record)]) : notes;
        const forged = all.some((note) => note[1] === "bad");
        if (forged) return show("bad", "forged", () => say("s" + state), all, record);
        show(state === 1 ? "good" : state === 2 ? "wait" : "bad", String(state), () => say("s" + state), all, record);
    }

    function guarded(act) {
        return act().then(
            () => by("answer").focus(),
            (error) => {
                show("bad", "forged", () => say("sForged") + error.message, []);
                by("answer").focus();
            },
        );
    }

    function speak() {
        document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
        document.title = say("title");
        for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
        if (!boat) return;
        const made = new Date(boat.at + 8 * 3600000).toISOString();
        const days = Math.round((Date.parse(today()) - Date.parse(made.slice(0, 10))) / 86400000);
        by("age").textContent = say("made")(made.slice(0, 16).replace("T", " "), days);
        for (const node of document.querySelectorAll("[data-fill=association]")) {
            node.textContent = language === "zh" ? told.association : told.latin;
        }
        document.querySelector("[data-fill=root]").textContent = g.grouped(boat.fingerprint);
        if (last) last();
    }

    g.ready = function () {
        try {
            boat = open(told);
            by("boat").hidden = by("ask").hidden = false;
        } catch (error) {
            by("broken").textContent = say("broken") + (told ? error.message : "cover.js");
            by("broken").hidden = false;
        }
        speak();
        by("language").addEventListener("click", () => {
            language = language === "zh" ? "en" : "zh";
            speak();
        });
        by("known").addEventListener("submit", (event) => {
            event.preventDefault();
            const typed = g.readSymbols(by("fingerprint").value, 32);
            const key = !typed ? "no_root" : typed === boat.fingerprint ? "same" : "other_root";
            by("known-answer").textContent = say(key);
            by("known-answer").className = "notice " + (key === "same" ? "good" : "bad");
        });
        by("by-code").addEventListener("submit", (event) => {
            event.preventDefault();
            const asked = g.qrText(by("code").value);
            guarded(() => (asked ? answer(asked.code, asked.payload, []) : Promise.resolve(show("bad", "none", () => say("badCode"), []))));
        });
        by("file").addEventListener("change", () => {
            const file = by("file").files[0];
            if (!file) return;
            guarded(async () => {
                const bytes = new Uint8Array(await file.arrayBuffer());
                const code = await findFile(bytes);
                if (code) return answer(code, null, [["identical", "good"]]);
                show("bad", "file", () => say("sFile"), []);
            });
        });
        if (boat && location.hash.length > 1) {
            by("code").value = decodeURIComponent(location.hash.slice(1));
        }
    };
})(window.goodstanding);
