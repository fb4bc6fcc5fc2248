// axe-core in a page: every rule of WCAG 2.1 A and AA, and its best practices.
import { readFileSync } from 'node:fs';
import { packages } from './lib.mjs';

const source = readFileSync(packages.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong with a page as it is now, one text each. The page's own policy does not bind DevTools. */
export async function axeFaults(page) {
    const devtools = await page.context().newCDPSession(page);
    const evaluate = (expression) => devtools.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    await evaluate(`${source};0`);
    const { result, exceptionDetails } = await evaluate(
        `axe.run(document, {runOnly: {type: 'tag', values: ${JSON.stringify(TAGS)}}, resultTypes: ['violations']}).then((r) => JSON.stringify({passes: r.passes.length, faults: r.violations.map((v) => v.id + ': ' + v.help + '\\n    ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join('\\n    '))}))`);
    await devtools.detach();
    if (exceptionDetails) return [`axe: ${JSON.stringify(exceptionDetails)}`];
    const { passes, faults } = JSON.parse(result.value);
    return passes > 0 ? faults : ['axe: it checked nothing', ...faults];
}
