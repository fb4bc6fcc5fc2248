// What the association says in its own words, edited in the browser and seen where it is meant for: notices, colour and
// logo on the firm's pages and on the public one, a letter's words in the letter, the seal on the certificate.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
    BINARY, SCRATCH, accessible, choose, fill, finish, launch, leave, look, ok, part, person, press, run, same, shot, signIn, startDemo, until, words,
} from './lib.mjs';

const PC = { name: 'pc', width: 1280, script: true };
const PHONE = { name: 'phone', width: 390, script: true };
const AREAS = ['association', 'looks', 'seal', 'hotline', 'faq', 'notices', 'places', 'letter-approved', 'workdays-2026'];
const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="30" fill="#7a1f2b"/><path d="M32 12v40M18 22h28M18 22l-6 14h12zM46 22l-6 14h12zM24 52h16" fill="none" stroke="#fff" stroke-width="3"/></svg>';
const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
const folder = join(SCRATCH, 'journey');
mkdirSync(folder, { recursive: true });

/** Previews what was filled in, and saves it. */
async function save(admin, name) {
    const { page } = admin;
    await press(page, '预览改动');
    await look(admin, `settings-${name}-preview`);
    await press(page, '保存并生效');
    await page.waitForURL('**/settings');
    ok(`${name} is saved`, (await words(page)).includes('已保存。'));
}

/** A seal as a scanner would give it: red on white, 1200 pixels. */
const scan = (page) => page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1200;
    const draw = canvas.getContext('2d');
    draw.fillStyle = '#fff';
    draw.fillRect(0, 0, 1200, 1200);
    draw.translate(600, 600);
    draw.strokeStyle = draw.fillStyle = '#c81623';
    draw.lineWidth = 30;
    draw.beginPath();
    draw.arc(0, 0, 520, 0, 7);
    draw.stroke();
    draw.beginPath();
    for (let tip = 0; tip < 10; tip += 1) {
        const [radius, angle] = [tip % 2 ? 68 : 178, (tip * Math.PI) / 5 - Math.PI / 2];
        draw.lineTo(radius * Math.cos(angle), radius * Math.sin(angle));
    }
    draw.fill();
    draw.font = '96px "Noto Serif CJK SC", serif';
    draw.textAlign = 'center';
    for (const [at, letter] of [...'示例市律师协会'].entries()) {
        draw.save();
        draw.rotate((at - 3) * 0.52);
        draw.fillText(letter, 0, -400);
        draw.restore();
    }
    return canvas.toDataURL('image/png').split(',')[1];
});

const png = async (page) => ({ name: '印章.png', mimeType: 'image/png', buffer: Buffer.from(await scan(page), 'base64') });
const svg = (text) => ({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(text) });

async function edit(admin, demo) {
    const { page } = admin;
    const open = (area) => page.goto(`${demo.url}/settings/${area}`);
    await page.goto(`${demo.url}/settings`);
    await look(admin, 'settings');
    await part('notices', async () => {
        await open('notices');
        await press(page, '添加一条');
        await fill(page, '通知 1', '国庆节期间照常受理，10月8日起审核。');
        await page.locator('#from_1').fill(today);
        await page.locator('#until_1').fill(today);
        await save(admin, 'notices');
    });
    await part('colour and logo', async () => {
        await open('looks');
        await fill(page, '按钮和链接的颜色', '#4096ff');
        await press(page, '预览改动');
        const said = await words(page);
        ok('a pale colour is refused with what was measured', /与白色的对比度是 2\.99:1/.test(said), said);
        await shot(admin, 'settings-looks-refused');
        await press(page, '#7a1f2b');
        same('a chip puts its colour into the field', await page.locator('#accent').inputValue(), '#7a1f2b');
        await page.locator('#logo_file').setInputFiles(svg('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'));
        await press(page, '预览改动');
        ok('a logo with a script is refused', (await words(page)).includes('脚本'));
        await page.locator('#logo_file').setInputFiles(svg(LOGO));
        await save(admin, 'looks');
    });
    await part('a letter', async () => {
        await open('letter-approved');
        const body = page.locator('#body');
        await body.fill('您好，您的证明已经出具。\n');
        await body.press('Control+End');
        await press(page, '{证明编号}');
        ok('a chip goes to where the cursor is', (await body.inputValue()).endsWith('\n{证明编号}'));
        await press(page, '预览改动');
        ok('without its link the letter is refused', (await words(page)).includes('缺少 {链接}'));
        await page.locator('#body').press('Control+End');
        await press(page, '{链接}');
        await save(admin, 'letter');
    });
    await part('the seal', async () => {
        await open('seal');
        await page.locator('#seal_file').setInputFiles(await png(page));
        await press(page, '预览改动');
        const specimen = page.locator('img[alt="盖有这枚印章的样本证明"]');
        ok('the preview shows a sample certificate', await until(() => specimen.evaluate((image) => image.complete && image.naturalWidth > 0)));
        await look(admin, 'settings-seal-preview');
        await press(page, '保存并生效');
        await page.waitForURL('**/settings');
        ok('nothing says 样章 any more', !(await words(page)).includes('带“样章”字样'));
    });
    await part('versions', async () => {
        await open('notices/history');
        await look(admin, 'settings-history');
        await page.getByRole('link', { name: /查看\s*第 0 版/ }).click();
        await look(admin, 'settings-version');
    });
}

