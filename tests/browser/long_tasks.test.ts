// SPDX-License-Identifier: Apache-2.0
/**
 * @file Does the page stay usable while Payoff works? The bar is 50 ms; these tests run on small and busy machines, so they
 * assert several times that, of the best of a few tries. `npm run bench -- chromium` prints the figure itself.
 */

import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import test, { type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type BrowserName, type Served, STRICT_CSP, servePage, withBrowsers } from './harness.js';

interface Watched {
  rows: number;
  state: string;
  took_ms: number;
  longest_ms: number;
  tasks: { ms: number; after: string }[];
}

const BOUND_MS = 200;
const TRIES = 5;

const module = <T>(path: string): Promise<T> => import(pathToFileURL(resolve(path)).href) as Promise<T>;
const { watchPage } = await module<{ watchPage(options: object): Promise<Watched> }>(
  'tests/bench/long_tasks.mjs',
);
const { helpdeskFile, MILLION } = await module<{
  helpdeskFile(options: object, how: { gzip: boolean }): Promise<string>;
  MILLION: object;
}>('tests/bench/data.mjs');

const OPTIONS = { account: 'acct_3', asOf: '2026-11-01T00:00:00Z', period: '2026-09' };

/** The try in which the page was held the least, once it is below the bound; else the best of all. */
async function bestTry(
  t: TestContext,
  events: object,
  csp: string,
): Promise<Map<BrowserName, Watched & { requests: string[] }>> {
  const file = await helpdeskFile(events, { gzip: true });
  const gzip: Served = (_, response) => {
    createReadStream(file).pipe(response);
  };
  const files = { '/events': gzip, '/playbook.json': await readFile('demo/helpdesk.playbook.json') };
  const html = '<!doctype html><html lang="en"><title>A host</title><body></body></html>';
  const best = new Map<BrowserName, Watched & { requests: string[] }>();
  const served = await servePage({ html, files, csp });
  await withBrowsers(async (page, browser) => {
    page.setDefaultTimeout(300_000);
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      served.requests.length = 0;
      await page.goto(served.url);
      const watched = await page.evaluate(watchPage, OPTIONS);
      const tasks = watched.tasks.map(({ ms, after }) => `${ms} ms after ${after}`).join(', ') || 'none';
      t.diagnostic(
        `${browser}: ${watched.rows} rows in ${watched.took_ms.toFixed(0)} ms, the page held for ` +
          `${watched.longest_ms.toFixed(0)} ms at the longest; long tasks: ${tasks}`,
      );
      if (watched.longest_ms < (best.get(browser)?.longest_ms ?? Number.POSITIVE_INFINITY))
        best.set(browser, { ...watched, requests: [...served.requests] });
      if (watched.longest_ms < BOUND_MS) break;
    }
  });
  await served.close();
  return best;
}

test('a million events load, and a report is shown, while the page keeps its thread', async (t) => {
  for (const [browser, best] of await bestTry(t, MILLION, STRICT_CSP)) {
    assert.ok(best.rows > 1_000_000);
    assert.equal(best.state, 'ready');
    assert.ok(best.requests.includes('/payoff/worker.js'));
    assert.ok(best.longest_ms < BOUND_MS, `${browser}: the page was held for ${best.longest_ms} ms`);
  }
});

test('without a worker a customer of 200,000 events loads in slices', async (t) => {
  const csp = STRICT_CSP.replace("worker-src 'self'", "worker-src 'none'");
  for (const [browser, best] of await bestTry(t, { accounts: 240, from: '2025-05-01' }, csp)) {
    assert.ok(best.rows > 180_000 && best.rows < 220_000, String(best.rows));
    assert.equal(best.state, 'ready');
    assert.ok(!best.requests.includes('/payoff/worker.js'));
    assert.ok(best.longest_ms < BOUND_MS, `${browser}: the page was held for ${best.longest_ms} ms`);
  }
});
