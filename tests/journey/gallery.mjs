// The gallery: every page in every state that has a sample, as the tests of `views` wrote it, at 1280 and at 390 px; the
// main ones also in 大字 mode, in the dark scheme and on paper. Each picture lies in target/tmp/gallery/png, and each page
// is looked at: nothing hangs over the side, nothing that axe knows is wrong, the HTML is valid.
import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, SCRATCH, Visitor, finish, launch, ok, part, startDemo } from './lib.mjs';
import { axeFaults } from './axe.mjs';
import { invalid } from './vnu.mjs';

const folder = join(SCRATCH, 'gallery');
const pictures = join(folder, 'png');
const only = process.env.ONLY ? new RegExp(process.env.ONLY) : /./;

/** Pages that every person of its kind sees: these are drawn in every way. */
const MAIN = /^(apply-1-facts|apply-2-kind|apply-3-form|apply-3-refused|apply-3-lawyers|apply-4-preview|apply-5-pending|mine|mine-empty|record|review-queue|review-one|paper|settings|settings-association|kind-edit|letters|sign-in|problem-404|verify|verdict-valid|verdict-revoked|file-identical|register|accounts)$/;
const PRINTED = /^(verdict-valid|verdict-revoked|record|audit)$/;
const PC = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

/** A page of a real certificate, to stand where the samples name one. */
async function certificate() {
    const demo = await startDemo('gallery');
    try {
        const clerk = new Visitor(demo);
        await clerk.signIn(demo.account('firm-clerk'));
        const mine = await (await clerk.ask('/mine?stage=approved')).text();
        const [, record] = /href="(\/mine\/\d+)"/.exec(mine);
        const page = await (await clerk.ask(record)).text();
        const [, source] = /<img[^>]*src="(\/mine\/[^"]+)"/.exec(page);
        return Buffer.from(await (await clerk.ask(source)).arrayBuffer());
    } finally {
        await demo.stop();
    }
}

/** Answers as the real server would, from the written pages. */
function serve(page) {
    const joined = (kind) => readdirSync(join(ROOT, 'assets', kind)).sort().map((name) => readFileSync(join(ROOT, 'assets', kind, name), 'utf8')).join('\n');
    const asset = (path, answer, response) => {
        const folder = path.replace(/^\/assets\/|\.js$/g, '');
        if (path.endsWith('.js') && existsSync(join(ROOT, 'assets', folder))) answer('text/javascript; charset=utf-8', joined(folder));
        else if (existsSync(join(ROOT, path))) answer(path.endsWith('.svg') ? 'image/svg+xml' : 'text/plain; charset=utf-8', readFileSync(join(ROOT, path)));
        else response.writeHead(404).end();
    };
    const server = createServer((request, response) => {
        const path = new URL(request.url, 'http://gallery').pathname;
        const answer = (type, body) => response.writeHead(200, { 'content-type': type, 'content-security-policy': "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'" }).end(body);
        const written = /^\/gallery\/([\w-]+)(\.large)?$/.exec(path);
        if (path === '/bad') answer('text/html; charset=utf-8', BAD);
        else if (path.endsWith('/save')) response.writeHead(503).end();
        else if (path.endsWith('/lawyers')) answer('text/html; charset=utf-8', readFileSync(join(folder, 'apply-3-lawyers.html')));
        else if (written) {
            const html = readFileSync(join(folder, `${written[1]}.html`), 'utf8');
            answer('text/html; charset=utf-8', written[2] ? html.replace(/<html lang="([^"]*)"/, '<html lang="$1" class="large"') : html);
        } else if (path === '/assets/style.css') answer('text/css; charset=utf-8', joined('css'));
        else if (path === '/assets/script.js') answer('text/javascript; charset=utf-8', joined('js'));
        else if (path.startsWith('/assets/')) asset(path, answer, response);
        else answer('image/svg+xml', page);
    });
    return new Promise((done) => server.listen(0, '127.0.0.1', () => done({ url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() })));
}

/** States that a page only comes to by an act: what is done, and what must then be seen. */
const ACTS = {
    'apply-3-form': {
        'dialog': async (page) => { await page.locator('[data-open-lawyers]').click(); await page.locator('dialog[open]').waitFor(); },
        'unsaved': async (page) => { await page.locator('#purpose').fill('示例项目投标'); await page.locator('.saved.failed').waitFor(); },
    },
    // What stands in the window at first, without scrolling.
    'apply-4-preview': { 'first': async () => {} },
    'record': { 'first': async () => {} },
    'apply-2-kind': { 'large': async (page) => { await page.locator('[data-enlarge]').first().click(); await page.locator('dialog[open]').waitFor(); } },
    'mine': {
        'more': async (page) => { await page.locator('details.more summary').nth(1).click(); },
        'account': async (page) => { await page.locator('details.account summary').click(); },
        'filters': async (page) => { await page.locator('.more-filters summary').click(); },
    },
    'review-queue': { 'chosen': async (page) => { await page.locator('.pick input:not([disabled])').first().check(); await page.locator('.batch').waitFor(); } },
    'review-one': {
        'refusing': async (page) => { await page.keyboard.press('r'); await page.locator('textarea[name=reason]').waitFor(); },
        'keys': async (page) => { await page.keyboard.press('?'); await page.locator('dialog[open]').waitFor(); },
    },
};

