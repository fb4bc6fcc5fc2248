// The main job, whole: a spreadsheet becomes a register, a clerk applies for 12 of 60 lawyers with two posted copies, a
// reviewer approves, the file is downloaded and judged, its QR code opens the right answer. On a PC, on a phone, and both
// again without script.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
    BINARY, PYTHON, ROOT, SCRATCH, Visitor, checked, choose, fill, finish, launch, leave, look, ok, part, person, press, rootPem, run, same,
    shot, signIn, startDemo, until, words,
} from './lib.mjs';
import { approve, inviteClerk, loadRegister, reviewByHand, revoke } from './people.mjs';

const WAYS = [
    { name: 'pc', width: 1280, script: true },
    { name: 'phone', width: 390, script: true },
    { name: 'pc-noscript', width: 1280, script: false },
    { name: 'phone-noscript', width: 390, script: false },
];
const folder = join(SCRATCH, 'journey');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

/** 选择律师: by search, by name, and back with the count. */
async function chooseLawyers(clerk, chosen) {
    const { page, way } = clerk;
    await press(page, '选择律师');
    const dialog = page.locator('dialog[open]');
    if (way.script) await dialog.waitFor();
    else await page.waitForURL(/\/lawyers/);
    const scope = way.script ? dialog : page;
    await look(clerk, '3-lawyers');
    const search = scope.locator('input[name=q]');
    await search.fill(chosen[1].licence);
    if (!way.script) await press(page, '查找');
    const people = scope.locator('li.person').filter({ visible: true });
    same(`${way.name}: a licence number finds one lawyer`, await until(async () => (await people.count()) === 1 && people.count()), 1);
    await scope.locator('li.person label').filter({ visible: true }).first().click();
    await scope.locator('input[name=q]').fill('');
    if (!way.script) await press(page, '查找');
    for (const { name } of chosen.filter((lawyer) => lawyer !== chosen[1])) {
        await scope.locator('li.person', { has: page.getByText(name, { exact: true }) }).locator('label').click();
    }
    await press(scope, '确定');
    await page.locator('#lawyers').waitFor();
    const tally = (await page.locator('#lawyers').innerText()).replace(/\s+/g, ' ');
    ok(`${way.name}: 已选 12 / 60`, tally.includes('已选 12 / 60'), tally);
    ok(`${way.name}: each chosen lawyer is a tag`, chosen.every(({ name }) => tally.includes(name)), tally);
}

/** 省市区 from its lists; without script a button asks for the next list. */
async function chooseRegion({ page, way }, ...names) {
    for (const [at, label] of ['省', '市', '区县'].entries()) {
        const list = page.getByLabel(label, { exact: true });
        await list.locator('option', { hasText: names[at] }).waitFor({ state: 'attached' });
        await list.selectOption({ label: names[at] });
        if (!way.script && at < 2) await press(page, '列出所选省、市的下一级');
    }
}

async function fillForm(clerk) {
    const { page, way } = clerk;
    await fill(page, '联系邮箱', `office-${way.name}@sunrise.example`);
    await fill(page, '用途', '参加示例市轨道交通集团法律顾问服务采购项目投标');
    await choose(page, '需要');
    await fill(page, '申请数量', '2');
    await choose(page, /^\s*邮寄/);
    await fill(page, '收件人', '许青禾');
    await fill(page, '手机号', '13800000000');
    await chooseRegion(clerk, '广东省', '广州市', '天河区');
    await fill(page, '详细地址', '示例路 1 号 20 楼');
}

/** The five steps; what was submitted: {id, number, names}. */
async function apply(browser, demo, way, account, chosen) {
    const clerk = await person(browser, demo, way, 'firm-clerk');
    const { page } = clerk;
    const step = async (name, title) => {
        ok(`${way.name}: step ${name} is ${title}`, (await page.locator('h1').innerText()).trim() === title, page.url());
        await look(clerk, name);
    };
    await signIn(clerk, account);
    await press(page, '我要申请');
    await step('1-facts', '信息确认');
    await press(page, '信息无误，下一步');
    await page.waitForURL(/\/apply\/\d+\/kind/);
    await page.locator('label', { hasText: /^\s*律师会员证明\s*$/ }).click();
    await step('2-kind', '选择电子证明类型');
    await press(page, /^\s*下一步：填写(申请)?信息/);
    await page.waitForURL(/\/apply\/\d+\/form/);

    // Nothing filled in: the same page again, which says what is missing.
    await press(page, '下一步：证明预览');
    const alert = await page.getByRole('alert').first().innerText();
    ok(`${way.name}: an unfilled form comes back with a sentence`, alert.includes('请选择律师'), alert);
    await shot(clerk, '3-errors');
    await fillForm(clerk);
    await chooseLawyers(clerk, chosen);
    ok(`${way.name}: what was typed is still there`, (await page.getByLabel(/^\s*联系邮箱/).inputValue()).startsWith('office-'));
    await step('3-form', '信息填写');
    await press(page, '保存草稿');

    // Another day, another browser: the draft waits.
    await leave(clerk);
    const later = await person(browser, demo, way, 'firm-clerk, later');
    await signIn(later, account);
    await press(later.page, '我要申请');
    await press(later.page, '继续填写');
    ok(`${way.name}: the draft is as it was left`, (await later.page.locator('#lawyers').innerText()).replace(/\s+/g, ' ').includes('已选 12 / 60'));
    return submit(later, chosen);
}

