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

const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());

/** Uploads a table and returns what the dry run says. */
async function upload(page, table, file) {
    await page.goto(new URL('/register/import', page.url()).href);
    await choose(page, table);
    await page.locator('input[name=data_date]').fill(today());
    await page.locator('input[type=file]').setInputFiles(file);
    await press(page, '上传并试算');
    await page.getByRole('heading', { level: 1, name: /试算结果/ }).waitFor();
    return words(page);
}

/** The registrar's morning: a wrong file is refused by row, column and reason; then the firm and its 60 lawyers come in. */
export async function loadRegister(browser, demo, folder, sheet) {
    const registrar = await staff(browser, demo, 'registrar');
    const { page } = registrar;
    let said = await upload(page, '律师事务所', join(folder, 'firms.xlsx'));
    await look(registrar, 'import-firms');
    ok('the dry run announces one new firm', /新增 1 行 变更 0 行 不变 0 行 有问题 0 行/.test(said), said);
    await press(page, '确认导入');
    said = await upload(page, '律师', join(folder, 'wrong.xlsx'));
    await look(registrar, 'import-refused');
    ok('the wrong row is refused by row, column and reason', / 7 执业证号 \d{16} .{0,30}16 位/.test(said), said);
    ok('the row with a mistyped credit code is refused too', / 9 统一社会信用代码 /.test(said), said);
    same('a file with a refused row cannot be committed', await page.getByRole('button', { name: '确认导入' }).count(), 0);
    said = await upload(page, '律师', join(folder, 'lawyers.xlsx'));
    await look(registrar, 'import-lawyers');
    ok('the dry run announces 60 new lawyers', /新增 60 行 变更 0 行 不变 0 行 有问题 0 行/.test(said), said);
    await press(page, '确认导入');
    await page.goto(new URL(`/register?q=${encodeURIComponent(sheet.firm.name)}`, demo.url).href);
    said = await words(page);
    ok('the register has the firm', said.includes(sheet.firm.name) && said.includes(sheet.firm.uscc), said);
    said = await upload(page, '律师', join(folder, 'lawyers.xlsx'));
    ok('the same file again changes nothing', /新增 0 行 变更 0 行 不变 60 行 有问题 0 行/.test(said), said);
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
    const invitation = security.page.locator('section.invite');
    await fill(invitation, '姓名', firm.head);
    await fill(invitation, '账号', 'admin@sunrise.example');
    await fill(invitation, '邮箱', 'admin@sunrise.example');
    await choose(invitation, '律所管理员');
    await fill(invitation, '律所的统一社会信用代码', firm.uscc);
    await press(invitation, '新建并发送邀请');
    ok('the new account is in the list', (await words(security.page)).includes('admin@sunrise.example'));
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
    const row = admin.page.locator('li.kind-row', { has: admin.page.getByRole('heading', { name: '律师会员证明', exact: true }) });
    await row.locator('summary').click();
    await row.getByLabel('审核方式').selectOption({ label: '人工审核' });
    await row.getByLabel('承诺工作日').fill('3');
    await row.getByRole('button', { name: '保存' }).click();
    ok('律师会员证明 is now reviewed by a person', (await row.innerText()).includes('人工审核，预计 3 个工作日'), await row.innerText());
    await leave(admin);
}

/** The reviewer finds the application in the queue, reads it and approves. */
export async function approve(browser, demo, way, application) {
    const reviewer = await staff(browser, demo, 'reviewer', way);
    const { page } = reviewer;
    await page.goto(`${demo.url}/review`);
    await look(reviewer, 'review-queue');
    const row = page.locator('tr', { hasText: application.number });
    ok(`${way.name}: the application is in the queue, all rules passed`, (await row.innerText()).includes('全部通过'), await row.innerText());
    await row.getByRole('link', { name: '审核', exact: true }).click();
    await page.waitForURL(`**/review/${application.id}`);
    const said = await words(page);
    ok(`${way.name}: the reviewer sees whom it is about`, application.names.every((name) => said.includes(name)), said);
    ok(`${way.name}: the checklist has two rules for each lawyer`, said.includes(`${2 * application.names.length} 项检查全部通过`), said);
    await look(reviewer, 'review');
    await press(page, '审核通过，出具证明');
    await leave(reviewer);
}

/** The reviewer revokes a certificate with a reason. */
export async function revoke(browser, demo, number, reason) {
    const reviewer = await staff(browser, demo, 'reviewer');
    const { page } = reviewer;
    await page.goto(`${demo.url}/certificates?q=${encodeURIComponent(number)}`);
    await page.getByRole('link', { name: number }).click();
    await look(reviewer, 'certificate');
    await page.locator('summary', { hasText: '撤销证明' }).click();
    await page.getByLabel(/^\s*撤销原因/).selectOption('other');
    await page.locator('details[open]').getByLabel(/^\s*其他原因/).fill(reason);
    await choose(page, '我已核对编号，确认撤销这份证明');
    await press(page, '撤销证明');
    ok('the certificate says 已撤销', (await page.locator('.status-line').innerText()).includes('已撤销'));
    await leave(reviewer);
}
