// What staff do in the trip: load the register, invite people, set a kind's review, decide, revoke.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { choose, fill, leave, look, ok, person, press, same, signIn, until, words } from './lib.mjs';

/** At the desk of the association. */
export const DESK = { name: 'desk', width: 1280, script: true };

/** Signs in with a demo account of this role, at the desk. */
export async function staff(browser, demo, role, way = DESK) {
    const someone = await person(browser, demo, way, role);
    await signIn(someone, demo.account(role));
    return someone;
}

/** Uploads a table and returns what the dry run says. */
async function upload(page, table, file) {
    await page.goto(new URL('/register/import', page.url()).href);
    const select = page.locator('select[name=table]');
    if (await select.count()) await select.selectOption({ label: table });
    else await choose(page, new RegExp(`^\\s*${table}`));
    await page.locator('input[type=file]').setInputFiles(file);
    await press(page, /检查|预检|试运行|上传/);
    return words(page);
}

const COMMIT = /确认导入|导入这|全部导入|^\s*导入/;

/** The registrar's morning: a wrong file is refused by row, column and reason; then the firm and its 60 lawyers come in. */
export async function loadRegister(browser, demo, folder, sheet) {
    const registrar = await staff(browser, demo, 'registrar');
    const { page } = registrar;
    let said = await upload(page, '律师事务所', join(folder, 'firms.xlsx'));
    await look(registrar, 'import-firms');
    ok('the dry run announces one new firm', /新增\D{0,12}1\b|1\D{0,6}新增/.test(said), said);
    await press(page, COMMIT);
    said = await upload(page, '律师', join(folder, 'wrong.xlsx'));
    await look(registrar, 'import-refused');
    ok('the wrong row is refused with its number and reason', /7/.test(said) && said.includes('执业证号') && /16\s*位/.test(said), said);
    ok('the row of an unknown firm is refused too', /9/.test(said) && said.includes('统一社会信用代码'), said);
    same('a file with a refused row cannot be committed', await page.getByRole('button', { name: COMMIT }).filter({ visible: true }).count(), 0);
    said = await upload(page, '律师', join(folder, 'lawyers.xlsx'));
    await look(registrar, 'import-lawyers');
    ok('the dry run announces 60 new lawyers', /新增\D{0,12}60\b|60\D{0,6}新增/.test(said), said);
    await press(page, COMMIT);
    await page.goto(new URL(`/register?q=${encodeURIComponent(sheet.firm.name)}`, demo.url).href);
    said = await words(page);
    ok('the register has the firm', said.includes(sheet.firm.name) && said.includes(sheet.firm.uscc), said);
    said = await upload(page, '律师', join(folder, 'lawyers.xlsx'));
    ok('the same file again changes nothing', /(未变|不变|无变化|没有变化)\D{0,12}60|60\D{0,8}(未变|不变|无变化|没有变化)/.test(said), said);
    await leave(registrar);
}

/** The link in the letter to this address; letters lie as files in the demo's mail folder. */
async function linkFor(demo, address) {
    const read = () => readdirSync(demo.mail_dir, { recursive: true })
        .map((name) => join(demo.mail_dir, String(name)))
        .filter((path) => path.endsWith('.eml'))
        .map((path) => readFileSync(path, 'latin1'))
        .filter((letter) => letter.includes(address))
        .map((letter) => {
            const quoted = letter.replace(/=\r?\n/g, '').replace(/=3D/g, '=');
            const coded = [...letter.matchAll(/base64\r?\n(?:[\w-]+:.*\r?\n)*\r?\n([A-Za-z0-9+/=\r\n]+)/g)].map(([, body]) => Buffer.from(body, 'base64').toString('utf8'));
            return /\/password\/set\/[\w%.~-]+/.exec([quoted, ...coded].join('\n'))?.[0];
        })
        .find(Boolean);
    const link = await until(read);
    if (!link) throw new Error(`no letter with a link to ${address} in ${demo.mail_dir}`);
    return new URL(link, demo.url).href;
}

