// The trip in other hands: by keyboard alone, through an input method, in Firefox ESR, and in a real Chromium 86, which
// 360, QQ and WeChat still carry. All against one demo, which is served over plain HTTP on this machine.
import { brotliDecompressSync } from 'node:zlib';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCRATCH, TOOLS, finish, launch, leave, ok, packages, part, person, shot, signIn, startDemo, until, words } from './lib.mjs';
import { DESK, staff } from './people.mjs';

const PHONE = { name: 'phone', width: 390, script: true };

// ---- by keyboard ---------------------------------------------------------------------------------------------------

/** What has the focus: its words, and whether a person can see that it has it. */
const focused = (page) => page.evaluate(() => {
    const it = document.activeElement;
    if (!it || it === document.body) return { words: '', seen: false, name: '' };
    const style = getComputedStyle(it);
    const label = it.id ? document.querySelector(`label[for="${CSS.escape(it.id)}"]`) : null;
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const box = it.getBoundingClientRect();
    return {
        words: (label ?? it).textContent.replace(/\s+/g, ' ').trim(),
        name: it.name ?? '', tag: it.localName,
        seen: outlined && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    };
});

/** Presses Tab until what has the focus fits; every stop on the way must be visible. */
async function tabTo(page, what, most = 90) {
    for (let n = 0; n < most; n += 1) {
        await page.keyboard.press('Tab');
        const now = await focused(page);
        if (now.words && !now.seen) throw new Error(`the focus cannot be seen on ${JSON.stringify(now)}`);
        if (what instanceof RegExp ? what.test(now.words) : now.name === what) return now;
    }
    throw new Error(`Tab never came to ${what} on ${page.url()}`);
}

/** Enter, and the page that follows it. */
const entered = (page) => Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);

/** The whole trip without a mouse; the application's number. */
async function byKeyboard(browser, demo) {
    const clerk = await person(browser, demo, DESK, 'clerk by keyboard');
    const { page } = clerk;
    const account = demo.account('firm-clerk');
    await page.goto(`${demo.url}/sign-in`);
    await tabTo(page, /跳到正文/);
    await page.keyboard.press('Enter');
    await tabTo(page, 'login');
    await page.keyboard.type(account.login);
    await tabTo(page, 'password');
    await page.keyboard.type(account.password);
    await entered(page);
    ok('keyboard: signed in', !page.url().includes('/sign-in'), page.url());
    await tabTo(page, /我要申请/);
    await entered(page);
    if (!/\/apply$/.test(page.url())) throw new Error(`not ${page.url()}: ${(await words(page)).slice(0, 600)}`);
    await tabTo(page, /信息无误，下一步/);
    await entered(page);
    if (!/\/kind/.test(page.url())) throw new Error(`not ${page.url()}: ${(await words(page)).slice(0, 600)}`);
    await tabTo(page, 'kind');
    for (let n = 0; n < 12; n += 1) {
        if ((await focused(page)).words === '律师执业经历证明') break;
        await page.keyboard.press('ArrowDown');
    }
    ok('keyboard: the arrows choose a kind', (await focused(page)).words === '律师执业经历证明', JSON.stringify(await focused(page)));
    await entered(page);
    if (!/\/form/.test(page.url())) throw new Error(`not ${page.url()}: ${(await words(page)).slice(0, 600)}`);

    // 选择律师 opens, is searched and closed by keys, and gives the focus back.
    await tabTo(page, /选择一名律师/);
    await page.keyboard.press('Enter');
    await page.locator('dialog[open]').waitFor();
    ok('keyboard: the search has the focus in 选择律师', (await focused(page)).name === 'q');
    await page.keyboard.press('Escape');
    ok('keyboard: Escape closes it and gives the focus back', await until(async () => /选择一名律师/.test((await focused(page)).words), 3), JSON.stringify(await focused(page)));
    await page.keyboard.press('Enter');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.type('zj');
    await tabTo(page, 'lawyers');
    const chosen = (await focused(page)).words;
    await page.keyboard.press('Space');
    await tabTo(page, /^确定$/);
    await page.keyboard.press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
    ok('keyboard: the chosen one is a tag', (await page.locator('#lawyers').innerText()).includes('已选 1 / 1'), `${chosen}: ${await page.locator('#lawyers').innerText()}`);
    ok('keyboard: it was saved by itself', await until(async () => /已于 \d\d:\d\d 自动保存/.test(await page.locator('#saved').innerText()), 10), await page.locator('#saved').innerText());
    const button = page.getByRole('button', { name: '下一步：证明预览' });
    for (let n = 0; n < 60 && !(await button.evaluate((it) => it === document.activeElement)); n += 1) {
        const now = await focused(page);
        if (/^(用途|出具对象)/.test(now.words) && now.tag === 'input') await page.keyboard.type('示例项目投标');
        await page.keyboard.press('Tab');
    }
    await entered(page);
    if (!/\/preview/.test(page.url())) throw new Error(`not ${page.url()}: ${(await words(page)).slice(0, 600)}`);
    await tabTo(page, /确认信息无误，提交申请/);
    await entered(page);
    if (!/\/done/.test(page.url())) throw new Error(`not ${page.url()}: ${(await words(page)).slice(0, 600)}`);
    const [number] = /SQ\d{6,}/.exec(await words(page)) ?? [''];
    ok('keyboard: the application is in', number !== '', await words(page));
    await leave(clerk);
    return number;
}

