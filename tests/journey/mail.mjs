// Letters through real SMTP: the program as `serve` runs it, handing letters to aiosmtpd with faults by address, then to
// a real Postfix with Dovecot's SASL. What arrives is read again by Python's mail parser and by GMime.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, createWriteStream, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BINARY, PYTHON, ROOT, SCRATCH, Visitor, finish, launch, leave, look, ok, part, person, run, same, signIn, startDemo, until } from './lib.mjs';

const USER = 'cert@example.org';
const PASSWORD = 'a "quoted" pass word';
const folder = mkdtempSync(join(tmpdir(), 'goodstanding-mail-'));
// Postfix's own user must get through to its folders.
chmodSync(folder, 0o755);
const children = new Set();
process.on('exit', () => { children.forEach((child) => child.kill('SIGKILL')); rmSync(folder, { recursive: true, force: true }); });

// ---- offices ------------------------------------------------------------------------------------------------------

/** A free port of loopback. */
function freePort() {
    return new Promise((done) => {
        const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => done(port)); });
    });
}

/** An authority of its own, and a server certificate for localhost under it. */
async function certificates(name) {
    const path = (file) => join(folder, `${name}-${file}`);
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    writeFileSync(path('san'), 'subjectAltName=DNS:localhost\n');
    const commands = [
        ['req', '-x509', ...key, '-keyout', path('ca.key'), '-out', path('ca.pem'), '-subj', `/CN=${name} CA`, '-days', '30'],
        ['req', ...key, '-keyout', path('key.pem'), '-out', path('csr'), '-subj', '/CN=localhost'],
        ['x509', '-req', '-in', path('csr'), '-CA', path('ca.pem'), '-CAkey', path('ca.key'), '-CAcreateserial', '-days', '30', '-out', path('cert.pem'), '-extfile', path('san')],
    ];
    for (const args of commands) {
        const { status, err } = await run('openssl', args);
        if (status !== 0) throw new Error(err);
    }
    return { ca: path('ca.pem'), cert: path('cert.pem'), key: path('key.pem') };
}

/** Starts aiosmtpd on a port: {letters, stop()}. */
async function office(port, tls, ...implicit) {
    const inbox = join(folder, `office-${port}`);
    const child = spawn(PYTHON, [join(ROOT, 'tests/python/smtp_office.py'), String(port), tls.cert, tls.key, USER, PASSWORD, inbox, ...implicit], { stdio: ['ignore', 'pipe', 'pipe'] });
    children.add(child);
    child.stderr.pipe(createWriteStream(join(SCRATCH, 'smtp-office.log'), { flags: 'a' }));
    const letters = [];
    const ended = new Promise((done) => child.on('close', done));
    await new Promise((ready, fail) => {
        createInterface({ input: child.stdout }).on('line', (line) => { const said = JSON.parse(line); if (said.port) ready(); else letters.push(said); });
        ended.then(() => fail(new Error('the office ended before it listened; see smtp-office.log')));
    });
    return { letters, async stop() { children.delete(child); child.kill('SIGKILL'); await ended; } };
}

// ---- the program --------------------------------------------------------------------------------------------------

const secret = join(folder, 'smtp-password');
writeFileSync(secret, `${PASSWORD}\n`, { mode: 0o600 });

/** Starts `serve` on the demo's data with this [mail] section. */
async function serve(demo, mail) {
    const port = await freePort();
    const config = join(folder, 'goodstanding.toml');
    const settings = Object.entries(mail).map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join('\n');
    writeFileSync(config, `listen = "127.0.0.1:${port}"\nbase_url = "http://127.0.0.1:${port}"\ndata_dir = ${JSON.stringify(demo.data_dir)}\n[mail]\n${settings}\n`);
    const child = spawn(BINARY, ['serve', '--config', config], { stdio: ['ignore', 'ignore', 'pipe'] });
    children.add(child);
    child.stderr.pipe(createWriteStream(join(SCRATCH, 'mail-serve.log'), { flags: 'a' }));
    const ended = new Promise((done) => child.on('close', (status, signal) => done(status ?? signal)));
    const url = `http://127.0.0.1:${port}`;
    const up = await Promise.race([until(() => fetch(`${url}/healthz`).then((answer) => answer.ok, () => false), 30), ended.then(() => false)]);
    if (!up) throw new Error('serve did not come up; see mail-serve.log');
    return {
        ...demo, url,
        async stop() { children.delete(child); child.kill('SIGTERM'); return ended; },
    };
}