async function submit(clerk, chosen) {
    const { page, way, demo } = clerk;
    const names = chosen.map(({ name }) => name);
    await press(page, '下一步：证明预览');
    await page.waitForURL(/\/preview/);
    const picture = page.locator('.sheets img').first();
    ok(`${way.name}: the preview shows a picture of the certificate`, await until(async () => {
        const answer = await page.request.get(new URL(await picture.getAttribute('src'), demo.url).href);
        return answer.status() === 200 && (await answer.text()).includes('<svg');
    }, 5));
    const said = await words(page);
    ok(`${way.name}: the list to check has every name`, names.every((name) => said.includes(name)), said);
    ok(`${way.name}: under the button is how it is reviewed`, /审核方式.{0,4}人工审核/.test(said), said);
    await look(clerk, '4-preview');
    await press(page, '确认信息无误，提交申请');
    await page.waitForURL(/\/done/);
    await look(clerk, '5-done');
    const [number] = /SQ\d{6,}/.exec(await words(page)) ?? [''];
    ok(`${way.name}: 提交成功 with a number`, number !== '' && (await words(page)).includes('再次申请'));

    // Back, and the button again: still one application.
    const before = await count(clerk);
    await page.goBack();
    const again = page.getByRole('button', { name: '确认信息无误，提交申请' });
    if (await again.count()) await Promise.all([page.waitForLoadState('load'), again.first().click()]);
    same(`${way.name}: submitting twice makes one application`, await count(clerk), before);

    await page.goto(`${demo.url}/mine`);
    await look(clerk, 'mine-pending');
    await page.locator('tr', { hasText: number }).getByRole('link').first().click();
    const id = /\/mine\/(\d+)/.exec(page.url())?.[1];
    ok(`${way.name}: the record says 待审批`, (await words(page)).includes('待审批'));
    await look(clerk, 'record-pending');
    await leave(clerk);
    return { id, number, names };
}

const count = async ({ page, demo }) => new Set([...(await (await page.request.get(`${demo.url}/mine?stage=pending`)).text()).matchAll(/SQ\d{6,}/g)].map(String)).size;

/** Downloads the approved certificate; {file, number}. */
async function fetchCertificate(browser, demo, way, account, application) {
    const clerk = await person(browser, demo, way, 'firm-clerk, collecting');
    const { page } = clerk;
    await signIn(clerk, account);
    const said = await until(async () => {
        await page.goto(`${demo.url}/mine/${application.id}`);
        const text = await words(page);
        return text.includes('下载证明') && text;
    });
    ok(`${way.name}: the record says 审核通过 and 有效`, said && said.includes('审核通过') && said.includes('有效'), await words(page));
    const [number] = /\S+〔\d{4}〕第\d+号/.exec(said || '') ?? [''];
    ok(`${way.name}: two paper copies wait to be made`, /第 1 份，共 2 份/.test(said) && /第 2 份，共 2 份/.test(said), said);
    await look(clerk, 'record-approved');
    const waiting = page.waitForEvent('download');
    await press(page, '下载证明');
    const download = await waiting;
    ok(`${way.name}: the file has a Chinese name`, /[一-鿿].*\.pdf$/.test(download.suggestedFilename()), download.suggestedFilename());
    const file = join(folder, `${way.name}.pdf`);
    await download.saveAs(file);
    await leave(clerk);
    return { file, number };
}

/** A stranger with a telephone scans the paper. */
async function scan(browser, demo, way, qr, expected) {
    const stranger = await person(browser, demo, way, 'stranger');
    await stranger.page.goto(qr);
    const said = await words(stranger.page);
    ok(`${way.name}: the QR code's page says ${expected.answer}`, said.includes(expected.answer), said);
    ok(`${way.name}: it leaves out whom it is not about`, !expected.others.some((name) => said.includes(name)), said);
    ok(`${way.name}: it shows number, firm and every name for comparison`, [expected.number, expected.firm, ...expected.names].every((word) => said.includes(word)), said);
    ok(`${way.name}: and no telephone, mailbox or postal address`, !/13800000000|@sunrise|示例路/.test(said), said);
    await look(stranger, `verdict-${expected.slug}`);
    await leave(stranger);
    const json = await new Visitor(demo).ask(new URL(qr).pathname, { headers: { accept: 'application/json' } });
    const answer = await json.json();
    ok(`${way.name}: as JSON it says ${expected.slug}`, JSON.stringify(answer).includes(`"${expected.slug}"`) && JSON.stringify(answer).includes(expected.number), JSON.stringify(answer));
    ok(`${way.name}: the answer is not to be stored or handed on`, /no-store/.test(json.headers.get('cache-control') ?? '') && json.headers.get('referrer-policy') === 'no-referrer', JSON.stringify([...json.headers]));
}

