// Every answer that the demo can give, as a stranger meets it: on a PC, on a phone, in both languages, and printed. And
// codes and numbers typed as people type.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SCRATCH, fill, finish, launch, leave, look, ok, part, person, press, same, startDemo, words } from './lib.mjs';

const folder = join(SCRATCH, 'answers');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

/** By the demo's name of an answer: its big word, and a sentence of it, in both languages. */
const SAYS = {
    valid: ['有效', '在有效期内', 'Valid', 'within its validity'],
    'valid, reinstated': ['有效', '在有效期内', 'Valid', 'within its validity'],
    'valid, a paper copy': ['有效', '第 1 份，共 2 份', 'Valid', '1 of 2'],
    expired: ['已过期', '有效期已过', 'Expired', 'its validity has ended'],
    revoked: ['已撤销', '撤销时间', 'Revoked', 'Do not rely on it'],
    replaced: ['已撤销', '已换发新的证明', 'Revoked', 'a newer one stands in its place'],
    'copy cancelled': ['已撤销', '这一份已作废', 'Revoked', 'this copy has been cancelled'],
};
/** Heaviest first load of an answer on a phone, as it travels. */
const BYTES = 80_000;

const demo = await part('the demo starts', () => startDemo('answers'));
const browser = demo && (await launch());
const address = (code, lang) => `${demo.url}/V/${code}${lang === 'en' ? '?lang=en' : ''}`;

/** Prints the page as the browser does, and reads the sheet. */
async function printed(page, name) {
    const file = join(folder, `${name}.pdf`);
    await page.pdf({ path: file, format: 'A4', preferCSSPageSize: true });
    const pages = Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [file], { encoding: 'utf8' }))[1]);
    return { pages, text: execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }) };
}

