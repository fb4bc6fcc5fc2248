// Checking without the server: `goodstanding verify` and the independent judges, on good files and on spoilt ones.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BINARY, PYTHON, ROOT, SCRATCH, checked, downloads, finish, ok, part, rootPem, run, same, startDemo } from './lib.mjs';

const folder = join(SCRATCH, 'offline');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const keep = (name, bytes) => (writeFileSync(join(folder, name), bytes), join(folder, name));

/** The bundle that a certificate embeds. */
async function bundleOf(file) {
    const bundle = file.replace(/\.pdf$/, '.gsb');
    await run('pdfdetach', ['-savefile', 'certificate.gsb', '-o', bundle, file]);
    return bundle;
}

/** What 150 lines of Python's standard library alone, written from STATEMENT.md, say of a bundle: 0 genuine, 1 not. */
const plainly = async (bundle, root) => (await run(PYTHON, [join(ROOT, 'tests/independent/verify_bundle.py'), bundle, root])).status;

/** `goodstanding verify` on a file ends with this status and says something. */
async function verifies(what, file, root, status) {
    const answer = await run(BINARY, ['verify', file, ...(root ? ['--root', root] : [])]);
    ok(`verify: ${what} → ${status}`, answer.status === status && (answer.out + answer.err).trim() !== '', `status ${answer.status}\n${answer.out}${answer.err}`);
}

const demo = await part('the demo starts', () => startDemo('offline'));
const stranger = await part('another association starts', () => startDemo('stranger'));
if (demo && stranger) {
    const [all, others] = [await part('certificates', () => downloads(demo)), await part('others', () => downloads(stranger))];
    if (ok('both have certificates', all?.length > 1 && others?.length > 0)) {
        const { bytes } = all[0];
        const good = keep('good.pdf', bytes);
        await part('the judges agree on every certificate', async () => {
            for (const { id, bytes } of all) {
                const file = keep(`${id}.pdf`, bytes);
                await verifies(`certificate ${id}`, file, demo.root, 0);
                await checked(`certificate ${id}`, 'bash', [join(ROOT, 'tests/independent/pdf.sh'), file, rootPem(demo)], { env: { ...process.env, FINGERPRINT: demo.root } });
                same(`certificate ${id}: verify_bundle.py`, await plainly(await bundleOf(file), demo.root), 0);
            }
        });
        await part('what is spoilt is not genuine', async () => {
            await verifies('no root given', good, undefined, 2);
            await verifies('another root', good, stranger.root, 1);
            await verifies('a perfect file of another association', keep('stranger.pdf', others[0].bytes), demo.root, 1);
            for (const place of [0.02, 0.3, 0.5, 0.7, 0.9, 0.98]) {
                const spoilt = Buffer.from(bytes);
                spoilt[Math.floor(bytes.length * place)] ^= 1;
                await verifies(`one bit flipped at ${place * 100} %`, keep(`flipped-${place}.pdf`, spoilt), demo.root, 1);
            }
            await verifies('an appended update', keep('appended.pdf', Buffer.concat([bytes, Buffer.from('\n% more\n')])), demo.root, 1);
            await verifies('a file cut short', keep('cut.pdf', bytes.subarray(0, bytes.length - 400)), demo.root, 1);
            await verifies('a file cut in half', keep('half.pdf', bytes.subarray(0, bytes.length >> 1)), demo.root, 1);
            const nothing = await run(BINARY, ['verify', join(folder, 'missing.pdf'), '--root', demo.root]);
            ok('verify: a file that is not there → 2, with a sentence', nothing.status === 2 && nothing.err.trim() !== '', `${nothing.status} ${nothing.err}`);
        });
        await part('statement.py says not genuine where verify does', async () => {
            const judge = (file, root) => run(PYTHON, [join(ROOT, 'tests/independent/statement.py'), file, root]);
            ok('statement.py: good', (await judge(good, demo.root)).status === 0);
            ok('statement.py: another root', (await judge(good, stranger.root)).status !== 0);
            ok('statement.py: another association', (await judge(join(folder, 'stranger.pdf'), demo.root)).status !== 0);
        });
        await part('verify_bundle.py says so too', async () => {
            const bundle = await bundleOf(good);
            same('verify_bundle.py: another root', await plainly(bundle, stranger.root), 1);
            same('verify_bundle.py: another association', await plainly(await bundleOf(join(folder, 'stranger.pdf')), demo.root), 1);
            const data = readFileSync(bundle);
            const taken = [];
            for (let at = 7; at < data.length; at += Math.ceil(data.length / 40)) {
                const spoilt = Buffer.from(data);
                spoilt[at] ^= 1;
                if (await plainly(keep('flipped.gsb', spoilt), demo.root) !== 1) taken.push(at);
            }
            same('verify_bundle.py: no bundle with a flipped bit is genuine', taken, []);
        });
    }
}
await demo?.stop();
await stranger?.stop();
finish();
