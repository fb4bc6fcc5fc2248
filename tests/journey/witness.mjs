// Witnesses: the log is cosigned by an independent one in Go, and lives with those that are down, slow, wrong, behind,
// ahead or shown another log. What a witness saw before a key was stolen still counts afterwards.
import { spawn } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createWriteStream, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { BINARY, ROOT, SCRATCH, downloads, finish, launch, leave, look, ok, part, person, run, same, shot, signIn, startDemo, until, words } from './lib.mjs';

const folder = join(SCRATCH, 'witness');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const keep = (name, bytes) => (writeFileSync(join(folder, name), bytes), join(folder, name));
const children = new Set();
const killAll = () => children.forEach((child) => child.kill('SIGKILL'));
process.on('exit', killAll);

function freePort() {
    return new Promise((done) => {
        const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => done(port)); });
    });
}

/** Builds and starts the witness: {url, keys}. */
async function startWitness(vkey) {
    const program = join(folder, 'witness');
    const env = { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: join(SCRATCH, 'go'), GOFLAGS: '' };
    const built = await run('go', ['build', '-o', program, join(ROOT, 'tests/go/witness/main.go')], { env });
    if (!ok('the witness builds from Go\'s reference packages', built.status === 0, built.err)) return undefined;
    const child = spawn(program, [vkey], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.add(child);
    return new Promise((told) => createInterface({ input: child.stdout }).once('line', (line) => told(JSON.parse(line))));
}

async function serve(demo, config, port) {
    const child = spawn(BINARY, ['serve', '--config', config], { stdio: ['ignore', 'ignore', 'pipe'] });
    children.add(child);
    child.stderr.pipe(createWriteStream(join(SCRATCH, 'witness-serve.log')));
    const url = `http://127.0.0.1:${port}`;
    const up = await until(() => fetch(`${url}/healthz`).then((answer) => answer.ok, () => false), 30);
    ok('serve comes up with witnesses in its configuration', up);
    const ended = new Promise((done) => child.on('close', done));
    return { ...demo, url, async stop() { child.kill('SIGTERM'); return ended; } };
}

/** Name → when it cosigned a checkpoint, by Node's own cryptography; a line that is not its word is told. */
function cosignatures(checkpoint, keys) {
    const [text, lines] = checkpoint.split(/(?<=\n)\n/);
    const found = {};
    for (const line of lines.trim().split('\n')) {
        const [, name, base64] = line.split(' ');
        const vkey = Object.values(keys).find((key) => key.startsWith(`${name}+`));
        if (!vkey) continue;
        const raw = Buffer.from(vkey.split('+').slice(2).join('+'), 'base64');
        const bytes = Buffer.from(base64, 'base64');
        const id = createHash('sha256').update(`${name}\n`).update(raw).digest().subarray(0, 4);
        const key = createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw.subarray(1)]), format: 'der', type: 'spki' });
        const time = bytes.readBigUInt64BE(4);
        const good = bytes.subarray(0, 4).equals(id) && verify(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), key, bytes.subarray(12));
        found[name.split('/')[1]] = good ? Number(time) : 'forged';
    }
    return found;
}

const sizeOf = (checkpoint) => Number(checkpoint.split('\n')[1]);

