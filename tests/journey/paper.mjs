// The paper desk: copies are printed in one file and labelled, handed over, and one that is lost is cancelled alone.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BINARY, SCRATCH, Visitor, choose, fill, finish, launch, leave, look, ok, part, person, press, run, same, shot, signIn, startDemo, words } from './lib.mjs';

const out = join(SCRATCH, 'paper');
mkdirSync(out, { recursive: true });
const demo = await startDemo('paper');
const visitor = new Visitor(demo);
await visitor.signIn(demo.account('paper-clerk'));

/** Posts the bar's form elsewhere, with copies ticked. */
async function send(action, ids, fields = {}) {
    const html = await (await visitor.ask('/paper')).text();
    const [, token] = /name="form_token" value="([^"]*)"/.exec(html);
    const body = new URLSearchParams([['form_token', token], ...Object.entries(fields), ...ids.map((id) => ['copy', id])]);
    return visitor.ask(action, { method: 'POST', body, headers: { origin: demo.url, 'sec-fetch-site': 'same-origin' } });
}

/** Pages of a PDF as pictures; what a scanner reads on them. */
async function scanned(name, pdf) {
    const file = join(out, `${name}.pdf`);
    writeFileSync(file, pdf);
    const pictures = await run('pdftoppm', ['-r', '150', '-png', file, join(out, name)]);
    const checked = await run('qpdf', ['--check', file]);
    ok(`${name}: qpdf has nothing to complain of`, checked.status === 0, checked.out + checked.err);
    const text = (await run('pdftotext', ['-layout', file, '-'])).out;
    const info = (await run('pdfinfo', [file])).out;
    const codes = await run('sh', ['-c', `zbarimg -q --raw ${join(out, name)}-*.png || true`]);
    ok(`${name}: it can be shown`, pictures.status === 0, pictures.err);
    return { file, text, pages: Number(/Pages:\s+(\d+)/.exec(info)?.[1]), codes: codes.out.split('\n').filter(Boolean) };
}

const copiesIn = async (state) => [...(await (await visitor.ask(`/paper?state=${state}`)).text()).matchAll(/name="copy" value="(\d+)"/g)].map(([, id]) => id);
const cancelled = await copiesIn('cancelled');
const listed = await (await visitor.ask('/paper')).text();
// The demo's lost one is no longer printed.
const ids = [...listed.matchAll(/name="copy" value="(\d+)"/g)].map(([, id]) => id).filter((id) => !cancelled.includes(id));
let codes = [];

