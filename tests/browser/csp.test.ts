// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Page } from 'puppeteer-core';
import { complaintsOf, type Served, servePage, withBrowsers } from './harness.js';
import { EVENTS, FILES, pageHtml } from './sample.js';

/** Waits until both elements are in one of the states; gives both. */
async function statesOf(page: Page, ...wanted: string[]): Promise<(string | null)[]> {
  const read = (names: string[]): (string | null)[] | undefined => {
    const states = ['payoff-checklist', 'payoff-report'].map(
      (name) => document.querySelector(name)?.getAttribute('state') ?? null,
    );
    return states.every((state) => state !== null && names.includes(state)) ? states : undefined;
  };
  const handle = await page.waitForFunction(read, { polling: 50 }, wanted);
  return (await handle.jsonValue()) as (string | null)[];
}

/** What the page's Payoff says of its load. */
function loadOf(page: Page): Promise<{ phase: string; code?: string; message?: string }> {
  return page.evaluate(() => {
    const home = globalThis as {
      [key: symbol]: { payoff: { state: { phase: string; error?: Error & { code: string } } } };
    };
    const { phase, error } = home[Symbol.for('payoff.default')]?.payoff.state ?? { phase: 'none' };
    return { phase, ...(error && { code: error.code, message: error.message }) };
  });
}

test('script tag and both elements come to life under the strict policy, and nothing is refused', async () => {
  const served = await servePage({ html: pageHtml(), files: FILES });
  await withBrowsers(async (page, _, opened) => {
    await page.goto(served.url);
    assert.deepEqual(await statesOf(page, 'ready', 'failed'), ['ready', 'ready']);
    assert.deepEqual(await loadOf(page), { phase: 'ready' });
    const workers = await page.evaluate(() =>
      performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/worker.js')),
    );
    assert.equal(workers.length, 1);
    assert.deepEqual(await complaintsOf(opened, served), []);
  });
  await served.close();
});

test('gzip is unpacked whatever the server calls it', async () => {
  const files = { ...FILES, '/events': gzipSync(EVENTS) };
  const served = await servePage({ html: pageHtml(), files });
  await withBrowsers(async (page) => {
    await page.goto(served.url);
    assert.deepEqual(await statesOf(page, 'ready', 'failed'), ['ready', 'ready']);
  });
  await served.close();
});

const FAILURES: [string, Served, string, RegExp][] = [
  ['a missing address', { body: 'no', status: 404 }, 'http_error', /404: nothing is there/],
  [
    'a connection that is cut',
    (_, response) => {
      response.writeHead(200, { 'content-length': String(EVENTS.length * 2) });
      response.write(EVENTS);
      setTimeout(() => response.destroy(), 50);
    },
    'stream_broken',
    /broke off/,
  ],
  [
    'a stream in pieces that is cut',
    (_, response) => {
      response.write(EVENTS);
      setTimeout(() => response.destroy(), 50);
    },
    'stream_broken',
    /broke off/,
  ],
  ['gzip that is cut', gzipSync(EVENTS).subarray(0, 300), 'stream_broken', /gzip/],
  ['a wrong file', 'some text\nof another kind\n', 'not_events', /is this an event export\?/],
  ['a login page', '<!doctype html><title>Sign in</title>', 'not_events', /login page/],
];

for (const [what, events, code, message] of FAILURES) {
  test(`${what} ends in the failed state with what to do`, async () => {
    const served = await servePage({ html: pageHtml(), files: { ...FILES, '/events': events } });
    await withBrowsers(async (page) => {
      await page.goto(served.url);
      assert.deepEqual(await statesOf(page, 'ready', 'failed'), ['failed', 'failed']);
      const load = await loadOf(page);
      assert.equal(load.code, code);
      assert.match(load.message ?? '', message);
    });
    await served.close();
  });
}

test('a broken playbook names the place', async () => {
  const files = { ...FILES, '/playbook.json': '{"payoff":1,"version":"1","metrix":[]}' };
  const served = await servePage({ html: pageHtml(), files });
  await withBrowsers(async (page) => {
    await page.goto(served.url);
    assert.deepEqual(await statesOf(page, 'ready', 'failed'), ['failed', 'failed']);
    const load = await loadOf(page);
    assert.equal(load.code, 'unknown_field');
    assert.match(load.message ?? '', /metrics/);
  });
  await served.close();
});

test('what failed once works when tried again', async () => {
  let asked = 0;
  const events: Served = (_, response) => {
    asked++;
    if (asked === 1) response.writeHead(404).end();
    else response.end(EVENTS);
  };
  const served = await servePage({ html: pageHtml(), files: { ...FILES, '/events': events } });
  await withBrowsers(async (page) => {
    asked = 0;
    await page.goto(served.url);
    assert.deepEqual(await statesOf(page, 'ready', 'failed'), ['failed', 'failed']);
    await page.evaluate(() => {
      const home = globalThis as { [key: symbol]: { payoff: { retry(): void } } };
      home[Symbol.for('payoff.default')]?.payoff.retry();
    });
    assert.deepEqual(await statesOf(page, 'ready'), ['ready', 'ready']);
    assert.equal(asked, 2);
  });
  await served.close();
});

test('without wasm-unsafe-eval the error names what the policy needs', async () => {
  const csp = "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'";
  const served = await servePage({ html: pageHtml(), files: FILES, csp });
  await withBrowsers(async (page) => {
    await page.goto(served.url);
    await statesOf(page, 'failed');
    const load = await loadOf(page);
    assert.equal(load.code, 'wasm_unavailable');
    assert.match(load.message ?? '', /'wasm-unsafe-eval'/);
  });
  await served.close();
});

test('where the policy refuses workers the engine runs on the page', async () => {
  const csp =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'none'";
  const served = await servePage({ html: pageHtml(), files: FILES, csp });
  await withBrowsers(async (page) => {
    await page.goto(served.url);
    assert.deepEqual(await statesOf(page, 'ready', 'failed'), ['ready', 'ready']);
  });
  await served.close();
});

test('where the policy does not name our Trusted Types policy the engine still answers', async () => {
  const csp =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; " +
    "require-trusted-types-for 'script'; trusted-types other";
  const served = await servePage({ html: pageHtml({ body: '' }), files: FILES, csp });
  await withBrowsers(async (page) => {
    await page.goto(served.url);
    const total = await page.evaluate(async () => {
      const url = '/payoff/index.js';
      const { createPayoff } = (await import(url)) as typeof import('../../web/index.js');
      const payoff = createPayoff({
        events: '/events',
        playbook: '/playbook.json',
        asOf: '2026-04-10T09:00:00Z',
      });
      const answer = await payoff.ask({ ask: 'usage', from: '2026-03-01', to: '2026-04-01' });
      return answer.metrics[0]?.total;
    });
    assert.equal(total, 31);
  });
  await served.close();
});