const demo = await part('the demo starts', () => startDemo('witness'));
if (demo) {
    const [first] = await downloads(demo);
    const pdf = keep('first.pdf', first.bytes);
    const bundle = join(folder, 'first.gsb');
    await run('pdfdetach', ['-savefile', 'certificate.gsb', '-o', bundle, pdf]);
    const index = Number(/\nindex (\d+)\n/.exec(readFileSync(bundle, 'latin1'))?.[1]);
    const early = await (await fetch(`${demo.url}/log/size/1`)).text();
    ok('the demo ends well', (await demo.stop()) === 0);
    const listed = await run(BINARY, ['key', 'list', '--data', demo.data_dir]);
    const vkey = /for witnesses: (\S+)/.exec(listed.out)?.[1];
    ok('key list shows what a witness is given', Boolean(vkey), listed.out + listed.err);
    const { url, keys } = (await startWitness(vkey)) ?? {};
    const post = (path, body) => fetch(`${url}/${path}`, { method: 'POST', body });
    ok('one witness has seen the log when it was small', (await post('behind/seen', early)).ok);
    const forked = early.split('\n');
    forked[2] = Buffer.alloc(32, 7).toString('base64');
    ok('and one was shown another log', (await post('forked/seen', forked.join('\n'))).ok);

    const [port, nobody] = [await freePort(), await freePort()];
    const seat = (name) => `{ name = "${name}", key = "${keys[name]}", url = "${url}/${name}" }`;
    const names = Object.keys(keys);
    // A key that nothing answers for: the down one's is made from the honest one's bytes under another name.
    const raw = Buffer.from(keys.honest.split('+').slice(2).join('+'), 'base64');
    const id = createHash('sha256').update('down.example\n').update(raw).digest('hex').slice(0, 8);
    const down = `{ name = "down", key = "down.example+${id}+${raw.toString('base64')}", url = "http://127.0.0.1:${nobody}" }`;
    const config = keep('goodstanding.toml', `listen = "127.0.0.1:${port}"\nbase_url = "http://127.0.0.1:${port}"\ndata_dir = ${JSON.stringify(demo.data_dir)}\n`
        + `[mail]\nfolder = "mail"\n[lifeboat]\ndir = "lifeboat"\n[public_log]\nquorum = 2\nwitnesses = [\n${[...names.map(seat), down].join(',\n')}\n]\n`);
    const goodstanding = (...args) => run(BINARY, [...args, '--config', config]);
    const house = await serve(demo, config, port);
    const checkpoint = async () => (await fetch(`${house.url}/log/checkpoint`)).text();
    let proof;

    await part('the log is cosigned', async () => {
        const full = await until(async () => { const now = cosignatures(await checkpoint(), keys); return now.honest && now.behind && now; }, 30);
        ok('the honest one and the one that was behind cosigned the newest checkpoint', full, await checkpoint());
        same('no other is believed', Object.keys(full || {}).sort(), ['behind', 'honest']);
        ok('the times are of now', Math.abs(full.honest - Date.now() / 1000) < 60, JSON.stringify(full));
        const size = sizeOf(await checkpoint());
        same('of a given size the checkpoint is the plain one', cosignatures(await (await fetch(`${house.url}/log/size/${size}`)).text(), keys), {});
        const answer = await fetch(`${house.url}/log/witnessed/${index}`);
        proof = keep('proof', await answer.text());
        ok('the proof of an entry in a cosigned tree', answer.status === 200 && readFileSync(proof, 'utf8').includes('witness.example/honest'));
        same('none for an entry that is not there', (await fetch(`${house.url}/log/witnessed/99999`)).status, 404);
        const boat = await until(() => { try { return readFileSync(join(folder, 'lifeboat/log/checkpoint'), 'utf8'); } catch { return undefined; } }, 30);
        same('the nightly lifeboat was made, with the log', boat && sizeOf(boat), size);
    });

    await part('who verifies names the witnesses that he trusts', async () => {
        const judged = async (...more) => (await run(BINARY, ['verify', pdf, '--root', demo.root, ...more])).status;
        same('with the proof', await judged('--proof', proof, '--witness', keys.honest), 0);
        same('one of several is enough', await judged('--proof', proof, '--witness', keys.ahead, '--witness', keys.behind), 0);
        same('the certificate\'s own proof has no cosignature: cannot tell', await judged('--witness', keys.honest), 2);
        same('another witness: cannot tell', await judged('--proof', proof, '--witness', keys.ahead), 2);
        same('what is no key: cannot tell', await judged('--proof', proof, '--witness', vkey), 2);
        const text = readFileSync(proof, 'utf8');
        const at = text.indexOf('witness.example/honest ') + 40;
        const forged = keep('forged', text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1));
        same('a forged cosignature: not genuine', await judged('--proof', forged, '--witness', keys.honest), 1);
        const held = await goodstanding('verify-log', '--witness', keys.honest);
        ok('verify-log holds the cosignatures', held.status === 0 && held.out.includes('witness.example/honest cosigned'), held.out + held.err);
        const none = await goodstanding('verify-log', '--witness', keys.ahead);
        ok('and says where a named witness has none', none.status === 1 && (none.out + none.err).includes('has cosigned nothing'), none.out);
    });

    await part('failing witnesses are told apart, and delay nobody', async () => {
        // The slow one is given up after 15 seconds; all others have been tried by then.
        const told = await until(async () => { const { out } = await goodstanding('doctor'); return /slow: .*no answer within/.test(out) && out; }, 40);
        ok('the slow one is given up', Boolean(told));
        const says = (name, pattern) => ok(`${name}: ${pattern.source}`, pattern.test((told || '').split('\n').find((line) => line.includes(` ${name}: `)) ?? ''), told);
        says('honest', /^good .*cosigned (\d+) of \1 entries/);
        says('behind', /^good .*cosigned (\d+) of \1 entries/);
        says('wrong', /^WARNING .*not one of this checkpoint/);
        says('stale', /^WARNING .*compare the clocks/);
        says('other', /^WARNING .*another name or key/);
        says('slow', /^WARNING .*no answer within 15 seconds/);
        says('unready', /^WARNING .*answered 503 come back later/);
        says('down', /^WARNING .*refused/i);
        says('ahead', /^BAD .*seen a log of 99999 entries/);
        says('forked', /^BAD .*(does not continue|another log)/);
        const browser = await launch();
        for (const way of [{ name: 'pc', width: 1280, script: true }, { name: 'phone', width: 390, script: true }]) {
            const admin = await person(browser, house, way, 'system administrator');
            await signIn(admin, demo.account('system-admin'));
            await admin.page.goto(`${house.url}/settings`);
            await admin.page.getByRole('link', { name: '运行状况' }).click();
            const text = await words(admin.page);
            ok(`${way.name}: 运行状况 tells of witnesses, lifeboat and copies`, ['全部', '警报', '离线核验包', '最近一次', '未设置自动备份', vkey].every((word) => text.includes(word)), text);
            await look(admin, 'operation');
            await shot(admin, 'operation');
            await leave(admin);
        }
        await browser.close();
    });

    await part('what a witness saw before a theft counts after it', async () => {
        const rootKey = ['--root-key', join(demo.data_dir, 'root-key.pem')];
        const before = sizeOf(await checkpoint());
        const rotated = await goodstanding('key', 'rotate', 'document', ...rootKey);
        ok('the log grows', rotated.status === 0, rotated.out + rotated.err);
        const grown = await until(async () => { const text = await checkpoint(); return sizeOf(text) > before && text; }, 30);
        ok('and the growth is cosigned', Boolean(grown) && Boolean(cosignatures(grown, keys).honest));
        const since = keep('since', grown);
        const list = await goodstanding('key', 'list');
        const signs = (role) => new RegExp(`^([0-9a-f]{16})  ${role} .*signs$`, 'm').exec(list.out)?.[1] ?? '';
        for (const role of ['issuer', 'log']) {
            const told = await goodstanding('key', 'compromised', signs(role), '--since', since, ...rootKey);
            ok(`the ${role} key is declared stolen`, told.status === 0, told.out + told.err);
        }
        const known = await (await fetch(`${house.url}/.well-known/goodstanding`)).json();
        const manifest = keep('manifest', known.key_manifest);
        const judged = async (...more) => (await run(BINARY, ['verify', pdf, '--root', demo.root, '--manifest', manifest, ...more])).status;
        same('its own proof alone: cannot tell', await judged(), 2);
        same('the cosigned proof, to who trusts no witness: cannot tell', await judged('--proof', proof), 2);
        same('to who trusts the witness: genuine', await judged('--proof', proof, '--witness', keys.honest), 0);
        const fresh = keep('fresh', await (await fetch(`${house.url}/log/proof/${sizeOf(grown)}/${index}`)).text());
        same('a fresh proof to the frozen checkpoint: genuine', await judged('--proof', fresh), 0);
        const other = await until(async () => { const { out } = await goodstanding('doctor'); return /honest: .*another verifier key/.test(out); }, 30);
        ok('the witness does not know the new log key, and doctor says what to do', other);
    });
    ok('the server ends well', (await house.stop()) === 0);
}
// While one lives, Node waits for it.
killAll();
finish();