/** j, k, a, r and ?, and Enter: decided without a mouse. */
async function reviewByKeys(browser, demo, number) {
    const reviewer = await staff(browser, demo, 'reviewer');
    const { page } = reviewer;
    await page.goto(`${demo.url}/review`);
    await page.locator('tr', { hasText: number }).getByRole('link', { name: '审核', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/review\/\d+/);
    const own = page.url();
    await page.keyboard.press('?');
    ok('keys: ? says which keys there are', (await page.locator('dialog[open]').innerText()).includes('下一份'));
    await shot(reviewer, 'review-keys');
    await page.keyboard.press('Escape');
    const others = await page.locator('.queue a').count();
    ok('keys: the queue stands beside it', others > 1, others);
    await page.keyboard.press('k');
    await page.waitForURL((url) => url.href !== own);
    await page.keyboard.press('j');
    await page.waitForURL(own);
    ok('keys: k goes to the one before, j to the next', true);
    await page.keyboard.press('r');
    ok('keys: r writes the reason', (await focused(page)).name === 'reason');
    await page.keyboard.type('jka 键入原因时不是快捷键');
    ok('keys: in a field they are letters', (await page.locator('textarea[name=reason]').inputValue()) === 'jka 键入原因时不是快捷键' && page.url() === own);
    await page.locator('textarea[name=reason]').fill('');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('a');
    const now = await focused(page);
    if (now.name === 'note') {
        await page.keyboard.type('已电话核实');
        await tabTo(page, /审核通过，出具证明/, 3);
    }
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.href !== own);
    ok('keys: approving leads on', (await words(page)).includes('已通过，证明正在出具'), await words(page));
    await page.goto(own);
    ok('keys: it is approved', /审核通过|出具中/.test(await page.locator('.status-line').innerText()));
    await leave(reviewer);
}

// ---- an input method -----------------------------------------------------------------------------------------------

