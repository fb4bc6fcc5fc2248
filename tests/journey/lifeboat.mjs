// The lifeboat, made by the command, opened in a browser from file:// with the network cut and the server gone.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { answersOf, readPaper } from './paper_lib.mjs';
import { BINARY, SCRATCH, accessible, downloads, finish, launch, leave, ok, part, person, run, shot, startDemo, words } from './lib.mjs';

const folder = join(SCRATCH, 'lifeboat');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const boat = join(folder, 'boat');

// The answer is there when it has the focus, which the act before took away.
async function answered(someone, act) {
    await act();
    await someone.page.locator('#answer:focus').waitFor();
    return someone.page.locator('#answer .word h2').innerText();
}
async function ask(someone, text) {
    await someone.page.fill('#code', text);
    return answered(someone, () => someone.page.locator('#by-code button').click());
}
async function drop(someone, file) {
    await someone.page.focus('#file');
    await someone.page.setInputFiles('#file', []);
    return answered(someone, () => someone.page.setInputFiles('#file', file));
}

const demo = await part('the demo starts', () => startDemo('lifeboat'));
const papers = demo && (await part('certificates', async () => Promise.all((await downloads(demo)).map((found) => readPaper(folder, found)))));
const states = papers && (await answersOf(demo, papers));
const of = (wanted) => papers.find((paper) => states.get(paper.id) === wanted);
if (papers && ok('there is one in force, one revoked and one expired', of('valid') && of('revoked') && of('expired'), JSON.stringify([...states]))) {
    const made = await run(BINARY, ['export', 'verification', boat, '--data', demo.data_dir]);
    ok('export verification makes it while the server lives', made.status === 0, made.out + made.err);
    const again = await run(BINARY, ['export', 'verification', boat, '--data', demo.data_dir]);
    ok('it is replaced by a newer one', again.status === 0, again.out + again.err);
    const refused = await run(BINARY, ['export', 'verification', folder, '--data', demo.data_dir]);
    ok('a folder with something else in it is refused with a sentence', refused.status === 1 && refused.err.includes('something else'), refused.err);
    await demo.stop();

    await part('it publishes no names', () => {
        const inside = (dir) => readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? inside(join(dir, e.name)) : [join(dir, e.name)]));
        const all = Buffer.concat(inside(boat).map((file) => readFileSync(file)));
        const decoded = Buffer.concat(inside(join(boat, 'shards')).map((file) => Buffer.from(/"([^"]*)"/.exec(readFileSync(file, 'utf8'))[1], 'base64')));
        const names = papers.flatMap(({ text, number, code }) => [...text.matchAll(/\d{17}/g)].map(([found]) => found).concat(number, code, code.replace(/-/g, '')));
        ok('there are licence numbers to look for', names.some((name) => /^\d{17}$/.test(name)));
        ok('no number, code or licence number lies in it', !names.some((name) => all.includes(name) || decoded.includes(name)));
        ok('nor a firm', !all.includes('律师事务所（示例）') && !decoded.includes('律师事务所'));
    });

    const browser = await launch();
    for (const way of [{ name: 'pc', width: 1280, script: true }, { name: 'phone', width: 390, script: true }]) {
        await part(`${way.name}: from file:// without a network`, async () => {
            const someone = await person(browser, demo, way, 'lifeboat');
            await someone.context.setOffline(true);
            await someone.page.goto(pathToFileURL(join(boat, 'index.html')).href);
            const text = await words(someone.page);
            ok(`${way.name}: it shows the root's fingerprint and its age`, text.includes(demo.root) && text.includes('是今天'), text);
            await someone.page.fill('#fingerprint', demo.root.toLowerCase());
            await someone.page.locator('#known button').click();
            ok(`${way.name}: the fingerprint from elsewhere is the same`, (await words(someone.page)).includes('一致：这个离线包出自您所知的协会'));
            const [good, gone, old] = [of('valid'), of('revoked'), of('expired')];
            await shot(someone, 'lifeboat-empty');
            ok(`${way.name}: by code, in force`, (await ask(someone, good.code)).includes('出具时属实'));
            ok(`${way.name}: the content is there to compare`, (await words(someone.page)).includes(good.number));
            await shot(someone, 'lifeboat-good');
            await accessible(someone, 'lifeboat');
            ok(`${way.name}: by code, lower case without dashes`, (await ask(someone, good.code.toLowerCase().replace(/-/g, ' '))).includes('出具时属实'));
            ok(`${way.name}: by QR text`, (await ask(someone, good.qr)).includes('出具时属实') && (await words(someone.page)).includes('二维码的签名属实'));
            ok(`${way.name}: by file`, (await drop(someone, good.file)).includes('出具时属实') && (await words(someone.page)).includes('一个字节都没有改动'));
            ok(`${way.name}: revoked`, (await ask(someone, gone.code)).includes('已撤销'));
            await shot(someone, 'lifeboat-revoked');
            ok(`${way.name}: expired`, (await ask(someone, old.code)) === '已过期');
            ok(`${way.name}: a code that never was`, (await ask(someone, '0000-0000-0000-0000-0000')) === '查无此证');
            ok(`${way.name}: a slip`, (await ask(someone, good.code.slice(0, -1))) === '查无此证' && (await words(someone.page)).includes('不是一个完整的核验码'));
            const [address, payload] = good.qr.split('#');
            const changed = `${address}#${payload.slice(0, 200)}${payload[200] === 'A' ? 'B' : 'A'}${payload.slice(201)}`;
            ok(`${way.name}: a changed QR text is forged`, (await ask(someone, changed)) === '不能采用' && (await words(someone.page)).includes('二维码的签名不属实'));
            ok(`${way.name}: another certificate's seal is forged`, (await ask(someone, `${address}#${gone.qr.split('#')[1]}`)) === '不能采用');
            const spoilt = Buffer.from(readFileSync(good.file));
            spoilt[spoilt.length >> 1] ^= 1;
            writeFileSync(join(folder, 'spoilt.pdf'), spoilt);
            ok(`${way.name}: a changed file is not the original`, (await drop(someone, join(folder, 'spoilt.pdf'))) === '不是原件');
            await someone.page.locator('#language').click();
            ok(`${way.name}: in English`, (await words(someone.page)).includes('Not the original file'));
            await leave(someone);
        });
    }
    await part('from any web server', async () => {
        const mime = { html: 'text/html; charset=utf-8', js: 'text/javascript', txt: 'text/plain' };
        const server = createServer((request, response) => {
            try {
                const path = new URL(request.url, 'http://boat').pathname;
                const bytes = readFileSync(join(boat, path === '/' ? 'index.html' : path));
                response.writeHead(200, { 'content-type': mime[path.split('.').pop()] ?? 'text/html; charset=utf-8' }).end(bytes);
            } catch {
                response.writeHead(404).end();
            }
        });
        await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
        const someone = await person(browser, demo, { name: 'pc', width: 1280, script: true }, 'web server');
        const good = of('valid');
        await someone.page.goto(`http://127.0.0.1:${server.address().port}/`);
        ok('served: by code', (await ask(someone, good.code)).includes('出具时属实'));
        ok('served: by QR text', (await ask(someone, good.qr)).includes('出具时属实'));
        ok('served: by file', (await drop(someone, good.file)).includes('出具时属实'));
        await someone.context.close();
        await new Promise((closed) => (server.closeAllConnections(), server.close(closed)));
    });
    await part('a tampered lifeboat is refused', async () => {
        const someone = await person(browser, demo, { name: 'pc', width: 1280, script: true }, 'tampered');
        const good = of('valid');
        const number = (name) => join(boat, 'shards', name);
        const spoil = async (what, change, expected) => {
            const bad = join(folder, 'bad');
            rmSync(bad, { recursive: true, force: true });
            cpSync(boat, bad, { recursive: true });
            change(bad);
            await someone.page.goto(pathToFileURL(join(bad, 'index.html')).href);
            if (await someone.page.locator('#ask').isVisible()) await ask(someone, good.code);
            const text = await words(someone.page);
            ok(`tampered: ${what}`, text.includes(expected) && !text.includes('出具时属实'), text);
        };
        const edit = (file, change) => writeFileSync(file, change(readFileSync(file, 'utf8')));
        const letter = (text, at) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
        const eachShard = (change) => (bad) => readdirSync(number('')).forEach((name) => change(join(bad, 'shards', name)));
        await spoil('a shard with one letter changed', eachShard((file) => edit(file, (text) => letter(text, text.indexOf('"') + 60))), '被改动');
        await spoil('an emptied shard', eachShard((file) => edit(file, (text) => text.replace(/"[^"]*"/, '""'))), '被改动');
        await spoil('a missing shard', eachShard((file) => rmSync(file)), '缺少数据文件');
        for (const field of ['cover', 'manifest', 'checkpoint', 'root']) {
            await spoil(`another ${field}`, (bad) => edit(join(bad, 'cover.js'), (text) => letter(text, text.indexOf(`"${field}":"`) + field.length + 24)), '请勿采用');
        }
        await spoil('a missing cover', (bad) => rmSync(join(bad, 'cover.js')), '请勿采用');
        await someone.context.close();
    });
    await browser.close();
}
await demo?.stop();
finish();
