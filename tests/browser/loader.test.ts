// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from 'puppeteer-core';
import { servePage, withBrowsers } from './harness.js';
import { AS_OF, FILES, pageHtml } from './sample.js';

async function waitForState(page: Page, name: string, state: string): Promise<void> {
  await page.waitForSelector(`${name}[state="${state}"]`);
}

test('only the scripts of elements that are on the page are fetched, and a later element brings its own', async () => {
  const served = await servePage({
    html: pageHtml({ body: '<payoff-checklist></payoff-checklist>' }),
    files: FILES,
  });
  await withBrowsers(async (page) => {
    served.requests.length = 0;
    await page.goto(served.url);
    await waitForState(page, 'payoff-checklist', 'ready');
    assert.ok(!served.requests.includes('/payoff/report.js'));
    await page.evaluate(() => document.body.append(document.createElement('payoff-report')));
    await page.waitForSelector('payoff-report:defined');
    assert.equal(served.requests.filter((path) => path === '/events').length, 1);
  });
  await served.close();
});

test('an element that is defined before there is a Payoff waits for it', async () => {
  const html = `<!doctype html><html lang="en"><title>x</title><payoff-checklist></payoff-checklist>
<script type="module" src="/payoff/checklist.js"></script></html>`;
  const served = await servePage({ html, files: FILES });
  await withBrowsers(async (page) => {
    await page.goto(served.url);
    await waitForState(page, 'payoff-checklist', 'loading');
    await page.evaluate(async (asOf) => {
      const url = '/payoff/index.js';
      const { createPayoff, setDefaultPayoff } = (await import(url)) as typeof import('../../web/index.js');
      const options = { events: '/events', playbook: '/playbook.json', account: 'acct_3', asOf };
      setDefaultPayoff(createPayoff(options));
    }, AS_OF);
    await waitForState(page, 'payoff-checklist', 'ready');
  });
  await served.close();
});

test('a script tag without data-events says so in the elements', async () => {
  const html = pageHtml().replace('data-events="/events"', '');
  const served = await servePage({ html, files: FILES });
  await withBrowsers(async (page) => {
    await page.goto(served.url);
    await waitForState(page, 'payoff-checklist', 'failed');
  });
  await served.close();
});

test('the script may come from another origin, under a policy that allows blob workers or none', async () => {
  const cdn = await servePage({ html: '', csp: '', headers: { 'access-control-allow-origin': '*' } });
  for (const [worker, expected] of [
    ['blob:', 'worker'],
    ["'self'", 'page'],
  ]) {
    const csp = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval' ${cdn.origin}; connect-src 'self' ${cdn.origin}; worker-src ${worker}`;
    const body = '<payoff-checklist></payoff-checklist>';
    const html = pageHtml({ script: `${cdn.origin}/payoff/payoff.js`, body });
    const served = await servePage({ html, csp, files: FILES });
    await withBrowsers(async (page) => {
      await page.goto(served.url);
      await waitForState(page, 'payoff-checklist', 'ready');
      const thread = await page.evaluate(async (url) => {
        const { createEngine } = (await import(url)) as typeof import('../../web/engine/index.js');
        const engine = await createEngine();
        engine.close();
        return engine.thread;
      }, `${cdn.origin}/payoff/engine.js`);
      assert.equal(thread, expected);
    });
    await served.close();
  }
  await cdn.close();
});
