// Every page that a person can come to in the demo, by following links as each role: the HTML is valid, axe finds nothing,
// nothing hangs over the side at 1280 and 390 px, nothing moves after it was drawn, no console error, no foreign request.
// New pages are found by themselves.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCRATCH, Visitor, finish, launch, ok, part, startDemo } from './lib.mjs';
import { axeFaults } from './axe.mjs';
import { invalid } from './vnu.mjs';

const folder = join(SCRATCH, 'pages');
const ROLES = ['firm-admin', 'firm-clerk', 'lawyer', 'reviewer', 'paper-clerk', 'registrar', 'system-admin', 'security-admin', 'auditor', 'member-admin'];
/** A demo account of each role, and one filter of each list, are enough: addresses that differ by id are one page. */
const template = (path) => {
    const { pathname, search } = new URL(path, 'http://demo');
    return pathname.replace(/\/\d+(?=\/|$)/g, '/{id}').replace(/^\/V\/.+/, '/V/{code}').replace(/^(\/settings)?\/kinds\/[^/]+/, '$1/kinds/{kind}').replace(/\/letter-[\w-]+/, '/letter-{kind}') + (search ? '?' : '');
};
const MOST = 40;

/** What this visitor can come to: one page for each template that nobody had seen before. */
async function discover(visitor, start, seen) {
    const found = [];
    const queue = [...start];
    const asked = new Set();
    while (queue.length && found.length < MOST) {
        const path = queue.shift();
        if (asked.has(template(path))) continue;
        asked.add(template(path));
        let answer = await visitor.ask(path);
        let at = path;
        for (let hops = 0; hops < 4 && [302, 303].includes(answer.status); hops += 1) {
            at = answer.headers.get('location');
            answer = await visitor.ask(at);
        }
        if (!(answer.headers.get('content-type') ?? '').startsWith('text/html')) { await answer.arrayBuffer(); continue; }
        const html = await answer.text();
        if (!seen.has(template(at))) {
            seen.add(template(at));
            found.push({ path: at, status: answer.status, html });
        }
        for (const [, link] of html.matchAll(/<a[^>]* href="(\/[^"#]*)/g)) queue.push(link.replaceAll('&amp;', '&'));
    }
    return found;
}

/** A draft on its way, so that steps 2 to 4 can be come to. */
async function begun(visitor) {
    const first = await visitor.post('/apply', '/apply', {});
    const kinds = first.headers.get('location');
    const form = (await visitor.post(kinds, kinds, { kind: 'firm-membership' })).headers.get('location');
    await visitor.post(form, form, { go: 'next', email: 'office@firm.example', 'paper.wanted': 'no' });
    return [kinds, form, form.replace('/form', '/preview')];
}

async function examine(browser, demo, { cookies, pages }) {
    for (const view of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
        const phone = view.width < 600;
        const context = await browser.newContext({ viewport: view, isMobile: phone, hasTouch: phone, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
        await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: demo.url })));
        const page = await context.newPage();
        let faults = [];
        page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('responded with a status of 4')) faults.push(`console: ${message.text()}`); });
        page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
        page.on('request', (request) => { if (/^https?:/.test(request.url()) && !request.url().startsWith(demo.url)) faults.push(`foreign: ${request.url()}`); });
        for (const one of pages) {
            faults = [];
            await page.goto(demo.url + one.path);
            const seen = await page.evaluate(() => new Promise((done) => {
                const shifts = [];
                new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true });
                requestAnimationFrame(() => requestAnimationFrame(() => done({
                    moved: shifts.reduce((sum, shift) => sum + shift.value, 0),
                    over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
                })));
            }));
            if (seen.over > 0) faults.push(`${seen.over} px hang over the side`);
            if (seen.moved > 0.05) faults.push(`moved after it was drawn: ${seen.moved.toFixed(3)}`);
            faults.push(...(await axeFaults(page)));
            one.faults.push(...faults.map((fault) => `${view.width}: ${fault}`));
        }
        await context.close();
    }
}

const demo = await part('the demo starts', () => startDemo('pages'));
if (demo) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const seen = new Set();
    const visits = [];
    const stranger = new Visitor(demo);
    visits.push({ role: 'stranger', visitor: stranger, pages: await discover(stranger, ['/sign-in', '/verify', '/verify?lang=en', '/help', '/hotline', '/password/forgot', '/nowhere', '/V/NOTHING'], seen) });
    for (const role of ROLES.filter((one) => demo.accounts.some((account) => account.role === one))) {
        const visitor = new Visitor(demo);
        await visitor.signIn(demo.account(role));
        const start = role.startsWith('firm') && !visits.some((visit) => visit.role.startsWith('firm')) ? await begun(visitor) : [];
        visits.push({ role, visitor, pages: await discover(visitor, ['/', '/account', ...start], seen) });
    }
    const all = visits.flatMap(({ role, visitor, pages }) => pages.map((page, at) => Object.assign(page, { role, name: `${role}-${at}`, faults: page.status >= 500 ? [`status ${page.status}`] : [], cookies: visitor.cookies })));
    for (const page of all) writeFileSync(join(folder, `${page.name}.html`), page.html);
    const [wrong] = await Promise.all([
        invalid(all.map((page) => join(folder, `${page.name}.html`))),
        (async () => {
            const browser = await launch();
            // Two at once, for two cores.
            const rest = [...visits];
            const hand = async () => { for (let visit; (visit = rest.shift());) await examine(browser, demo, { cookies: [...visit.visitor.cookies], pages: visit.pages }); };
            await Promise.all([hand(), hand()]);
            await browser.close();
        })(),
    ]);
    for (const page of all) ok(`${page.role} ${page.path}: valid, accessible, whole and still`, [...page.faults, ...(wrong.get(page.name) ?? [])].length === 0, [...page.faults, ...(wrong.get(page.name) ?? [])].join('\n'));
    ok('a crowd of pages was found', all.length >= 30, all.map((page) => page.path).join(' '));
    ok('the demo ends well when asked to', (await demo.stop()) === 0);
}
finish();
