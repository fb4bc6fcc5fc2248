// What lasts: receipts in a browser and offline, the log under its addresses, and the keys' life by command while the
// server lives.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BINARY, PYTHON, ROOT, SCRATCH, Visitor, checked, downloads, finish, launch, leave, look, ok, part, person, run, same, startDemo, until } from './lib.mjs';

const folder = join(SCRATCH, 'keys');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const keep = (name, bytes) => (writeFileSync(join(folder, name), bytes), join(folder, name));
const goodstanding = (...args) => run(BINARY, args);

/** The code of a certificate, read from its pages. */
async function codeOf(pdf) {
    const { out } = await run('pdftotext', ['-layout', pdf, '-']);
    return /核验码：\s*([0-9A-Z-]{24})/.exec(out)?.[1];
}

/** RFC 9162, 2.1.4.2: whether a path shows the tree of a size to continue an older one. */
function consistent(older, newer, oldRoot, newRoot, path) {
    const node = (left, right) => createHash('sha256').update(Buffer.from([1])).update(left).update(right).digest();
    if (older === newer) return path.length === 0 && oldRoot.equals(newRoot);
    const rest = (older & (older - 1)) === 0 ? [oldRoot, ...path] : [...path];
    if (rest.length === 0) return false;
    let [fn, sn] = [older - 1, newer - 1];
    while (fn & 1) { fn >>= 1; sn >>= 1; }
    let [fr, sr] = [rest[0], rest[0]];
    for (const hash of rest.slice(1)) {
        if (sn === 0) return false;
        if (fn & 1 || fn === sn) {
            [fr, sr] = [node(hash, fr), node(hash, sr)];
            while (!(fn & 1) && fn !== 0) { fn >>= 1; sn >>= 1; }
        } else {
            sr = node(sr, hash);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn === 0 && fr.equals(oldRoot) && sr.equals(newRoot);
}

const demo = await part('the demo starts', () => startDemo('keys'));
if (demo) {
    const asked = { data: ['--data', demo.data_dir], root: ['--root-key', join(demo.data_dir, 'root-key.pem')] };
    const [first] = await downloads(demo);
    const pdf = keep('first.pdf', first.bytes);
    const code = await codeOf(pdf);
    ok('the certificate shows its code', Boolean(code), code);

    await part('a receipt by a browser', async () => {
        const browser = await launch();
        for (const way of [{ name: 'pc', width: 1280, script: true }, { name: 'phone', width: 390, script: true }, { name: 'plain', width: 1280, script: false }]) {
            const verifier = await person(browser, demo, way, 'a verifier');
            const { page } = verifier;
            await page.goto(`${demo.url}/V/${code}`);
            await page.getByRole('button', { name: '领取回执（PDF）' }).click();
            await page.waitForLoadState();
            ok(`${way.name}: a reference is asked for`, (await page.locator('#receipt .error').innerText()).includes('编号'));
            await look(verifier, 'receipt');
            await page.getByLabel(/您的核验编号/).fill('招标 2026-17');
            const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '领取回执（PDF）' }).click()]);
            await download.saveAs(join(folder, `receipt-${way.name}.pdf`));
            await leave(verifier);
        }
        await browser.close();
    });

    await part('the receipt is judged', async () => {
        const visitor = new Visitor(demo);
        const json = await visitor.post(`/V/${code}`, `/V/${code}/receipt`, { reference: '招标 2026-17', as: 'json' });
        ok('the receipt as JSON', json.status === 200 && json.headers.get('content-type') === 'application/json', `${json.status}`);
        const file = keep('receipt.json', Buffer.from(await json.arrayBuffer()));
        for (const receipt of [file, join(folder, 'receipt-pc.pdf')]) {
            const kind = receipt.endsWith('pdf') ? 'PDF' : 'JSON';
            const judged = async (...more) => (await goodstanding('verify', '--receipt', receipt, ...more)).status;
            same(`${kind}: genuine under its root and reference`, await judged('--root', demo.root, '--reference', '招标 2026-17'), 0);
            same(`${kind}: a replay under another reference fails`, await judged('--root', demo.root, '--reference', '招标 2026-18'), 1);
            same(`${kind}: without a root nobody can tell`, await judged(), 2);
            await checked(`${kind}: receipt.py`, PYTHON, [join(ROOT, 'tests/independent/receipt.py'), receipt, demo.root, '招标 2026-17']);
            const replay = await run(PYTHON, [join(ROOT, 'tests/independent/receipt.py'), receipt, demo.root, 'x']);
            ok(`${kind}: receipt.py refuses the replay`, replay.status !== 0, replay.out);
        }
        const text = readFileSync(file, 'utf8');
        let accepted = 0;
        for (let at = 0; at < 200; at += 1) {
            const value = JSON.parse(text);
            const answer = Buffer.from(value.answer, 'base64');
            answer[(at * 7) % answer.length] ^= 1 << (at % 8);
            const spoilt = keep('spoilt.json', JSON.stringify({ ...value, answer: answer.toString('base64') }));
            if (at % 10 === 0 && (await goodstanding('verify', '--receipt', spoilt, '--root', demo.root)).status !== 1) accepted += 1;
        }
        same('none of 20 changed answers is accepted', accepted, 0);
        const seal = await run('pdfsig', ['-nocert', join(folder, 'receipt-pc.pdf')]);
        ok('pdfsig: the receipt\'s seal is valid', seal.out.includes('Signature is Valid'), seal.out + seal.err);
    });

    let before;
    await part('the log under its addresses', async () => {
        const newest = await fetch(`${demo.url}/log/checkpoint`);
        const text = await newest.text();
        ok('the newest checkpoint, for a moment', newest.status === 200 && /max-age=5/.test(newest.headers.get('cache-control')), newest.headers.get('cache-control'));
        const size = Number(text.split('\n')[1]);
        before = keep('checkpoint', text);
        const exported = join(folder, 'export');
        await goodstanding('verify-log', ...asked.data, '--export', exported);
        const tile = await fetch(`${demo.url}/log/tile/0/000.p/${size}`);
        ok('a tile that is not full, for an hour', tile.headers.get('cache-control') === 'public, max-age=3600', tile.headers.get('cache-control'));
        const kept = await fetch(`${demo.url}/log/size/1`);
        ok('what never changes, for ever', /immutable/.test(kept.headers.get('cache-control') ?? ''), kept.headers.get('cache-control'));
        const again = await fetch(`${demo.url}/log/checkpoint`, { headers: { 'if-none-match': newest.headers.get('etag') } });
        same('who has the checkpoint is told that nothing changed', [again.status, await again.text(), again.headers.get('etag')], [304, '', newest.headers.get('etag')]);
        const other = await fetch(`${demo.url}/log/checkpoint`, { headers: { 'if-none-match': '"0"' } });
        same('who has another gets it', [other.status, await other.text()], [200, text]);
        const head = await fetch(`${demo.url}/log/checkpoint`, { method: 'HEAD' });
        same('HEAD answers like GET without the text', [head.status, await head.text(), head.headers.get('etag')], [200, '', newest.headers.get('etag')]);
        ok('the tile is the exported one', Buffer.from(await tile.arrayBuffer()).equals(readFileSync(join(exported, `tile/0/000.p/${size}`))));
        same('no tile beyond the log', (await fetch(`${demo.url}/log/tile/0/000.p/${size + 1}`)).status, 404);
        same('a proof', (await fetch(`${demo.url}/log/proof/${size}/0`)).status, 200);
        same('a consistency proof', (await fetch(`${demo.url}/log/consistency/1/${size}`)).status, 200);
    });

    await part('the keys\' life by command, the server living', async () => {
        const rotated = await goodstanding('key', 'rotate', 'issuer', ...asked.root, ...asked.data);
        ok('the issuer key is rotated', rotated.status === 0 && rotated.out.includes('retired'), rotated.out + rotated.err);
        const sealed = await goodstanding('key', 'rotate', 'document', '--overlap', ...asked.root, ...asked.data);
        ok('the document key is rotated with an overlap', sealed.status === 0 && !sealed.out.includes('retired'), sealed.out + sealed.err);
        const listed = await goodstanding('key', 'list', ...asked.data);
        const old = /^([0-9a-f]{16})  document .*active$/m.exec(listed.out)?.[1];
        ok('the list shows the old document key as active', Boolean(old), listed.out);
        const retired = await goodstanding('key', 'retire', old ?? '', ...asked.root, ...asked.data);
        ok('it is retired', retired.status === 0, retired.out + retired.err);
        const signs = /^([0-9a-f]{16})  issuer .*signs$/m.exec(listed.out)?.[1] ?? '';
        const refused = await goodstanding('key', 'retire', signs, ...asked.root, ...asked.data);
        ok('a key in service is not retired', refused.status === 1 && refused.err.includes('in service'), refused.err);
        const wrong = await goodstanding('key', 'rotate', 'issuer', '--root-key', join(folder, 'receipt.json'), ...asked.data);
        ok('another file than the root key is refused', wrong.status === 1 && wrong.err.trim() !== '', wrong.err);
        const numberOf = async (bytes, name) => /\S+〔\d{4}〕第\d{6}号/.exec((await run('pdftotext', [keep(name, bytes), '-'])).out)?.[0];
        const known = new Set((await downloads(demo)).map(({ id }) => id));
        const clerk = new Visitor(demo);
        await clerk.signIn(demo.account('firm-clerk'));
        const kinds = (await clerk.post('/apply', '/apply', {})).headers.get('location');
        const form = (await clerk.post(kinds, kinds, { kind: 'firm-membership' })).headers.get('location');
        const preview = (await clerk.post(form, form, { go: 'next', email: 'office@firm.example', 'paper.wanted': 'no' })).headers.get('location');
        await clerk.post(preview, form.replace('/form', '/submit'), {});
        const fresh = await until(async () => (await downloads(demo)).find(({ id }) => !known.has(id)));
        for (const [bytes, name, key] of [[first.bytes, 'before.pdf', 'an earlier one'], [fresh.bytes, 'after.pdf', 'the one in use']]) {
            const rebuilt = await goodstanding('certificate', 'rebuild', await numberOf(bytes, name), ...asked.data);
            ok(`${name} is made again, under ${key}`, rebuilt.status === 0 && rebuilt.out.includes(key) && rebuilt.out.includes('the same, byte for byte') && rebuilt.out.includes('those of issue'), rebuilt.out + rebuilt.err);
        }
        same('an old certificate verifies after it all', (await goodstanding('verify', pdf, '--root', demo.root)).status, 0);
        const published = await (await fetch(`${demo.url}/.well-known/goodstanding`)).json();
        ok('the newest manifest is served', published.key_manifest.includes('version 4'), published.key_manifest);
        const manifest = keep('manifest', published.key_manifest);
        same('and by the newest manifest', (await goodstanding('verify', pdf, '--root', demo.root, '--manifest', manifest)).status, 0);
        const size = Number((await (await fetch(`${demo.url}/log/checkpoint`)).text()).split('\n')[1]);
        const root = async (n) => Buffer.from((await (await fetch(`${demo.url}/log/size/${n}`)).text()).split('\n')[2], 'base64');
        let inconsistent = 0;
        for (let at = 0; at < 60; at += 1) {
            const newer = 1 + ((at * 7919) % size);
            const older = 1 + ((at * 104729) % newer);
            const answer = await fetch(`${demo.url}/log/consistency/${older}/${newer}`);
            const path = (await answer.text()).split('\n').filter(Boolean).map((line) => Buffer.from(line, 'base64'));
            if (answer.status !== 200 || !consistent(older, newer, await root(older), await root(newer), path)) inconsistent += 1;
        }
        same('any two of 60 pairs of checkpoints are consistent, by their public proofs', inconsistent, 0);
        const held = await goodstanding('verify-log', ...asked.data, '--root', demo.root, '--since', before);
        ok('the log continues the checkpoint from before', held.status === 0 && held.out.includes('continued'), held.out + held.err);
    });

    await part('the audit trail is held by the log, without our program', async () => {
        const auditor = new Visitor(demo);
        await auditor.signIn(demo.account('auditor'));
        const trail = keep('audit.jsonl', Buffer.from(await (await auditor.ask('/audit?format=jsonl')).arrayBuffer()));
        const exported = join(folder, 'anchored');
        await goodstanding('verify-log', ...asked.data, '--export', exported);
        const script = join(ROOT, 'tests/independent/audit.py');
        await checked('audit.py', PYTHON, [script, trail, exported]);
        const lines = readFileSync(trail, 'utf8').trimEnd().split('\n');
        const anchor = lines.findLastIndex((line) => JSON.parse(line).act === 'audit.anchor');
        const judged = async (name, kept) => (await run(PYTHON, [script, keep(name, `${kept.join('\n')}\n`), exported])).status;
        same('a trail cut off before the last anchor is refused', await judged('cut.jsonl', lines.slice(0, anchor)), 1);
        let previous = '0'.repeat(64);
        const rewritten = lines.map((line, index) => {
            const { changes, ...entry } = JSON.parse(line);
            const said = { ...entry, object: index === 1 ? 'thing/0' : entry.object, previous, hash: '' };
            previous = createHash('sha256').update(JSON.stringify(said)).digest('hex');
            return JSON.stringify({ ...said, hash: previous });
        });
        same('a trail written anew, its chain whole, is refused', await judged('anew.jsonl', rewritten), 1);
        const held = await goodstanding('verify-log', ...asked.data);
        ok('verify-log says how much of it the log commits to', /audit entries \d+, [1-9]\d* of them committed to/.test(held.out), held.out);
    });

    await part('a stolen key', async () => {
        const listed = await goodstanding('key', 'list', ...asked.data);
        const issuer = /^([0-9a-f]{16})  issuer .*signs$/m.exec(listed.out)?.[1] ?? '';
        const since = keep('since', await (await fetch(`${demo.url}/log/checkpoint`)).text());
        const told = await goodstanding('key', 'compromised', issuer, '--since', since, ...asked.root, ...asked.data);
        ok('it is declared compromised, and another takes its place', told.status === 0 && told.out.includes('compromised'), told.out + told.err);
        ok('the server ends well', (await demo.stop()) === 0);
        const resting = await goodstanding('verify-log', ...asked.data, '--root', demo.root, '--since', before, '--since', since);
        ok('the resting store loads the new keys and holds', resting.status === 0, resting.out + resting.err);
        const again = await goodstanding('key', 'rotate', 'log', ...asked.root, ...asked.data);
        ok('the log key is rotated with no server', again.status === 0, again.out + again.err);
        same('and all still holds', (await goodstanding('verify-log', ...asked.data, '--since', before)).status, 0);
    });
    await demo.stop();
}
finish();
