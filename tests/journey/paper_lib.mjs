// What somebody reads from a printed certificate: its code, the text of its QR code, its number.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './lib.mjs';

/** Writes the file and its pages as pictures into `folder`; {id, file, pictures, text, qr, code, number}. */
export async function readPaper(folder, { id, bytes }) {
    const file = join(folder, `${id}.pdf`);
    writeFileSync(file, bytes);
    const text = (await run('pdftotext', ['-layout', file, '-'])).out;
    await run('pdftoppm', ['-r', '200', '-png', file, join(folder, id)]);
    const pictures = readdirSync(folder).filter((name) => name.startsWith(`${id}-`) && name.endsWith('.png')).map((name) => join(folder, name));
    const qr = (await run('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', ...pictures])).out.trim().split('\n')[0];
    return { id, file, pictures, text, qr, code: /核验码：\s*([0-9A-Z-]{24})/.exec(text)?.[1], number: /\S+〔\d+〕第\d+号/.exec(text)?.[0] };
}

/** The answer that the server gives for each paper: a map from id to `valid`, `revoked`, … */
export async function answersOf(demo, papers) {
    const answer = async ({ id, code }) => [id, (await (await fetch(`${demo.url}/V/${code}.json`)).json()).answer];
    return new Map(await Promise.all(papers.map(answer)));
}
