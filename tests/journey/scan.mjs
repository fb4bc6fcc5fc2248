// A printed certificate is scanned: the seal in its QR code is checked in the browser, and by the server where there is no
// script, and shown beside the server's answer.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { answersOf, readPaper } from './paper_lib.mjs';
import { SCRATCH, downloads, finish, launch, leave, look, ok, part, person, press, startDemo, words } from './lib.mjs';

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
    await browser.close();
}
await demo?.stop();
finish();