/** Composes as an input method does: what stands there is not yet a word, and Enter only ends it. */
async function composed(browser, demo) {
    const clerk = await person(browser, demo, PHONE, 'clerk with an input method');
    const { page } = clerk;
    await signIn(clerk, demo.account('firm-admin'));
    await page.goto(`${demo.url}/apply`);
    await page.getByRole('button', { name: '信息无误，下一步' }).click();
    await page.locator('label', { hasText: /^\s*律师会员证明\s*$/ }).click();
    await page.getByRole('button', { name: /^\s*下一步：填写(申请)?信息/ }).filter({ visible: true }).click();
    await page.waitForURL(/\/form/);
    const devtools = await page.context().newCDPSession(page);
    const compose = async (text) => devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    const saves = [];
    page.on('request', (request) => { if (request.url().endsWith('/save')) saves.push(request.postData() ?? ''); });

    // Nothing is saved in the middle of a word; the word is, once it is one.
    const purpose = page.getByLabel(/^\s*用途/);
    await purpose.focus();
    await compose('shi li');
    await page.evaluate(() => new Promise((done) => setTimeout(done, 1600)));
    ok('input method: an unfinished word is not saved', saves.length === 0, saves.join('\n'));
    await devtools.send('Input.insertText', { text: '示例项目' });
    ok('input method: the finished word is', await until(() => saves.some((body) => decodeURIComponent(body).includes('示例项目')), 6), saves.join('\n'));

    // The Enter that ends a composition (key code 229) chooses no button, neither here nor in 选择律师.
    const enter = () => page.evaluate(() => {
        const key = new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true, cancelable: true });
        document.activeElement.dispatchEvent(key);
    });
    await compose('xiang mu');
    await enter();
    ok('input method: Enter while composing stays on the page', /\/form/.test(page.url()));
    await devtools.send('Input.insertText', { text: '项目' });
    await page.getByRole('button', { name: '选择律师' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.waitFor();
    const all = await dialog.locator('li.person').filter({ visible: true }).count();
    await compose('zh');
    const during = await dialog.locator('li.person').filter({ visible: true }).count();
    ok('input method: the list does not jump while a word is composed', during === all, `${during} of ${all}`);
    const [name] = (await dialog.locator('li.person').last().getAttribute('data-name')) ?? '';
    await devtools.send('Input.insertText', { text: name });
    const found = await until(async () => {
        const left = await dialog.locator('li.person').filter({ visible: true }).count();
        return left > 0 && left < all && left;
    }, 5);
    ok('input method: the finished word is looked for', found, `${name}: ${found} of ${all}`);
    await page.keyboard.press('Enter');
    ok('Enter in the search chooses nothing and closes nothing', await dialog.isVisible());
    await shot(clerk, 'lawyers-searched');
    await leave(clerk);
}

// ---- other browsers ------------------------------------------------------------------------------------------------

/** Steps 1 to 3, and a certificate looked at, through a page of puppeteer or playwright alike. */
async function elsewhere(name, page, demo, wait) {
    const account = demo.account('firm-clerk');
    const follow = async (act) => { await Promise.all([wait(page), act()]); };
    const click = (selector) => page.evaluate((found) => document.querySelector(found).click(), selector);
    await page.goto(`${demo.url}/sign-in`);
    await page.focus('#login');
    await page.keyboard.type(account.login);
    await page.focus('#password');
    await page.keyboard.type(account.password);
    await follow(() => page.keyboard.press('Enter'));
    await page.goto(`${demo.url}/apply`);
    await follow(() => page.evaluate(() => document.querySelector('form[action="/apply"] button[type=submit]').click()));
    ok(`${name}: step 2 offers kinds`, (await page.evaluate(() => document.querySelectorAll('.kind').length)) > 3);
    await click('#kind-lawyer-membership');
    await follow(() => page.evaluate(() => document.querySelector('button[value=next], .head-action button').click()));
    ok(`${name}: step 3 stands there`, /\/form/.test(page.url()), page.url());
    await click('[data-open-lawyers]');
    const opened = await until(() => page.evaluate(() => document.querySelectorAll('dialog[open] .person').length), 8);
    ok(`${name}: 选择律师 opens over it`, opened > 1, opened);
    await page.evaluate(() => {
        const usable = Array.from(document.querySelectorAll('dialog .person input:not([disabled])'));
        usable.slice(0, 3).forEach((box) => box.click());
        document.querySelector('dialog .dialog-foot .primary').click();
    });
    ok(`${name}: the chosen are tags`, (await page.evaluate(() => document.querySelectorAll('[data-chips] .chip').length)) === 3);
    ok(`${name}: it saves by itself`, await until(() => page.evaluate(() => /自动保存/.test(document.getElementById('saved').textContent)), 10));
    // The lists of 省市区 follow each other.
    await page.evaluate(() => {
        const list = document.getElementById('paper.province');
        list.value = '44';
        list.dispatchEvent(new Event('change', { bubbles: true }));
    });
    ok(`${name}: the cities follow the province`, await until(() => page.evaluate(() => Array.from(document.getElementById('paper.city').options).some((one) => one.text === '深圳市')), 8));
    await page.evaluate(() => {
        const purpose = document.getElementById('purpose');
        if (purpose) purpose.value = '示例项目投标';
        document.querySelector('#paper\\.wanted input[value=no]').click();
    });
    await follow(() => page.evaluate(() => document.querySelector('button.primary[value=next]').click()));
    const standing = await page.evaluate(() => ({ path: location.pathname, picture: document.querySelector('.sheets img')?.naturalWidth ?? 0, said: document.body.innerText.slice(0, 600) }));
    ok(`${name}: the preview shows the certificate`, /\/preview/.test(standing.path) && (await until(() => page.evaluate(() => (document.querySelector('.sheets img') || {}).naturalWidth > 0), 8)), JSON.stringify(standing));
    await follow(() => page.evaluate(() => document.querySelector('form[action$="/submit"] button.primary').click()));
    ok(`${name}: submitted`, /\/done/.test(page.url()), page.url());
    await page.goto(`${demo.url}/mine`);
    const still = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth <= document.documentElement.clientWidth, rows: document.querySelectorAll('tbody tr').length, old: getComputedStyle(document.querySelector('.old-browser')).display }));
    ok(`${name}: 我的证明 fits the window, and no notice calls the browser too old`, still.wide && still.rows > 0 && still.old === 'none', JSON.stringify(still));
}