/** Follows an invitation: sets a password and is then an account that can sign in. */
async function accept(browser, demo, address) {
    const someone = await person(browser, demo, DESK, `invited ${address}`);
    const account = { login: address, password: '示例密码-Sunrise-2026' };
    await someone.page.goto(await linkFor(demo, address));
    await look(someone, 'password-set');
    const fields = someone.page.locator('input[type=password]');
    for (let n = 0; n < (await fields.count()); n += 1) await fields.nth(n).fill(account.password);
    await press(someone.page, '保存密码');
    await leave(someone);
    return account;
}

/** The security administrator invites the firm's admin, who invites a clerk; the clerk's account. */
export async function inviteClerk(browser, demo, firm) {
    const security = await staff(browser, demo, 'security-admin');
    await security.page.goto(`${demo.url}/accounts`);
    await look(security, 'accounts');
    await fill(security.page, '姓名', firm.head);
    await fill(security.page, '邮箱', 'admin@sunrise.example');
    await choose(security.page, /^\s*律所管理员/);
    await fill(security.page, '.*统一社会信用代码', firm.uscc);
    await press(security.page, /邀请|发送邀请/);
    await leave(security);

    const admin = await person(browser, demo, DESK, 'firm-admin');
    await signIn(admin, await accept(browser, demo, 'admin@sunrise.example'));
    await admin.page.goto(`${demo.url}/clerks`);
    await fill(admin.page, '姓名', '许青禾');
    await fill(admin.page, '邮箱', 'clerk@sunrise.example');
    await press(admin.page, '发送邀请');
    await look(admin, 'clerks');
    await leave(admin);
    return accept(browser, demo, 'clerk@sunrise.example');
}

/** The system administrator has 律师会员证明 reviewed by a person. */
export async function reviewByHand(browser, demo) {
    const admin = await staff(browser, demo, 'system-admin');
    await admin.page.goto(`${demo.url}/settings/kinds`);
    await look(admin, 'kinds');
    const card = admin.page.locator('form[action="/settings/kinds/lawyer-membership"]');
    await card.getByText(/人工审核/).filter({ visible: true }).first().click();
    const save = card.getByRole('button', { name: /保存/ });
    if (await save.count()) await save.first().click();
    await leave(admin);
}

/** The reviewer finds the application in the queue, reads it and approves. */
export async function approve(browser, demo, way, application) {
    const reviewer = await staff(browser, demo, 'reviewer', way);
    const { page } = reviewer;
    await page.goto(`${demo.url}/review`);
    ok(`${way.name} review: the application is in the queue`, (await page.content()).includes(application.number), application.number);
    await look(reviewer, 'review-queue');
    await page.goto(`${demo.url}/review/${application.id}`);
    const said = await words(page);
    ok(`${way.name} review: the reviewer sees whom it is about`, application.names.every((name) => said.includes(name)), said);
    ok(`${way.name} review: the checklist passes`, said.includes('通过') && !/无法判断|不通过 /.test(said.replace(/[0-9]+ 项/g, '')) , said);
    await look(reviewer, 'review');
    await press(page, /^\s*(审核)?通过\s*$/);
    await leave(reviewer);
}

/** The reviewer revokes a certificate with a reason. */
export async function revoke(browser, demo, number, reason) {
    const reviewer = await staff(browser, demo, 'reviewer');
    const { page } = reviewer;
    await page.goto(`${demo.url}/certificates?q=${encodeURIComponent(number)}`);
    await page.locator('tr, li', { hasText: number }).getByRole('link').first().click();
    await look(reviewer, 'certificate');
    await fill(page, '.*(原因|理由)', reason);
    await press(page, /撤销/);
    ok('revoking: the certificate says 已撤销', (await words(page)).includes('已撤销'));
    await leave(reviewer);
}