await part('print', async () => {
    ok('the desk lists the copies', ids.length >= 4 && cancelled.length === 1, listed);
    const printed = await send('/paper/print', ids);
    same('the print file is a PDF', [printed.status, printed.headers.get('content-type')], [200, 'application/pdf']);
    const all = await scanned('print', Buffer.from(await printed.arrayBuffer()));
    ok('each copy has its pages in it', all.pages >= ids.length && (all.text.match(/纸质证明\s*第\d+份\/共\d+份/g) ?? []).length === ids.length, all.text);
    codes = all.codes.map((code) => /\/V\/([0-9A-Z]{20})#/.exec(code)?.[1]);
    ok('each has a QR code of its own that a scanner reads', codes.length === ids.length && new Set(codes).size === ids.length && codes.every(Boolean), all.codes.join('\n'));
    for (const code of codes) {
        const answer = await (await fetch(`${demo.url}/V/${code}.json`)).json();
        ok(`${code}: valid, and says which copy`, answer.answer === 'valid' && answer.copy?.index >= 1, JSON.stringify(answer));
    }
    const sheet = await scanned('labels', Buffer.from(await (await send('/paper/labels', ids, { layout: 'sheet', used: '3' })).arrayBuffer()));
    ok('labels on a sheet', sheet.pages === 1 && sheet.text.includes('陈经办') && sheet.text.includes('岭南大道1号'), sheet.text);
    const single = await scanned('label', Buffer.from(await (await send('/paper/labels', ids, { layout: 'single' })).arrayBuffer()));
    ok('a label to a page', single.pages >= 1 && single.text.includes('13800000000'), single.text);
    const own = await visitor.ask(`/paper/${ids[0]}/file`);
    const file = join(out, 'copy.pdf');
    writeFileSync(file, Buffer.from(await own.arrayBuffer()));
    const verified = await run(BINARY, ['verify', file, '--root', demo.root]);
    same('a copy\'s own file verifies offline', verified.status, 0);
});

const browser = await launch();
for (const way of [{ name: 'pc', width: 1280, script: true }, { name: 'phone', width: 390, script: true }, { name: 'bare', width: 1280, script: false }]) {
    await part(`desk ${way.name}`, async () => {
        const clerk = await person(browser, demo, way, 'paper-clerk');
        const { page } = clerk;
        await signIn(clerk, demo.account('paper-clerk'));
        await page.goto(`${demo.url}/paper`);
        await look(clerk, 'desk');
        const bar = page.locator('[data-batch]');
        if (way.script) ok(`${way.name}: the bar waits for a tick`, !(await bar.isVisible()));
        await page.locator('input[name=copy]').first().click();
        await page.locator('input[name=copy]').nth(1).click();
        ok(`${way.name}: the bar is there`, await bar.isVisible());
        if (way.script) same(`${way.name}: and counts`, await bar.locator('[data-count]').innerText(), '2');
        await bar.locator('summary').click();
        await look(clerk, 'desk-batch');
        if (way.name === 'pc') {
            await page.goto(`${demo.url}/paper?state=ready`);
            const card = page.locator('.desk > li').first();
            await press(card, '确认领取');
            await look(clerk, 'desk-refused');
            ok('the collector must be named', (await words(page)).includes('请填写领取人姓名。'));
            await fill(page.locator('.desk'), '领取人姓名', '何田');
            await press(page.locator('.desk'), '确认领取');
            await page.goto(`${demo.url}/paper?state=collected`);
            ok('handed over, by name', (await words(page)).includes('领取人 何田'));
            await page.locator('.desk summary').first().click();
            await page.locator('select[name=reason]').first().selectOption('遗失');
            await shot(clerk, 'desk-cancel');
            await press(page, '作废这一份');
            await page.goto(`${demo.url}/paper?state=cancelled`);
            await press(page, '补制一份');
            ok('a lost one is made anew under the next number', (await words(page)).includes('已补制一份'));
        }
        await leave(clerk);
        const firm = await person(browser, demo, way, 'firm-clerk');
        await signIn(firm, demo.account('firm-clerk'));
        await firm.page.goto(`${demo.url}/mine`);
        await firm.page.locator('a', { hasText: '会费缴纳证明' }).filter({ visible: true }).first().click();
        await firm.page.waitForURL(/\/mine\/\d+/);
        await look(firm, 'record-copies');
        const told = await words(firm.page);
        ok(`${way.name}: the firm sees each step`, told.includes('已领取：领取人 何田') && told.includes('已作废：遗失') && told.includes('第 3 份，共 3 份'), told);
        await leave(firm);
    });
}

await part('cancelled alone', async () => {
    const answers = [];
    for (const code of codes) answers.push(await (await fetch(`${demo.url}/V/${code}.json`)).json());
    const lost = answers.filter((answer) => answer.answer === 'revoked');
    ok('one copy answers that it is revoked, and why', lost.length === 1 && lost[0].reason === '遗失', JSON.stringify(answers));
    const others = answers.filter((answer) => answer.number === lost[0].number && answer !== lost[0]);
    ok('the others of its certificate are valid', others.length > 0 && others.every((answer) => answer.answer === 'valid'), JSON.stringify(others));
    const code = codes[answers.indexOf(lost[0])];
    for (const way of [{ name: 'pc', width: 1280, script: true }, { name: 'phone', width: 390, script: true }]) {
        const anyone = await person(browser, demo, way, 'anyone');
        await anyone.page.goto(`${demo.url}/V/${code}`);
        ok(`${way.name}: the page says that only this copy is cancelled`, (await words(anyone.page)).includes('作废的只是这一份纸质证明'));
        await look(anyone, 'verdict-copy');
        await leave(anyone);
    }
    const { status, out: held } = await run(BINARY, ['verify-log', '--data', demo.data_dir]);
    ok('and everything fits the log', status === 0 || held.includes('everything fits the log'), held);
});

await browser.close();
same('the demo ends well', await demo.stop(), 0);
finish();
