// A kind of certificate made by staff in a browser: with script (chips, samples that follow what is typed) and without.
import { choose, fill, finish, launch, leave, look, ok, part, person, press, signIn, startDemo, until, words } from './lib.mjs';

const demo = await startDemo('kinds');
const browser = await launch();

/** Through the form of a new kind to its editor. */
async function begin(someone, id) {
    const { page } = someone;
    await page.goto(`${demo.url}/settings/kinds`);
    await press(page, '新建证明种类');
    await look(someone, 'kind-new');
    await fill(page, '标识', id);
    await press(page, '开始编辑');
    await page.waitForURL(`**/settings/kinds/${id}/edit`);
}

/** Fills in what both ways fill in alike, the body apart. */
async function facts(page, name) {
    await fill(page, '名称', name);
    await fill(page, '说明', '证明所选律师正在承办某一项目。');
    await choose(page, '部分律师（申请时选择）');
    await fill(page, '标题', name);
    await page.locator('label[for=rules-1]').click();
    await page.locator('label[for=rules-4]').click();
    await page.locator('label[for=rules-5]').click();
    await page.getByLabel('自动审核').check({ force: true });
}

/** Publishes from the editor as of today. */
async function publish(someone, name) {
    const { page } = someone;
    await press(page, '检查并发布');
    await page.waitForURL('**/publish');
    await look(someone, 'kind-publish');
    ok(`${someone.way.name}: before publishing each length of sample is shown`, (await page.locator('details.fold').count()) === 3);
    await press(page, '发布');
    await page.waitForURL('**/settings/kinds');
    const list = await words(page);
    ok(`${someone.way.name}: published`, list.includes('已发布，从生效日期起按新版申请。') && list.includes(name), list.slice(0, 400));
}

/** The clerk finds the kind and what it asks. */
async function offered(way, name) {
    const clerk = await person(browser, demo, way, 'clerk');
    await signIn(clerk, demo.account('firm-clerk'));
    await clerk.page.goto(`${demo.url}/apply`);
    await press(clerk.page, '信息无误，下一步');
    await clerk.page.waitForURL('**/kind');
    await clerk.page.locator('.kind:not(.off) label', { hasText: name }).click();
    await press(clerk.page, '下一步');
    await clerk.page.waitForURL('**/form');
    ok(`${way.name}: the clerk is asked for what the kind asks`, (await clerk.page.getByLabel(/^项目名称/).count()) === 1);
    await look(clerk, 'kind-applied');
    await leave(clerk);
}

await part('with script', async () => {
    const way = { name: 'pc', width: 1280, script: true };
    const admin = await person(browser, demo, way, 'system admin');
    const { page } = admin;
    await signIn(admin, demo.account('system-admin'));
    await begin(admin, 'undertaking');
    await facts(page, '项目承办证明');
    await page.getByLabel('添加一项').selectOption('text');
    await press(page, '添加');
    await page.waitForURL('**/edit#fields');
    await page.locator('[name="field.3.label"]').fill('项目名称');
    await until(async () => (await page.locator('[data-item="项目名称"]').count()) === 1);
    ok('pc: a new field can be put into the body as soon as it has a name', (await page.locator('[data-item="项目名称"]').count()) === 1);

    const text = page.locator('.chips-text');
    ok('pc: the body shows chips, no braces', (await text.locator('.chip-word').count()) >= 3 && !(await text.innerText()).includes('{'));
    await text.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.type('兹证明');
    await page.locator('[data-item="律所名称"]').click();
    await page.keyboard.type('指派');
    await page.locator('[data-item="律师名单"]').click();
    await page.keyboard.type('承办');
    await page.locator('[data-item="项目名称"]').click();
    await page.keyboard.type('。');
    await page.keyboard.press('Enter');
    await page.keyboard.type('以上内容以本会截至');
    await page.locator('[data-item="数据日期"]').click();
    await page.keyboard.type('的登记信息为准。');
    const kept = await page.locator('textarea[name=body]').inputValue();
    ok('pc: the text behind the chips', kept.trim() === '兹证明{律所名称}指派{律师名单}承办{项目名称}。\n以上内容以本会截至{数据日期}的登记信息为准。', kept);
    const ready = await until(async () => (await page.locator('#to-mend').innerText()).includes('可以发布'));
    ok('pc: what is wrong goes away while it is mended', ready, await page.locator('#to-mend').innerText());
    ok('pc: the sample is drawn', (await page.locator('#preview .sheet img').count()) >= 1);
    const before = await page.locator('#preview .sheet img').first().getAttribute('src');
    await fill(page, '结束语', '特此证明，请予接洽。');
    const fresh = await until(async () => {
        const now = await page.locator('#preview .sheet img').first().getAttribute('src');
        return now && now !== before;
    });
    ok('pc: the sample follows what is typed', fresh);
    await page.locator('#preview button', { hasText: '最长' }).click();
    await until(async () => (await page.locator('#preview [aria-pressed=true]').innerText()).includes('最长'));
    const pages = await page.locator('#preview .sheet img').count();
    ok('pc: the longest sample has more than a page', pages > 1, `${pages} pages`);
    const loaded = await until(() => page.locator('#preview .sheet img').first().evaluate((img) => img.complete && img.naturalWidth > 0));
    ok('pc: its picture comes', loaded);
    await page.locator('#preview button', { hasText: '一般' }).click();
    await until(async () => (await page.locator('#preview [aria-pressed=true]').innerText()).includes('一般'));
    await look(admin, 'kind-edit');
    await publish(admin, '项目承办证明');
    await page.goto(`${demo.url}/settings/kinds/undertaking/history`);
    await look(admin, 'kind-history');
    await page.goto(`${demo.url}/settings/kinds/lawyer-no-discipline/edit`);
    await look(admin, 'kind-edit-seeded');
    await leave(admin);
    await offered(way, '项目承办证明');
});

