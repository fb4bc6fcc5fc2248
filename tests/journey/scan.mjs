// A printed certificate is scanned: the seal in its QR code is checked in the browser, and by the server where there is no
// script, and shown beside the server's answer.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answersOf, readPaper } from './paper_lib.mjs';
import { BINARY, SCRATCH, downloads, finish, launch, leave, look, ok, part, person, press, run, startDemo, words } from './lib.mjs';

const folder = join(SCRATCH, 'scan');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const GOOD = '二维码的签名属实，所载内容与本页一致';
const OTHER = '不是同一份证明';
const FORGED = '二维码的签名不属实';

const demo = await part('the demo starts', () => startDemo('scan'));
const papers = demo && (await part('papers', async () => Promise.all((await downloads(demo)).map((found) => readPaper(folder, found)))));
const states = papers && (await answersOf(demo, papers));
if (papers && ok('every paper has a QR code with a seal', papers.length > 1 && papers.every(({ qr }) => qr.split('#')[1]?.length > 200))) {
    const browser = await launch();
    const [good, other] = [papers.find(({ id }) => states.get(id) === 'valid'), papers.find(({ id }) => states.get(id) === 'revoked')];
    const [address, payload] = good.qr.split('#');
    const changed = `${address}#${payload.slice(0, 150)}${payload[150] === 'A' ? 'B' : 'A'}${payload.slice(151)}`;
    const mixed = `${address}#${other.qr.split('#')[1]}`;
    for (const way of [{ name: 'pc', width: 1280, script: true }, { name: 'phone', width: 390, script: true }]) {
        await part(`${way.name}: a scan opens the page`, async () => {
            const someone = await person(browser, demo, way, 'scanner');
            const open = async (text) => {
                await someone.page.goto('about:blank');
                await someone.page.goto(text);
                return words(someone.page);
            };
            const said = await open(good.qr);
            ok(`${way.name}: genuine`, said.includes(GOOD) && !said.includes(FORGED) && said.includes(good.number), said);
            await look(someone, 'scan-good');
            const second = await open(other.qr);
            ok(`${way.name}: a revoked one has a genuine seal and is revoked`, second.includes(GOOD) && second.includes('已撤销'), second);
            ok(`${way.name}: a changed letter is a forgery`, (await open(changed)).includes(FORGED));
            await look(someone, 'scan-forged');
            ok(`${way.name}: another certificate's seal does not fit`, (await open(mixed)).includes(OTHER));
            ok(`${way.name}: without a seal nothing is said of one`, !/二维码的签名/.test(await open(address)));
            ok(`${way.name}: in English`, (await open(`${address}?lang=en#${payload}`)).includes("The QR code's signature is genuine"));
            await leave(someone);
        });
    }
    await part('without script the text is pasted', async () => {
        const someone = await person(browser, demo, { name: 'pc', width: 1280, script: false }, 'paster');
        const paste = async (text) => {
            await someone.page.goto(`${demo.url}/verify`);
            await someone.page.locator('input[name=code]').fill(text);
            await press(someone.page.locator('.code-card'), '核验');
            await someone.page.waitForURL(/\/V\//i);
            return words(someone.page);
        };
        ok('pasted: genuine', (await paste(good.qr)).includes(GOOD));
        ok('pasted: forged', (await paste(changed)).includes(FORGED));
        ok('pasted: of another certificate', (await paste(mixed)).includes(OTHER));
        ok('pasted: an address alone', !/二维码的签名属实/.test(await paste(address)));
        ok('pasted: a bare code', (await paste(good.code.toLowerCase().replace(/-/g, ' '))).includes(good.number));
        await leave(someone);
    });
    await part('a file is hashed before it is sent', async () => {
        const someone = await person(browser, demo, { name: 'pc', width: 1280, script: true }, 'hasher');
        const sent = [];
        someone.page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
        await someone.page.goto(`${demo.url}/verify`);
        await someone.page.setInputFiles('input[type=file]', good.file);
        await Promise.all([someone.page.waitForURL(/\/verify\/hash\//), press(someone.page.locator('[data-known]'), '核验文件')]);
        ok('a known file is answered', (await words(someone.page)).includes('一个字节都没有改动'));
        ok('and was never sent', !sent.some((line) => line.startsWith('POST')), sent.join('\n'));
        const changed = join(folder, 'changed.pdf');
        const bytes = Buffer.from(readFileSync(good.file));
        bytes[bytes.length >> 1] ^= 1;
        writeFileSync(changed, bytes);
        await someone.page.goto(`${demo.url}/verify`);
        await someone.page.setInputFiles('input[type=file]', changed);
        await Promise.all([someone.page.waitForURL(/\/verify\/file/), press(someone.page.locator('[data-known]'), '核验文件')]);
        ok('a changed one is sent and judged', !(await words(someone.page)).includes('一个字节都没有改动'));
        // Asking for an unknown hash is answered with 404, which the console notes.
        someone.faults.splice(0, Infinity, ...someone.faults.filter((fault) => !fault.includes('404')));
        await leave(someone);
    });
    await part('verify --qr', async () => {
        const keys = join(folder, 'keys.json');
        writeFileSync(keys, await (await fetch(`${demo.url}/.well-known/goodstanding`)).text());
        const says = async (what, args, status) => {
            const answer = await run(BINARY, ['verify', ...args]);
            ok(`verify --qr: ${what} → ${status}`, answer.status === status && (answer.out + answer.err).trim() !== '', `${answer.status}\n${answer.out}${answer.err}`);
            return answer.out;
        };
        // The demo's keys name its invented domain.
        const trusted = ['--keys', keys, '--root', demo.root];
        const known = [...trusted, '--host', new URL(demo.url).host];
        ok('it says what to compare', (await says('the text', ['--qr', good.qr, ...known], 0)).includes(good.number));
        await says('in Chinese', ['--qr', good.qr, ...known, '--zh'], 0);
        await says('as JSON', ['--qr', good.qr, ...known, '--json'], 0);
        await says('a changed text', ['--qr', changed, ...known], 1);
        await says('another code', ['--qr', mixed, ...known], 1);
        const elsewhere = good.qr.replace(/\/\/[^/]+/, '//LOOK-ALIKE.EXAMPLE');
        ok('a genuine seal under another domain: which, and that it is not to be opened', /leads to look-alike\.example/.test(await says('another domain', ['--qr', elsewhere, ...known], 2)));
        await says('another domain that the verifier knows of', ['--qr', elsewhere, ...trusted, '--host', 'look-alike.example'], 0);
        await says('a domain that the keys do not name', ['--qr', good.qr, ...trusted], 2);
        await says('no keys', ['--qr', good.qr, '--root', demo.root], 2);
        await says('no root', ['--qr', good.qr, '--keys', keys], 2);
        await says('an address alone', ['--qr', address, ...known], 2);
        await says('a picture that is not there', ['--qr', join(folder, 'missing.PNG'), ...known], 2);
        await says('no text at all', ['--qr', 'nonsense', ...known], 1);
        const letters = [...payload].map((_, at) => `${address}#${payload.slice(0, at)}${payload[at] === 'Q' ? 'R' : 'Q'}${payload.slice(at + 1)}`);
        const accepted = [];
        for (let at = 0; at < letters.length; at += 1) {
            if (at % 16 === 0 && (await run(BINARY, ['verify', '--qr', letters[at], ...known])).status === 0) accepted.push(at);
        }
        ok('none of the texts with one other letter is accepted', accepted.length === 0, accepted);
    });
    await browser.close();
}
await demo?.stop();
finish();
