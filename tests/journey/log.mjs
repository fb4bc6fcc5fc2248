// The public log, judged by Go's reference implementation: every certificate's proof, and the whole log as it is exported.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BINARY, ROOT, SCRATCH, checked, downloads, finish, ok, part, run, startDemo } from './lib.mjs';

const folder = join(SCRATCH, 'log');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const demo = await part('the demo starts', () => startDemo('log'));
if (demo) {
    const bundles = await part('certificates are downloaded and their bundles taken out', async () => {
        const paths = [];
        for (const { id, bytes } of await downloads(demo)) {
            const pdf = join(folder, `${id}.pdf`);
            const bundle = join(folder, `${id}.gsb`);
            writeFileSync(pdf, bytes);
            const { status, err } = await run('pdfdetach', ['-savefile', 'certificate.gsb', '-o', bundle, pdf]);
            if (ok(`certificate ${id} embeds certificate.gsb`, status === 0, err)) paths.push(bundle);
        }
        ok('the demo has several certificates', paths.length > 1, `${paths.length}`);
        return paths;
    });
    await part('the log is exported and holds', async () => {
        // Over the socket of the living server, and from the file once it has ended: the same log.
        const living = join(folder, 'living');
        const resting = join(folder, 'resting');
        const asked = await run(BINARY, ['verify-log', '--data', demo.data_dir, '--root', demo.root, '--export', living]);
        ok('verify-log finds the living log whole', asked.status === 0, asked.err + asked.out);
        ok('the server ends well when asked to', (await demo.stop()) === 0);
        const alone = await run(BINARY, ['verify-log', '--data', demo.data_dir, '--root', demo.root, '--export', resting]);
        ok('verify-log finds the resting log whole', alone.status === 0, alone.err + alone.out);
        const difference = await run('diff', ['-r', living, resting]);
        ok('both exports are the same', difference.status === 0, difference.out);
        const judge = join(folder, 'judge');
        const env = { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: join(SCRATCH, 'go'), GOFLAGS: '' };
        const built = await run('go', ['build', '-o', judge, join(ROOT, 'tests/go/main.go')], { env });
        ok('the judge builds from Go\'s reference packages', built.status === 0, built.err);
        await checked('go', judge, [resting, ...bundles]);
    });
    await demo.stop();
}
finish();