/** Draws one page in one way, and says what is wrong with it. */
async function draw(page, url, name, way) {
    await page.emulateMedia({ colorScheme: way.dark ? 'dark' : 'light', media: way.print ? 'print' : 'screen', reducedMotion: 'reduce' });
    await page.goto(`${url}/gallery/${name}${way.large ? '.large' : ''}`);
    await page.evaluate(() => document.querySelectorAll('img').forEach((picture) => picture.decode().catch(() => {})));
    if (way.print) {
        const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
        writeFileSync(join(pictures, `${name}-${way.name}.pdf`), pdf);
        return [];
    }
    await way.act?.(page);
    await page.screenshot({ path: join(pictures, `${name}-${way.name}.png`), fullPage: !way.act });
    const faults = await page.evaluate(() => {
        const wrong = [];
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth > width) wrong.push(`wider than the screen: ${document.documentElement.scrollWidth} over ${width}`);
        return wrong;
    });
    // A menu that the person opened lies over what is below it: only then may a target be covered in part.
    const covered = (fault) => way.name.startsWith('more-') && fault.startsWith('target-size');
    return [...faults, ...(await axeFaults(page)).filter((fault) => !covered(fault))];
}

/** A page with a fault of each sort, which must not pass. */
const BAD = '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>t</title></head><body><main><h1>h</h1><input type="text"><p class="wide">x</p><ul><p>x</p></ul></main></body></html>';

async function judged(browser, url) {
    const bad = join(folder, 'png', 'bad.html');
    writeFileSync(bad, BAD);
    const page = await browser.newPage();
    await page.goto(`${url}/bad`);
    const found = await axeFaults(page);
    ok('axe finds a field without a label', found.some((fault) => fault.startsWith('label')), found.join('\n'));
    ok('vnu finds a paragraph where only items may be', [...(await invalid([bad])).keys()].includes('bad'));
    await page.close();
    rmSync(bad);
}

const ways = (name) => [
    { name: 'pc', view: PC },
    { name: 'phone', view: PHONE },
    ...(MAIN.test(name) ? [
        { name: 'pc-large', view: PC, large: true },
        { name: 'phone-large', view: PHONE, large: true },
        { name: 'pc-dark', view: PC, dark: true },
        { name: 'phone-dark', view: PHONE, dark: true },
    ] : []),
    ...Object.entries(ACTS[name] ?? {}).flatMap(([state, act]) => [{ name: `${state}-pc`, view: PC, act }, { name: `${state}-phone`, view: PHONE, act }]),
    ...(PRINTED.test(name) ? [{ name: 'print', view: PC, print: true }] : []),
];

await part('the gallery is drawn', async () => {
    if (process.env.ONLY === undefined) rmSync(pictures, { recursive: true, force: true });
    mkdirSync(pictures, { recursive: true });
    const names = readdirSync(folder).filter((name) => name.endsWith('.html')).map((name) => name.slice(0, -5)).filter((name) => only.test(name)).sort();
    ok('the tests of views have written their pages', names.length > (process.env.ONLY ? 0 : 60), folder);
    const server = await serve(await certificate());
    const browser = await launch();
    await judged(browser, server.url);
    const work = names.flatMap((name) => ways(name).map((way) => ({ name, way })));
    const wrong = new Map(names.map((name) => [name, []]));
    // One context a width and scheme, so that sizes never change under a page; two at once, for two cores.
    const hands = [PC, PHONE].map(async (view) => {
        const phone = view === PHONE;
        const context = await browser.newContext({ viewport: view, isMobile: phone, hasTouch: phone, deviceScaleFactor: 1, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
        const page = await context.newPage();
        let at = '';
        page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('503')) wrong.get(at)?.push(`console: ${message.text()}`); });
        page.on('pageerror', (error) => wrong.get(at)?.push(`script: ${error.message}`));
        for (const { name, way } of work.filter(({ way }) => way.view === view)) {
            at = name;
            for (const fault of await draw(page, server.url, name, way)) wrong.get(name).push(`${way.name}: ${fault}`);
        }
    });
    const [unlawful] = await Promise.all([invalid(names.map((name) => join(folder, `${name}.html`))), ...hands]);
    for (const [name, faults] of unlawful) wrong.get(name).push(...faults);
    for (const [name, faults] of wrong) ok(`${name}: valid, whole and accessible, in ${ways(name).length} ways`, faults.length === 0, faults.join('\n'));
    await browser.close();
    server.stop();
    console.log(`# ${work.length} pictures of ${names.length} pages in ${pictures}`);
});
finish();
