// The Nu Html Checker on saved pages: every error counts; advice does not.
import { run, packages } from './lib.mjs';
import { join, dirname, basename } from 'node:path';

const jar = join(dirname(packages.resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');

/** What is wrong, by the file's name without its ending. */
export async function invalid(files) {
    const { status, out, err } = await run('java', ['-jar', jar, '--format', 'json', '--stdout', ...files]);
    const { messages } = JSON.parse(out || '{}');
    if (!Array.isArray(messages)) throw new Error(`vnu ended with ${status}: ${err}`);
    const found = new Map();
    for (const { url, message, extract } of messages.filter(({ type }) => type !== 'info')) {
        const name = basename(new URL(url).pathname).replace(/\.html$/, '');
        found.set(name, [...(found.get(name) ?? []), `html: ${message}\n    ${(extract ?? '').replace(/\s+/g, ' ').slice(0, 160)}`]);
    }
    return found;
}