const decoded = (html) => html.replace(/<[^>]*>/g, ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&').replace(/\s+/g, ' ');

/** The letters page, one text for each letter. */
async function letters(admin, query) {
    const html = await (await admin.ask(`/letters?q=${encodeURIComponent(query)}`)).text();
    return html.split('<li class="card">').slice(1).map((card) => ({ words: decoded(card.split('</li>')[0]), id: /\/letters\/(\d+)\/resend/.exec(card)?.[1] }));
}

/** Waits until the newest letter to this address says so. */
async function becomes(admin, address, words) {
    let last = '';
    const found = await until(async () => { last = (await letters(admin, address))[0]?.words ?? ''; return words.test(last) && last; }, 20);
    return found || `(never: ${last})`;
}

/** Signs in those who send and those who look after letters. */
async function people(server) {
    const [clerk, admin] = [new Visitor(server), new Visitor(server)];
    await clerk.signIn(server.account('firm-clerk'));
    await admin.signIn(server.account('system-admin'));
    return { clerk, admin };
}

const send = async (clerk, id, address) => (await clerk.post(`/mine/${id}/mail`, `/mine/${id}/mail`, { to: 'other', mail: address })).status;

/** What Python's parser reads in a letter. */
async function read(file) {
    const { status, out, err } = await run(PYTHON, [join(ROOT, 'tests/python/read_letter.py'), file]);
    if (status !== 0) throw new Error(err);
    return JSON.parse(out);
}

/** A letter of ours is whole, whoever reads it. */
async function isWhole(name, file, address, pdf) {
    const letter = await read(file);
    same(`${name}: nothing for a parser to complain of`, letter.defects, []);
    ok(`${name}: ASCII, and no line longer than 998 bytes`, letter.ascii && letter.longest <= 998, JSON.stringify(letter));
    same(`${name}: text and HTML as alternatives, then the PDF`, letter.types, ['multipart/mixed', 'multipart/alternative', 'text/plain', 'text/html', 'application/pdf']);
    same(`${name}: to one address only`, letter.recipients, [address]);
    ok(`${name}: a Chinese subject, also by the old parser`, /^【示例市律协】律师/.test(letter.subject) && letter.subject === letter.old_subject, letter.subject);
    ok(`${name}: the PDF has its Chinese name, also by the old parser`, letter.names.length === 1 && /^律师.*〔\d{4}〕第\d{6}号\.pdf$/.test(letter.names[0]) && letter.names[0] === letter.old_names[0], JSON.stringify([letter.names, letter.old_names]));
    same(`${name}: the PDF is the very file`, letter.sha256, [pdf]);
    const text = letter.text.replace(/\s+/g, ' ').trim();
    const html = decoded(letter.html.replace(/<head>[\s\S]*<\/head>/, '')).trim();
    same(`${name}: the HTML says what the text says`, html.replace(/\s/g, ''), text.replace(/\s/g, ''));
    ok(`${name}: nothing is fetched from anywhere`, !/<(img|link|script|style)|url\(|src=/i.test(letter.html), letter.html);
    ok(`${name}: it says that a program wrote it`, letter.auto === 'auto-generated' && /^<[0-9a-f]{32}@/.test(letter.id), letter.id);
    const { status, out } = await run('mu', ['extract', file]);
    ok(`${name}: GMime finds the PDF under the same name`, status === 0 && out.includes(letter.names[0]), out);
    return letter;
}

// ---- the stage ----------------------------------------------------------------------------------------------------

mkdirSync(SCRATCH, { recursive: true });
const [own, other] = [await certificates('own'), await certificates('other')];
const demo = await startDemo('mail-demo');
await demo.stop();
const port = await freePort();
const mail = { smtp: 'localhost', port, security: 'starttls', user: USER, password_file: secret, ca: own.ca };
let record, pdf;

await part('aiosmtpd', async () => {
    let smtp = await office(port, own);
    let server = await serve(demo, mail);
    let { clerk, admin } = await people(server);
    const mine = await (await clerk.ask('/mine?state=approved')).text();
    for (const [, id] of mine.matchAll(/href="\/mine\/(\d+)"/g)) {
        const page = await (await clerk.ask(`/mine/${id}`)).text();
        if (page.includes('律师会员证明') && page.includes('发送邮箱') && page.includes('/download')) record = record ?? id;
    }
    ok('the clerk has a certificate about lawyers to send', record !== undefined);
    const file = Buffer.from(await (await clerk.ask(`/mine/${record}/download`)).arrayBuffer());
    pdf = createHash('sha256').update(file).digest('hex');

    same('发送邮箱 is taken', await send(clerk, record, 'good@firm.example'), 303);
    ok('sent: the server\'s own words are kept', /已发送.*250 2\.0\.0 taken as letter/.test(await becomes(admin, 'good@', /已发送/)));
    const taken = smtp.letters.find((letter) => letter.to[0] === 'good@firm.example');
    ok('it came by TLS, from a user who had signed in', taken?.tls && taken?.user === USER, JSON.stringify(taken));
    const first = await isWhole('aiosmtpd', taken.file, 'good@firm.example', pdf);

    await send(clerk, record, 'unknown@firm.example');
    ok('550: failed for good, in the server\'s words', /发送失败.*550 5\.1\.1 <unknown@firm\.example>: no such mailbox here/.test(await becomes(admin, 'unknown@', /发送失败/)));
    const told = decoded(await (await clerk.ask(`/mine/${record}`)).text());
    ok('the firm reads why, and what to do', /发送失败/.test(told) && told.includes('550 5.1.1 <unknown@firm.example>: no such mailbox here。请核对邮箱地址，再用“发送邮箱”发到其他邮箱'), told);
    await send(clerk, record, 'full@firm.example');
    ok('552 after the text: failed for good', /发送失败.*552 5\.2\.2 mailbox full/.test(await becomes(admin, 'full@', /发送失败/)));
    const [full] = await letters(admin, 'full@');
    same('a failed letter can be sent again', (await admin.post('/letters?q=full@', `/letters/${full.id}/resend`, {})).status, 303);
    ok('and fails again with one more try', /已尝试 2 次/.test(await becomes(admin, 'full@', /发送失败.*已尝试 2 次/)));

    for (const [name, address, why] of [['451', 'greylisted@firm.example', /待发送.*451 4\.7\.1 greylisted, come again/], ['hung up in DATA', 'drop@firm.example', /待发送.*上次没有发出，将自动重试/]]) {
        await send(clerk, record, address);
        ok(`${name}: it waits, and says why`, why.test(await becomes(admin, address, why)));
        const [waiting] = await letters(admin, address);
        same(`${name}: tried at once by hand`, (await admin.post(`/letters?q=${address}`, `/letters/${waiting.id}/resend`, {})).status, 303);
        ok(`${name}: then it is sent`, /已发送/.test(await becomes(admin, address, /已发送/)));
        same(`${name}: and came once`, smtp.letters.filter((letter) => letter.to[0] === address).length, 1);
    }
    await send(clerk, record, 'slow@firm.example');
    ok('slow: waited for', /已发送/.test(await becomes(admin, 'slow@', /已发送/)));

    // Down, and back again under a stranger's certificate, then under the right one.
    await smtp.stop();
    await send(clerk, record, 'patient@firm.example');
    ok('down: it waits', /待发送.*refused/i.test(await becomes(admin, 'patient@', /refused/i)));
    same('the server ends well while letters wait', await server.stop(), 0);
    const impostor = await office(port, other);
    server = await serve(demo, mail);
    ({ clerk, admin } = await people(server));
    const retry = async () => admin.post('/letters?q=patient@', `/letters/${(await letters(admin, 'patient@'))[0].id}/resend`, {});
    await retry();
    ok('a certificate of another authority: it waits', /待发送.*TLS.*UnknownIssuer/.test(await becomes(admin, 'patient@', /UnknownIssuer/)));
    same('and nothing was said to the stranger', impostor.letters, []);
    await impostor.stop();
    smtp = await office(port, own);
    await retry();
    ok('back again: sent', /已发送/.test(await becomes(admin, 'patient@', /已发送/)));
    const late = await read(smtp.letters[0].file);
    ok('each letter has a Message-ID of its own', smtp.letters.length === 1 && late.id !== first.id, JSON.stringify(smtp.letters));

    // What would be two recipients, or two heads, or no address at all.
    const before = smtp.letters.length;
    const bad = ['a@firm.example, b@firm.example', 'a@firm.example\r\nBcc: b@firm.example', '"a b"@firm.example', 'a@firm.example> NOTIFY=NEVER', '张@firm.example', `${'a'.repeat(65)}@firm.example`, `a@${'b'.repeat(250)}.example`, 'a@firm', ' '];
    for (const address of bad) {
        same(`not an address: ${JSON.stringify(address).slice(0, 40)}`, await send(clerk, record, address), 422);
    }
    same('and no letter went', smtp.letters.length, before);
    await send(clerk, record, 'office@示例.example');
    const abroad = await until(() => smtp.letters[before], 20);
    same('a Chinese domain goes out in the letters that mail servers know', abroad?.to, ['office@xn--fsq092h.example']);

    const browser = await launch();
    for (const way of [{ name: 'pc', width: 1280, script: true }, { name: 'phone', width: 390, script: true }]) {
        const someone = await person(browser, server, way, 'system-admin');
        await signIn(someone, server.account('system-admin'));
        await someone.page.goto(`${server.url}/letters`);
        await look(someone, 'letters');
        await leave(someone);
        const firm = await person(browser, server, way, 'firm-clerk');
        await signIn(firm, server.account('firm-clerk'));
        await firm.page.goto(`${server.url}/mine/${record}`);
        await look(firm, 'record-letters');
        await leave(firm);
    }
    await browser.close();
    await server.stop();
    await smtp.stop();
});

await part('TLS from the first byte', async () => {
    const whole = await freePort();
    const smtp = await office(whole, own, 'implicit');
    const server = await serve(demo, { ...mail, port: whole, security: 'tls' });
    const { clerk, admin } = await people(server);
    same('发送邮箱 is taken', await send(clerk, record, 'whole@firm.example'), 303);
    ok('sent over implicit TLS', /已发送.*250 2\.0\.0 taken as letter/.test(await becomes(admin, 'whole@', /已发送/)));
    same('and came once, from a user who had signed in', smtp.letters.filter((letter) => letter.to[0] === 'whole@firm.example').map((letter) => letter.user), [USER]);
    await server.stop();
    await smtp.stop();
});

await part('Postfix', async () => {
    const home = join(folder, 'postfix');
    const at = await freePort();
    const started = await run('bash', [join(ROOT, 'tests/journey/postfix.sh'), 'start', home, String(at), own.cert, own.key, 'cert', 'secret']);
    ok('Postfix and Dovecot start', started.status === 0, started.err);
    try {
        writeFileSync(secret, 'secret\n', { mode: 0o600 });
        const server = await serve(demo, { ...mail, port: at, user: 'cert' });
        const { clerk, admin } = await people(server);
        await send(clerk, record, 'office@firm.example');
        ok('Postfix queues it, and its words are kept', /已发送.*250 2\.0\.0 Ok: queued as/.test(await becomes(admin, 'office@', /已发送/)));
        const inbox = join(home, 'mail/office/new');
        const arrived = await until(() => { try { return readdirSync(inbox)[0]; } catch { return undefined; } }, 20);
        ok('it lies in the mailbox', arrived !== undefined);
        // A maildir has bare line ends; mail on its way has none.
        const wire = join(folder, 'arrived.eml');
        writeFileSync(wire, readFileSync(join(inbox, arrived), 'latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
        await isWhole('Postfix', wire, 'office@firm.example', pdf);
        await send(clerk, record, 'later@firm.example');
        ok('450: it waits', /待发送.*450 4\.7\.1/.test(await becomes(admin, 'later@', /450 4\.7\.1/)));
        await send(clerk, record, 'nobody@firm.example');
        ok('550 of Postfix: failed, in its words', /发送失败.*550 5\.1\.1 .*User unknown/.test(await becomes(admin, 'nobody@', /发送失败/)));
        await server.stop();
        writeFileSync(secret, 'wrong\n', { mode: 0o600 });
        const locked = await serve(demo, { ...mail, port: at, user: 'cert' });
        const again = await people(locked);
        await send(again.clerk, record, 'office@firm.example');
        ok('a wrong password concerns every letter: it waits', /待发送.*sign-in refused: 535/.test(await becomes(again.admin, 'office@', /535/)));
        await locked.stop();
    } finally {
        await run('bash', [join(ROOT, 'tests/journey/postfix.sh'), 'stop', home]);
    }
});

finish();