if (browser && same('the demo has a code for each answer', demo.examples.map(({ answer }) => answer).sort(), Object.keys(SAYS).sort())) {
    for (const way of [{ name: 'pc', width: 1280, script: true }, { name: 'phone', width: 390, script: true }]) {
        await part(`${way.name}: each answer`, async () => {
            const someone = await person(browser, demo, way, 'stranger');
            const marks = new Map();
            for (const { answer, code } of demo.examples) {
                const [word, sentence, english, more] = SAYS[answer];
                const name = answer.replace(/\W+/g, '-');
                for (const [lang, h1, says] of [['zh', word, sentence], ['en', english, more]]) {
                    await someone.page.goto(address(code, lang));
                    same(`${way.name} ${answer} ${lang}: the word`, await someone.page.locator('h1').innerText(), h1);
                    const said = await words(someone.page);
                    ok(`${way.name} ${answer} ${lang}: the sentence, the code, the time`, said.includes(says) && said.includes(code) && /\d\d:\d\d/.test(said), said);
                    await look(someone, `answer-${name}-${lang}`);
                }
                marks.set(word, await someone.page.locator('.verdict-mark svg').innerHTML());
            }
            ok(`${way.name}: each word has a sign of its own`, marks.size === 3 && new Set(marks.values()).size === 3, [...marks.keys()]);
            await someone.page.goto(`${demo.url}/V/${'0'.repeat(19)}`);
            ok(`${way.name}: no such certificate`, (await words(someone.page)).includes('查无此证'));
            await someone.page.locator('summary', { hasText: '怎样确认这是真的核验网站' }).click();
            ok(`${way.name}: what a look-alike does`, (await words(someone.page)).includes('仿冒网站的域名常常只差一个字符'));
            await look(someone, 'answer-unknown');
            // What is answered with 404 is noted in the console.
            someone.faults.splice(0, Infinity, ...someone.faults.filter((fault) => !fault.includes('404')));
            await leave(someone);
        });
    }
    await part('printed', async () => {
        const someone = await person(browser, demo, { name: 'pc', width: 1280, script: true }, 'printer');
        for (const { answer, code } of demo.examples) {
            const [word, , english] = SAYS[answer];
            for (const [lang, h1] of [['zh', word], ['en', english]]) {
                await someone.page.goto(address(code, lang));
                const { pages, text } = await printed(someone.page, `${answer.replace(/\W+/g, '-')}-${lang}`);
                const bare = text.replace(/\s+/g, '');
                const host = new URL(demo.url).host;
                const has = [h1, code, `${host}/V/${code}`, await someone.page.locator('time.asked').innerText()].filter((what) => !bare.includes(what.replace(/\s+/g, '')));
                ok(`${answer} ${lang}: one sheet with answer, code, address and time`, pages === 1 && has.length === 0, `${pages} pages, without ${has}\n${text}`);
                ok(`${answer} ${lang}: and nothing to press`, !/English|中文|大字版|Large type|领取回执|Get the receipt|核验文件|Check a file/.test(text), text);
            }
        }
        await leave(someone);
    });
    const good = demo.examples.find(({ answer }) => answer === 'valid, a paper copy');
    await part('typed as people type', async () => {
        const someone = await person(browser, demo, { name: 'phone', width: 390, script: false }, 'typist');
        const type = async (text, lang = 'zh') => {
            await someone.page.goto(`${demo.url}/verify?lang=${lang}`);
            await fill(someone.page, lang === 'zh' ? '核验码' : 'Verification code', text);
            await press(someone.page.locator('.code-card'), lang === 'zh' ? '核验' : 'Verify');
            await someone.page.waitForURL(/code=|\/V\//);
            return words(someone.page);
        };
        const wide = (text) => [...text].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('');
        for (const [how, text] of [
            ['lower case and spaces', good.code.toLowerCase().replace(/-/g, ' ')],
            ['no hyphens', good.code.replace(/-/g, '')],
            ['full-width', wide(good.code)],
            ['O for 0 and l for 1', good.code.replace(/0/g, 'o').replace(/1/g, 'l')],
            ['other dashes', ` ${good.code.replace(/-/g, '—')}。`],
        ]) {
            ok(`a code in ${how}`, (await type(text)).includes('在有效期内'), text);
        }
        const slip = good.code.slice(0, -1) + (good.code.endsWith('7') ? '8' : '7');
        for (const [how, text, zh, en] of [
            ['a slip', slip, '校验位不符', 'check character does not fit'],
            ['one too few', good.code.slice(0, -1), '现有 19 位', 'this one has 19'],
            ['a character that never occurs', `码${good.code.slice(1)}`, '不会出现“码”', 'never contains “码”'],
        ]) {
            for (const [lang, says] of [['zh', zh], ['en', en]]) {
                const said = await type(text, lang);
                const kept = await someone.page.locator('input[name=code]').inputValue();
                ok(`${how}, ${lang}: said beside the field, and kept`, said.includes(says) && kept === text, `${kept}\n${said}`);
            }
        }
        await leave(someone);
    });
    await part('a licence number is compared in full', async () => {
        const someone = await person(browser, demo, { name: 'pc', width: 1280, script: false }, 'comparer');
        const compare = async (number) => {
            await someone.page.goto(address(good.code, 'zh'));
            await fill(someone.page, '证明上的执业证号', number);
            await press(someone.page.locator('#compare'), '核对');
            return someone.page.locator('#compare').innerText();
        };
        const own = '14470201211900001';
        const wide = [...own].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('');
        for (const typed of [own, `${own.slice(0, 5)} ${own.slice(5)}`, wide]) {
            ok(`${typed} is 张㛃's`, (await compare(typed)).includes('张㛃'));
        }
        for (const typed of [`${own.slice(0, -1)}2`, own.slice(0, -1), `${own}0`, '1447', '']) {
            ok(`${typed || 'nothing'} is nobody's`, (await compare(typed)).includes('不一致'));
        }
        await leave(someone);
    });
    await part('fast on a phone', async () => {
        const someone = await person(browser, demo, { name: 'phone', width: 390, script: true }, 'hurried');
        const devtools = await someone.context.newCDPSession(someone.page);
        await devtools.send('Network.enable');
        let bytes = 0;
        let files = 0;
        devtools.on('Network.loadingFinished', ({ encodedDataLength }) => ((bytes += encodedDataLength), (files += 1)));
        const came = await someone.page.goto(address(good.code, 'zh'), { waitUntil: 'networkidle' });
        ok('the first load is small', files > 3 && bytes < BYTES, `${files} files, ${bytes} bytes`);
        console.log(`# first load: ${files} files, ${bytes} bytes`);
        const now = await someone.page.locator('script:not([defer])').count();
        ok('no script stands in its way', now === 0, now);
        ok('no cookie is set', came.headers()['set-cookie'] === undefined && (await someone.context.cookies()).length === 0);
        await leave(someone);
    });
    await browser.close();
}
await demo?.stop();
finish();