async function inFirefox(demo) {
    const puppeteer = packages('puppeteer-core');
    const browser = await puppeteer.launch({ browser: 'firefox', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr', headless: true, args: ['--width=1280', '--height=900'], extraPrefsFirefox: { 'intl.accept_languages': 'zh-CN' } });
    try {
        const page = await browser.newPage();
        await page.setViewport({ width: 1280, height: 900 });
        const name = (await browser.version()).replace('/', ' ');
        await elsewhere(name, page, demo, (it) => it.waitForNavigation({ waitUntil: 'load', timeout: 20_000 }));
        mkdirSync(join(SCRATCH, 'shots'), { recursive: true });
        await page.screenshot({ path: join(SCRATCH, 'shots', 'mine-firefox.png') });
    } finally {
        await browser.close();
    }
}

/** The binary of Chromium 86, unpacked once below the tools. */
function chromium86() {
    const folder = join(TOOLS, 'chromium86');
    const binary = join(folder, 'chromium');
    if (!existsSync(binary)) {
        mkdirSync(folder, { recursive: true });
        const packed = join(TOOLS, 'node/node_modules/chrome-aws-lambda/bin');
        writeFileSync(binary, brotliDecompressSync(readFileSync(join(packed, 'chromium.br'))));
        chmodSync(binary, 0o755);
        writeFileSync(join(folder, 'swiftshader.tar'), brotliDecompressSync(readFileSync(join(packed, 'swiftshader.tar.br'))));
        mkdirSync(join(folder, 'swiftshader'), { recursive: true });
        spawnSync('tar', ['-xf', join(folder, 'swiftshader.tar'), '-C', join(folder, 'swiftshader')]);
    }
    return binary;
}

async function inChromium86(demo) {
    const { chromium } = packages('playwright-core');
    const context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'chromium86-')), {
        executablePath: chromium86(), headless: true, ignoreDefaultArgs: ['--headless=old'],
        args: ['--headless', '--no-sandbox', '--single-process', '--no-zygote', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=zh-CN'],
        viewport: { width: 390, height: 844 },
    });
    try {
        const page = context.pages()[0] ?? (await context.newPage());
        const faults = [];
        page.on('pageerror', (error) => faults.push(error.message));
        const version = await page.evaluate(() => /Chrome\/(\d+)/.exec(navigator.userAgent)?.[1]);
        ok('it is a Chromium 86', version === '86', version);
        await elsewhere('Chromium 86', page, demo, (it) => it.waitForNavigation({ waitUntil: 'load', timeout: 20_000 }));
        await page.screenshot({ path: join(SCRATCH, 'shots', 'mine-chromium86.png'), fullPage: true });
        ok('Chromium 86: no fault in our script', faults.length === 0, faults.join('\n'));
    } finally {
        await context.close();
    }
}

const demo = await part('the demo starts', () => startDemo('browsers'));
if (demo) {
    const browser = await launch();
    const number = await part('the trip by keyboard', () => byKeyboard(browser, demo));
    await part('the decision by keys', () => reviewByKeys(browser, demo, number));
    await part('through an input method', () => composed(browser, demo));
    await browser.close();
    await Promise.all([part('in Firefox', () => inFirefox(demo)), part('in Chromium 86', () => inChromium86(demo))]);
    ok('the demo ends well when asked to', (await demo.stop()) === 0);
}
finish();