await part('without script, on a phone', async () => {
    const way = { name: 'plain', width: 390, script: false };
    const admin = await person(browser, demo, way, 'system admin');
    const { page } = admin;
    await signIn(admin, demo.account('system-admin'));
    await begin(admin, 'plain-undertaking');
    await facts(page, '业务承办证明');
    await page.getByLabel('添加一项').selectOption('text');
    await press(page, '添加');
    await page.locator('[name="field.3.label"]').fill('项目名称');
    await page.getByLabel(/^正文/).fill('以上内容以本会截至');
    await press(page, '数据日期');
    await page.waitForURL('**/edit#body');
    const inserted = await page.getByLabel(/^正文/).inputValue();
    ok('plain: a button puts an item at the end', inserted === '以上内容以本会截至{数据日期}', inserted);
    await page.getByLabel(/^正文/).fill(`兹证明{律所名称}指派{律师名单}承办{项目}。\n${inserted}的登记信息为准。`);
    await press(page, '检查并发布');
    await page.waitForURL('**check=yes*');
    const refused = await words(page);
    ok('plain: an unknown item is refused at its place', refused.includes('“项目”不是可以插入的内容'), refused.slice(0, 600));
    await look(admin, 'kind-edit-refused');
    const typed = await page.getByLabel(/^正文/).inputValue();
    await page.getByLabel(/^正文/).fill(typed.replace('{项目}', '{项目名称}'));
    await page.locator('#preview button', { hasText: '最短' }).click();
    await page.waitForURL('**sample=shortest*');
    ok('plain: the chosen sample is shown', (await page.locator('#preview .sheet img').count()) === 1);
    await publish(admin, '业务承办证明');
    await leave(admin);
    await offered(way, '业务承办证明');
});

await part('consent', async () => {
    const way = { name: 'pc', width: 1280, script: true };
    const phone = { name: 'phone', width: 390, script: true };
    const admin = await person(browser, demo, way, 'system admin');
    await signIn(admin, demo.account('system-admin'));
    await admin.page.goto(`${demo.url}/settings/association`);
    await admin.page.getByLabel('开通在线征求律师本人同意').check({ force: true });
    await press(admin.page, '预览改动');
    await press(admin.page, '保存并生效');
    await admin.page.waitForURL('**/settings');
    await admin.page.goto(`${demo.url}/settings/kinds`);
    await look(admin, 'kinds');
    const row = admin.page.locator('.kind-row', { has: admin.page.getByRole('heading', { name: '律师无行业处分证明', exact: true }) });
    await row.locator('summary').click();
    await row.locator('select[name=offered]').selectOption('yes');
    await press(row, '保存');
    await admin.page.waitForURL('**/settings/kinds');
    await leave(admin);

    const lawyer = await person(browser, demo, phone, 'lawyer');
    await signIn(lawyer, demo.account('lawyer'));
    await lawyer.page.goto(`${demo.url}/consents`);
    ok('phone: a lawyer who was not asked reads so', (await words(lawyer.page)).includes('目前没有需要您同意的证明'));

    const clerk = await person(browser, demo, way, 'clerk');
    const { page } = clerk;
    await signIn(clerk, demo.account('firm-clerk'));
    await page.goto(`${demo.url}/apply`);
    await press(page, '信息无误，下一步');
    await page.waitForURL('**/kind');
    await page.locator('.kind:not(.off) label', { hasText: '律师无行业处分证明' }).first().click();
    await press(page, '下一步');
    await page.waitForURL('**/form');
    await page.locator('[name="period.from"]').fill('2024-01-01');
    await page.locator('[name="period.to"]').fill('2026-11-01');
    await press(page, '选择律师');
    // The first of the firm is the one whose account the demo has.
    await page.locator('dialog .person:not(.off) label').first().click();
    await page.locator('dialog .dialog-foot button').last().click();
    await until(async () => (await page.locator('#saved').innerText()).includes('保存'));
    await press(page, '下一步');
    await page.waitForURL('**/preview');
    await press(page, '确认信息无误');
    await page.waitForURL('**/done');
    const id = /apply\/(\d+)/.exec(page.url())[1];
    await page.goto(`${demo.url}/mine/${id}`);
    ok('pc: the firm sees who has not answered', (await words(page)).includes('还有 1 名律师没有同意'), await words(page));
    await look(clerk, 'consent-record');

    await lawyer.page.goto(`${demo.url}/consents`);
    await look(lawyer, 'consents');
    await press(lawyer.page, '同意出具');
    await lawyer.page.getByText('已同意出具，申请的律所可以看到。').waitFor();
    await look(lawyer, 'consents-given');
    await leave(lawyer);
    await page.reload();
    ok('pc: the firm sees the answer', (await words(page)).includes('本人已同意') && !(await words(page)).includes('没有同意'), await words(page));
    await leave(clerk);
});

await browser.close();
ok('the demo ends well', (await demo.stop()) === 0);
finish();