async function wholeTrip(browser, demo, way, account, sheet, chosen) {
    const others = sheet.lawyers.filter((lawyer) => !chosen.includes(lawyer)).map(({ name }) => `!${name}`);
    const application = await apply(browser, demo, way, account, chosen);
    await approve(browser, demo, way, application);
    const { file, number } = await fetchCertificate(browser, demo, way, account, application);
    const judged = await checked(`${way.name} certificate`, 'bash', [join(ROOT, 'tests/independent/pdf.sh'), file, rootPem(demo), number, sheet.firm.name, ...application.names, ...others], { env: { ...process.env, FINGERPRINT: demo.root } });
    const offline = await run(BINARY, ['verify', file, '--root', demo.root]);
    ok(`${way.name}: goodstanding verify says genuine`, offline.status === 0 && offline.out.includes(number), `${offline.status}\n${offline.out}${offline.err}`);
    const qr = /^# qr (.*)$/m.exec(judged)?.[1] ?? '';
    const facts = { number, firm: sheet.firm.name, names: application.names, others: others.map((name) => name.slice(1)) };
    await scan(browser, demo, way, qr, { ...facts, answer: '有效', slug: 'valid' });
    return { qr, facts, file };
}

/** The demo's whole trace of the trips, down to debug: who asked for what is in it, and nothing of whom it was about. */
function silent(name, { firm, lawyers }, { accounts }, done) {
    const trace = readFileSync(join(SCRATCH, `${name}.log`), 'utf8');
    ok('the trace has the requests by template, each with an id', /request=[0-9a-f]{12} .*route="?\/V\/\{code\}/.test(trace), trace.slice(0, 2000));
    const codes = done.flatMap(({ qr }) => [new URL(qr).pathname.split('/').at(-1), new URL(qr).hash.slice(1)]).filter((code) => code.length > 8);
    const secrets = [
        firm.name, ...lawyers.flatMap(({ name, licence }) => [name, licence]), ...codes, ...codes.map((code) => code.toLowerCase()),
        ...accounts.flatMap(({ login, password }) => [password, `login=${login}`, `${login}@`]), '13800000000', '示例路', '@example', '@sunrise', '/password/set/',
    ].filter(Boolean);
    ok('there is something to look for', codes.length > 0 && lawyers.length > 3 && secrets.length > 20, secrets.join(' '));
    // The template of a route is no link: only what stands in the place of the token would be.
    const told = trace.replaceAll('/password/set/{token}', '');
    const found = secrets.filter((secret) => told.includes(secret));
    ok('no name, licence, code, mailbox, password or address is in the trace', found.length === 0, `${found.join(' ')}\n${trace.split('\n').filter((line) => found.some((secret) => line.includes(secret))).slice(0, 5).join('\n')}`);
}

const sheet = await part('the spreadsheets are made', async () => {
    const { status, out, err } = await run(PYTHON, [join(ROOT, 'tests/journey/sheet.py'), folder]);
    return ok('the spreadsheets are made', status === 0, err) && JSON.parse(out);
});
const demo = sheet && (await part('the demo starts', () => startDemo('trip', ['--log', 'debug'])));
if (demo) {
    const browser = await launch();
    await part('the registrar imports', () => loadRegister(browser, demo, folder, sheet));
    await part('the system administrator sets the review', () => reviewByHand(browser, demo));
    const account = await part('the firm is invited', () => inviteClerk(browser, demo, sheet.firm));
    const done = [];
    for (const [turn, way] of account ? WAYS.entries() : []) {
        const begun = performance.now();
        const result = await part(`${way.name}: the whole trip`, () => wholeTrip(browser, demo, way, account, sheet, sheet.lawyers.filter((_, n) => n % 5 === turn)));
        if (result) done.push({ way, ...result });
        console.log(`# ${way.name}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    }
    await part('a revoked certificate says so', async () => {
        const { way, qr, facts } = done.at(-1);
        await revoke(browser, demo, facts.number, '示例：申请人提供的材料有误');
        await scan(browser, demo, way, qr, { ...facts, answer: '已撤销', slug: 'revoked' });
    });
    same('every way went through', done.map(({ way }) => way.name), WAYS.map(({ name }) => name));
    console.log(`# resident after the trips: ${demo.memory().toFixed(0)} MiB; certificates of ${done.map(({ file }) => (readFileSync(file).length / 1024).toFixed(0)).join(', ')} KiB`);
    await browser.close();
    ok('the demo ends well when asked to', (await demo.stop()) === 0);
    await part('the trace says nothing of anybody', () => silent('trip', sheet, demo, done));
}
finish();