/** The clerk applies for what rules approve at once; the file. */
async function apply(clerk, demo) {
    const { page } = clerk;
    const notice = page.locator('.banner');
    await page.goto(`${demo.url}/apply`);
    ok('the notice stands on the firm\'s page', (await notice.innerText()).includes('10月8日起审核'));
    same('the firm\'s page wears the colour', await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()), '#7a1f2b');
    ok('and the logo', await page.locator('.brand img').first().evaluate((image) => image.naturalWidth > 0 && image.src.includes('/logo/')));
    await look(clerk, 'own-looks-apply');
    await press(page, '信息无误，下一步');
    await page.locator('label', { hasText: /^\s*律师事务所会员证明\s*$/ }).click();
    await press(page, /^\s*下一步：填写(申请)?信息/);
    await fill(page, '联系邮箱', 'seal@firm.example');
    await press(page, '下一步：证明预览');
    await page.waitForURL(/\/preview/);
    await shot(clerk, 'own-seal-preview');
    await press(page, '确认信息无误，提交申请');
    await page.waitForURL(/\/done/);
    const id = /apply\/(\d+)\/done/.exec(page.url())[1];
    let pdf;
    await until(async () => {
        const answer = await page.request.get(`${demo.url}/mine/${id}/download`);
        pdf = answer.status() === 200 ? await answer.body() : undefined;
        return pdf;
    });
    const file = join(folder, 'own-seal.pdf');
    writeFileSync(file, pdf);
    await page.goto(`${demo.url}/mine/${id}`);
    await look(clerk, 'own-seal-record');
    return file;
}

/** How red the page is where the seal stands, as another renderer draws it; and how large. */
function redness(file) {
    const base = join(folder, 'own-seal');
    execFileSync('pdftoppm', ['-r', '100', '-singlefile', file, base]);
    execFileSync('pdftoppm', ['-r', '100', '-singlefile', '-png', file, base]);
    const ppm = readFileSync(`${base}.ppm`);
    const [, width, height] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.subarray(0, 40).toString('latin1')).map(Number);
    const pixels = ppm.subarray(ppm.length - width * height * 3);
    let [left, right, top, bottom] = [width, 0, height, 0];
    for (let y = 0; y < height; y += 1) {
        for (let x = 0; x < width; x += 1) {
            const at = (y * width + x) * 3;
            if (pixels[at] > 150 && pixels[at + 1] < 110 && pixels[at + 2] < 110) {
                [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
            }
        }
    }
    return { wide: ((right - left + 1) / 100) * 25.4, tall: ((bottom - top + 1) / 100) * 25.4 };
}

const demo = await startDemo('texts-demo');
const browser = await launch();
const admin = await person(browser, demo, PC, 'system-admin');
await signIn(admin, demo.account('system-admin'));
await edit(admin, demo);
await leave(admin);

await part('each area on both screens', async () => {
    for (const way of [PC, PHONE]) {
        const reader = await person(browser, demo, way, 'system-admin');
        await signIn(reader, demo.account('system-admin'));
        for (const area of AREAS) {
            await reader.page.goto(`${demo.url}/settings/${area}`);
            await look(reader, `settings-${area}`);
        }
        if (way === PHONE) {
            await reader.page.goto(`${demo.url}/settings`);
            await look(reader, 'settings');
        }
        await leave(reader);
    }
});

await part('without script', async () => {
    const reader = await person(browser, demo, { name: 'pc-noscript', width: 1280, script: false }, 'system-admin');
    await signIn(reader, demo.account('system-admin'));
    await reader.page.goto(`${demo.url}/settings/faq`);
    await reader.page.getByRole('button', { name: '下移' }).first().click();
    await press(reader.page, '预览改动');
    await press(reader.page, '保存并生效');
    ok('without script questions are moved and saved', (await words(reader.page)).includes('已保存。'));
    await leave(reader);
});

await part('on the firm\'s pages, in the letter, on the certificate', async () => {
    const clerk = await person(browser, demo, PHONE, 'firm-clerk');
    await signIn(clerk, demo.account('firm-clerk'));
    const file = await apply(clerk, demo);
    await leave(clerk);
    const { wide, tall } = redness(file);
    ok('the seal is 42 mm wide and tall on paper', Math.abs(wide - 42) < 0.8 && Math.abs(tall - 42) < 0.8, `${wide} × ${tall} mm`);
    const judged = await run(BINARY, ['verify', file, '--root', demo.root]);
    same('goodstanding verify takes the file for genuine', judged.status, 0);
    const letter = await until(() => readdirSync(demo.mail_dir).map((name) => readFileSync(join(demo.mail_dir, name), 'utf8')).find((text) => text.includes('seal@firm.example')));
    const said = execFileSync('python3', ['-c', 'import email,email.policy,sys; print(email.message_from_string(sys.stdin.read(), policy=email.policy.default).get_body(("plain",)).get_content())'], { input: letter }).toString();
    ok('the letter says it in the association\'s words', /您的证明已经出具。\s+示律证〔\d{4}〕第\d+号https?:/.test(said.replace(/\s+/g, ' ')), said);
});

await part('the public page', async () => {
    const stranger = await person(browser, demo, PC, 'stranger');
    await stranger.page.goto(`${demo.url}/verify`);
    ok('the public page has the logo and the colour', (await stranger.page.content()).includes('/accent/7a1f2b') && (await stranger.page.locator('.brand img').first().getAttribute('src')).startsWith('/logo/'));
    await look(stranger, 'own-looks-verify');
    await stranger.page.emulateMedia({ colorScheme: 'dark' });
    await shot(stranger, 'own-looks-verify-dark');
    await accessible(stranger, 'own-looks-verify-dark');
    await leave(stranger);
});
await browser.close();
same('the demo ends well', await demo.stop(), 0);
finish();
