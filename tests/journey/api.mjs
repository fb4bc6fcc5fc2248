// The verification API as its OpenAPI description says it: schemathesis asks the running program for what the description
// allows and for what it does not, and holds every answer against it.
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PYTHON, SCRATCH, downloads, finish, ok, part, run, same, startDemo } from './lib.mjs';
import { readPaper } from './paper_lib.mjs';

const folder = join(SCRATCH, 'api');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const demo = await part('the demo starts', () => startDemo('api'));
if (demo) {
    const described = await part('the description is served', async () => {
        const answer = await fetch(`${demo.url}/verify/openapi.json`);
        same('as JSON', [answer.status, answer.headers.get('content-type')], [200, 'application/json']);
        return answer.json();
    });
    await part('what is real is among what is asked', async () => {
        const [found] = await downloads(demo);
        const paper = await readPaper(folder, found);
        const size = Number((await (await fetch(`${demo.url}/log/checkpoint`)).text()).split('\n')[1]);
        const real = {
            code: paper.code, hash: createHash('sha256').update(found.bytes).digest('hex'), size, index: size - 1, old: 1,
            level: 'entries', width: size,
        };
        for (const [path, methods] of Object.entries(described.paths)) {
            for (const { parameters = [] } of Object.values(methods)) {
                for (const parameter of parameters) {
                    if (path.includes('/tile/') && parameter.name === 'index') parameter.example = '000';
                    else if (parameter.name in real) parameter.example = real[parameter.name];
                }
            }
        }
        // The receipt's example is without a form token, as a stranger would send it.
        writeFileSync(join(folder, 'openapi.json'), JSON.stringify(described));
        const answer = await fetch(`${demo.url}/V/${paper.code}.json`);
        ok('a code is answered', answer.status === 200 && (await answer.json()).answer);
    });
    // What a reference may hold is for the fonts to say: 422 is an answer to a reference that nothing can print.
    writeFileSync(join(folder, 'schemathesis.toml'), '[checks.positive_data_acceptance]\nexpected-statuses = ["2xx", "3xx", "401", "403", "404", "409", "422", "429"]\n');
    await part('schemathesis', async () => {
        const counted = Object.values(described.paths).flatMap((methods) => Object.keys(methods)).length;
        const { status, out, err } = await run(join(dirname(PYTHON), 'schemathesis'), [
            '--config-file', join(folder, 'schemathesis.toml'), 'run', join(folder, 'openapi.json'), '--url', demo.url, '--phases', 'examples,coverage,fuzzing', '--max-examples', '12',
            '--seed', '1', '--request-timeout', '10', '--suppress-health-check', 'all', '--no-color',
        ], { env: { ...process.env, HYPOTHESIS_STORAGE_DIRECTORY: join(folder, 'hypothesis') }, cwd: folder });
        writeFileSync(join(folder, 'schemathesis.txt'), out + err);
        const tested = Number(/Tested:\s+(\d+)/.exec(out)?.[1]);
        same('every operation of the description was tried', tested, counted);
        ok('and no answer departs from the description', status === 0, out + err);
        const summary = /Test cases:\s*\n?\s*([^\n]*)/.exec(out)?.[1];
        console.log(`# ${summary}`);
    });
    await demo.stop();
}
finish();
