// SPDX-License-Identifier: Apache-2.0
/** @file Does every snippet of the README do what it says? Each is marked with a comment that names how it is run. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { complaintsOf, STRICT_CSP, servePage, withBrowsers } from './harness.js';

const readme = await readFile('README.md', 'utf8');
const folder = resolve('build/readme');
await mkdir(folder, { recursive: true });

function snippet(name: string): string {
  const found = new RegExp(`<!-- run: ${name} -->\n\`\`\`\\w*\n([\\s\\S]*?)\n\`\`\``).exec(readme)?.[1];
  assert.ok(found, `README.md has a snippet marked "run: ${name}"`);
  return found;
}

/** Four weeks of a small help desk, for the playbook that stands in the README. */
const EVENTS = Array.from({ length: 56 }, (_, at) => {
  const day = new Date(Date.UTC(2026, 8, 6 + at, 10)).toISOString();
  const base = { type: 'track', userId: `u${at % 3}`, timestamp: day, context: { groupId: 'acct_3' } };
  return ['signed_up', 'ticket_created', 'ticket_replied', 'ticket_resolved', 'automation_run']
    .filter((event) => event !== 'signed_up' || at === 0)
    .map((event) => `${JSON.stringify({ ...base, event, properties: { ticket_id: at } })}\n`)
    .join('');
}).join('');
const FILES = { '/payoff/playbook.json': snippet('playbook'), '/api/my-events': EVENTS };

test('every fenced block but the folder map and the two npm commands is marked and run', () => {
  const blocks = readme.match(/^```\w*$/gm)?.length ?? 0;
  const marked = [...readme.matchAll(/<!-- run: (\w+) -->/g)].map(([, name]) => name);
  assert.deepEqual(marked, ['page', 'csp', 'import', 'node', 'shell', 'learn', 'playbook']);
  assert.equal(blocks / 2, marked.length + 2);
});

test('the policy in the README is the one that all browser tests run under', () => {
  assert.equal(snippet('csp'), STRICT_CSP);
});

test('the script tag and the elements come to life under that policy', async () => {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>README</title>${snippet(
    'page',
  ).replace('data-account=', 'data-as-of="2026-11-01" data-account=')}</html>`;
  const served = await servePage({ html, files: FILES });
  await withBrowsers(async (page, _, opened) => {
    await page.goto(served.url);
    await page.waitForSelector('payoff-checklist[state=ready]');
    await page.waitForSelector('payoff-report[state=ready]');
    assert.deepEqual(await complaintsOf(opened, served), []);
  });
  await served.close();
});

test('the package can be imported', async () => {
  const map = { imports: { 'payoff-widget': '/payoff/index.js', 'payoff-widget/': '/payoff/' } };
  const code = snippet('import').replace("'payoff-widget/checklist'", "'payoff-widget/checklist.js'");
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>README</title>
<script type="importmap">${JSON.stringify(map)}</script><payoff-checklist></payoff-checklist>
<script type="module">${code.replace("account: 'acct_3'", "account: 'acct_3', asOf: '2026-11-01'")}
globalThis.total = answer.metrics[0].total;</script></html>`;
  const served = await servePage({ html, files: FILES, csp: '' });
  await withBrowsers(async (page) => {
    await page.goto(served.url);
    await page.waitForSelector('payoff-checklist[state=ready]');
    await page.waitForFunction(() => 'total' in globalThis);
    assert.equal(await page.evaluate(() => (globalThis as unknown as { total: number }).total), 31);
  });
  await served.close();
});

test('the engine answers in Node', async () => {
  // Inside the checkout, so that Node finds `payoff-widget` as anyone who installed it would.
  const file = resolve(folder, 'node.mjs');
  await writeFile(
    file,
    `const playbook = ${snippet('playbook')};
const bytes = new TextEncoder().encode(${JSON.stringify(EVENTS)});
${snippet('node')}
export { answer };`,
  );
  const { answer } = (await import(pathToFileURL(file).href)) as { answer: { metrics: { total: number }[] } };
  assert.deepEqual(
    answer.metrics.map(({ total }) => total),
    [31, 0],
  );
});

test('the command line answers', async () => {
  await writeFile(resolve(folder, 'events.ndjson'), EVENTS);
  await writeFile(resolve(folder, 'playbook.json'), snippet('playbook'));
  const { stdout } = await promisify(execFile)('bash', ['-c', snippet('shell')], { cwd: folder });
  const [report, kept, schema] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)) as [
    { ask: string; roi: { cost: number; audit: { count: number }[] } },
    { ok: boolean; rows: number },
    { ask: string; rows: number },
  ];
  assert.equal(report.ask, 'report');
  assert.equal(report.roi.cost, 199);
  assert.equal(report.roi.audit[0]?.count, 31);
  assert.deepEqual([kept.ok, schema.ask], [true, 'schema']);
  // What was kept tells the same as the events.
  assert.ok(kept.rows > 31);
  assert.equal(schema.rows, kept.rows);
});

test('the command line learns, at once and in parts', async () => {
  const others = EVENTS.replaceAll('acct_3', 'acct_4').replaceAll('"u', '"w');
  await writeFile(resolve(folder, 'events.ndjson'), `${EVENTS.trimEnd()}\n${others}`);
  await writeFile(resolve(folder, 'playbook.json'), snippet('playbook'));
  await promisify(execFile)('bash', ['-ec', snippet('learn')], { cwd: folder });
  const model = JSON.parse(await readFile(resolve(folder, 'model.json'), 'utf8')) as {
    payoff_model: number;
    playbook: string;
    learned_from: { events: number };
  };
  assert.deepEqual([model.payoff_model, model.playbook], [1, '2026-11-01']);
  // Both customers, one in each part: four a day, and one beginning.
  assert.equal(model.learned_from.events, 2 * (4 * 56 + 1));
});
