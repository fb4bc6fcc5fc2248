// What the journeys share: the demo as a child process, browsers that notice faults, checks that count.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const TARGET = process.env.TARGET ?? join(ROOT, 'target');
export const TOOLS = process.env.TOOLS ?? join(TARGET, 'tools');
export const SCRATCH = process.env.SCRATCH ?? join(TARGET, 'tmp');
export const BINARY = process.env.GOODSTANDING ?? join(TARGET, 'release/goodstanding');
export const PYTHON = join(TOOLS, 'venv/bin/python');
// Packages lie below target/tools, where an import would not look for them.
export const packages = createRequire(join(TOOLS, 'node/package.json'));

// ---- checks -------------------------------------------------------------------------------------------------------

let failures = 0;
let checks = 0;

/** One check that counts. Returns whether it held. */
export function ok(what, holds, why = '') {
    checks += 1;
    if (holds) {
        console.log(`ok ${what}`);
    } else {
        failures += 1;
        console.log(`not ok ${what}`);
        if (why !== '') console.log(String(why).split('\n').slice(0, 25).map((line) => `#   ${line}`).join('\n'));
    }
    return Boolean(holds);
}

export const same = (what, found, expected) =>
    ok(what, JSON.stringify(found) === JSON.stringify(expected), `found ${JSON.stringify(found)}\nnot   ${JSON.stringify(expected)}`);

/** Runs a part of a journey; a fault in it is one failed check, and the next part still runs. */
export async function part(name, run) {
    console.log(`# ${name}`);
    try {
        return await run();
    } catch (error) {
        ok(name, false, error.stack ?? error);
        return undefined;
    }
}

/** Ends the process with the sum. */
export function finish() {
    process.exitCode = failures > 0 || checks === 0 ? 1 : 0;
}

/** Asks until the answer is true or the time is over; the last answer. */
export async function until(ask, seconds = 30) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
        const answer = await ask();
        if (answer || Date.now() > end) return answer;
        await new Promise((wake) => setTimeout(wake, 100));
    }
}

// ---- processes ----------------------------------------------------------------------------------------------------

/** Runs a command to its end: {status, out, err}. */
export function run(command, args, options = {}) {
    return new Promise((done, fail) => {
        const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
        const collected = { out: '', err: '' };
        child.stdout.setEncoding('utf8').on('data', (text) => (collected.out += text));
        child.stderr.setEncoding('utf8').on('data', (text) => (collected.err += text));
        child.on('error', fail);
        child.on('close', (status) => done({ status, ...collected }));
    });
}

/** Runs a script that prints checks of its own; they count here, each named after `what`. Its whole output. */
export async function checked(what, command, args, options = {}) {
    const { status, out, err } = await run(command, args, options);
    let seen = 0;
    let bad = 0;
    for (const line of out.split('\n')) {
        const found = /^(not )?ok (.*)$/.exec(line);
        if (found) {
            seen += 1;
            bad += found[1] ? 1 : 0;
            ok(`${what}: ${found[2]}`, !found[1]);
        } else if (line !== '') {
            console.log(line.startsWith('#') ? line : `# ${line}`);
        }
    }
    if (seen === 0 || (status !== 0 && bad === 0)) ok(`${what}: runs`, false, `exit status ${status}\n${err}\n${out}`);
    return out;
}

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Starts `goodstanding demo` in a folder of its own. What its JSON line says, with `account(role)` and `stop()`. */
export async function startDemo(name = 'demo', more = []) {
    mkdirSync(SCRATCH, { recursive: true });
    const data = mkdtempSync(join(tmpdir(), 'goodstanding-'));
    const begun = performance.now();
    const child = spawn(BINARY, ['demo', '--json', '--listen', '127.0.0.1:0', '--data', join(data, 'data'), ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    child.stderr.pipe(createWriteStream(join(SCRATCH, `${name}.log`)));
    const ended = new Promise((done) => child.on('close', (status, signal) => (running.delete(child), done(status ?? signal))));
    const line = await Promise.race([
        new Promise((got) => createInterface({ input: child.stdout }).once('line', got)),
        ended.then((status) => Promise.reject(new Error(`the demo ended with ${status} before it listened; see ${name}.log`))),
        new Promise((_, fail) => setTimeout(() => fail(new Error('the demo said nothing for 60 seconds')), 60_000).unref()),
    ]);
    const demo = JSON.parse(line);
    const seconds = (performance.now() - begun) / 1000;
    const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024;
    console.log(`# the demo listens after ${seconds.toFixed(2)} s at ${demo.url}, resident ${memory().toFixed(0)} MiB`);
    return {
        ...demo,
        url: demo.url.replace(/\/$/, ''),
        memory,
        account(role) {
            const found = demo.accounts.find((account) => account.role === role);
            if (!found) throw new Error(`the demo has no account of role ${role}`);
            return found;
        },
        /** Asks it to end and waits; its exit status. */
        async stop() {
            child.kill('SIGTERM');
            const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
            const status = await ended;
            clearTimeout(timer);
            return status;
        },
    };
}

// ---- browsers -----------------------------------------------------------------------------------------------------

export async function launch() {
    const { chromium } = packages('playwright-core');
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync', '--lang=zh-CN'],
    });
}

/**
 * A person at a screen: a page of a fresh context, which remembers what went wrong in it.
 * `way` is {name, width, script}; at 390 px it is a phone.
 */
export async function person(browser, demo, way, who) {
    const phone = way.width < 600;
    const context = await browser.newContext({
        viewport: { width: way.width, height: phone ? 844 : 900 },
        isMobile: phone, hasTouch: phone, deviceScaleFactor: 1,
        javaScriptEnabled: way.script, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', acceptDownloads: true,
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const faults = [];
    // A form that comes back with its sentences is a 422, which Chromium writes to the console: the answer is right.
    const comesBack = (message) => message.text().includes('the server responded with a status of 422');
    page.on('console', (message) => { if (message.type() === 'error' && !comesBack(message)) faults.push(`console: ${message.text()}`); });
    page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
    page.on('response', (response) => { if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`); });
    page.on('request', (request) => {
        if (/^https?:/.test(request.url()) && new URL(request.url()).origin !== new URL(demo.url).origin) faults.push(`foreign: ${request.url()}`);
    });
    return { page, context, way, who, demo, faults };
}

/** Signs in with a login and a password, as a person does. */
export async function signIn(someone, account) {
    const { page, demo } = someone;
    await page.goto(`${demo.url}/sign-in`);
    const form = page.locator('form:has(input[type=password])');
    await form.locator('input:not([type=hidden]):not([type=password]):not([type=checkbox])').first().fill(account.login);
    await form.locator('input[type=password]').fill(account.password);
    await form.locator('button').last().click();
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** Presses what a person would press: the visible button or link with this word. */
export async function press(scope, word) {
    const text = typeof word === 'string' ? new RegExp(`^\\s*${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`) : word;
    for (const role of ['button', 'link', 'menuitem', 'tab']) {
        const found = scope.getByRole(role, { name: text }).filter({ visible: true });
        if (await found.count()) return found.first().click();
    }
    // Not there yet: wait for it as a button, and fail with its name where it never comes.
    return scope.getByRole('button', { name: text }).filter({ visible: true }).first().click();
}

/** Fills the visible field with this label. */
export async function fill(scope, label, value) {
    await scope.getByLabel(new RegExp(`^\\s*${label}`)).filter({ visible: true }).first().fill(value);
}

/** Chooses the radio or box with this label, by the label, as a finger does. */
export async function choose(scope, label) {
    await scope.locator('label', { hasText: typeof label === 'string' ? new RegExp(`^\\s*${label}\\s*$`) : label }).filter({ visible: true }).first().click();
}

/** The page's words, white space made one. */
export async function words(scope) {
    const text = await (scope.locator ? scope.locator('body') : scope).innerText();
    return text.replace(/\s+/g, ' ');
}

/** A picture to look at: target/tmp/shots/NAME-WAY.png; and the page must not be wider than the screen. */
export async function shot(someone, name) {
    const { page, way } = someone;
    mkdirSync(join(SCRATCH, 'shots'), { recursive: true });
    await page.screenshot({ path: join(SCRATCH, 'shots', `${name}-${way.name}.png`), fullPage: true });
    const devtools = await page.context().newCDPSession(page);
    const { cssLayoutViewport, cssContentSize } = await devtools.send('Page.getLayoutMetrics');
    await devtools.detach();
    ok(`${way.name} ${name}: nothing hangs over the side`, cssContentSize.width <= Math.max(way.width, cssLayoutViewport.clientWidth) + 1, JSON.stringify(cssContentSize));
}

const axeSource = () => readFileSync(packages.resolve('axe-core/axe.min.js'), 'utf8');

/** No fault that axe knows, of WCAG 2.1 A and AA. Needs script. */
export async function accessible(someone, name) {
    const { page, way } = someone;
    if (!way.script) return;
    const devtools = await page.context().newCDPSession(page);
    const evaluate = (expression) => devtools.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    await evaluate(`${axeSource()};0`);
    const tags = JSON.stringify(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']);
    const { result, exceptionDetails } = await evaluate(
        `axe.run(document, {runOnly: {type: 'tag', values: ${tags}}}).then((r) => JSON.stringify({passes: r.passes.length, faults: r.violations.map((v) => v.id + ': ' + v.help + '\\n    ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join('\\n    '))}))`);
    await devtools.detach();
    const { passes, faults } = exceptionDetails ? { passes: 0, faults: [JSON.stringify(exceptionDetails)] } : JSON.parse(result.value);
    ok(`${way.name} ${name}: accessible`, passes > 0 && faults.length === 0, faults.join('\n'));
}

/** Picture, accessibility, and the one heading of a page. */
export async function look(someone, name) {
    await shot(someone, name);
    await accessible(someone, name);
}

/** Closes a person's window; nothing may have gone wrong in it. */
export async function leave(someone) {
    ok(`${someone.way.name} ${someone.who}: no error in the console, no 5xx, no foreign request`, someone.faults.length === 0, someone.faults.join('\n'));
    await someone.context.close();
}

// ---- without a browser --------------------------------------------------------------------------------------------

/** A visitor with a cookie jar, for what needs no browser. */
export class Visitor {
    constructor(demo) {
        this.demo = demo;
        this.cookies = new Map();
    }

    async ask(path, options = {}) {
        const headers = { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '), ...options.headers };
        const answer = await fetch(new URL(path, this.demo.url), { redirect: 'manual', ...options, headers });
        for (const line of answer.headers.getSetCookie()) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
            this.cookies.set(name, value);
        }
        return answer;
    }

    /** Posts a form of the page at `path`, with its hidden fields, from the page's own origin. */
    async post(path, action, fields) {
        const page = await (await this.ask(path)).text();
        const form = page.split('<form').find((piece) => piece.includes(`action="${action}"`)) ?? '';
        const hidden = [...form.split('</form>')[0].matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [/name="([^"]*)"/.exec(tag)?.[1], /value="([^"]*)"/.exec(tag)?.[1] ?? '']);
        const body = new URLSearchParams([...hidden.filter(([name]) => name && !(name in fields)), ...Object.entries(fields)]);
        return this.ask(action, { method: 'POST', body, headers: { origin: this.demo.url, 'sec-fetch-site': 'same-origin' } });
    }

    async signIn(account) {
        const answer = await this.post('/sign-in', '/sign-in', { login: account.login, password: account.password });
        if (answer.status !== 303) throw new Error(`signing in as ${account.login} answered ${answer.status}`);
    }
}

/** Every certificate that this account can download: [{id, bytes}]. */
export async function downloads(demo, role = 'firm-clerk') {
    const visitor = new Visitor(demo);
    await visitor.signIn(demo.account(role));
    const found = [];
    const seen = new Set();
    const pages = ['/mine'];
    const visited = new Set();
    for (let path; (path = pages.shift());) {
        visited.add(path);
        const html = await (await visitor.ask(path)).text();
        for (const [, id] of html.matchAll(/href="\/mine\/(\d+)/g)) seen.add(id);
        for (const [, next] of html.matchAll(/href="(\/mine\?[^"]*page=\d+[^"]*)"/g)) {
            const link = next.replaceAll('&amp;', '&');
            if (!visited.has(link) && !pages.includes(link) && visited.size < 20) pages.push(link);
        }
    }
    for (const id of seen) {
        const answer = await visitor.ask(`/mine/${id}/download`);
        if (answer.status === 200 && answer.headers.get('content-type') === 'application/pdf') {
            found.push({ id, bytes: Buffer.from(await answer.arrayBuffer()) });
        }
    }
    return found;
}

/** The X.509 root that seals are trusted under: the one PEM file with that name in the data folder. */
export function rootPem(demo) {
    const inside = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? inside(join(folder, entry.name)) : [join(folder, entry.name)]);
    const found = inside(demo.data_dir).filter((path) => /root[^/]*\.(pem|crt)$/.test(path) && readFileSync(path, 'utf8').includes('BEGIN CERTIFICATE'));
    if (found.length !== 1) throw new Error(`one X.509 root was expected in the data folder, not ${JSON.stringify(found)}`);
    return found[0];
}
