// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import type { Page } from 'puppeteer-core';
import { complaintsOf, servePage, withBrowsers } from './harness.js';
import { AS_OF, ELEMENTS, FILES, pageHtml } from './sample.js';

async function bothReady(page: Page): Promise<void> {
  for (const name of ['payoff-checklist', 'payoff-report'])
    await page.waitForSelector(`${name}[state="ready"]`);
}

test('a host with a lit of its own, started before ours, keeps it, and nothing goes against the strict policy', async (t) => {
  const hostLit = await readFile('build/tests/browser/host_lit.page.js');
  const html = pageHtml({
    head: '<script type="module" src="/host-lit.js"></script>',
    body: `<header></header>${ELEMENTS}`,
  });
  const served = await servePage({ html, files: { ...FILES, '/host-lit.js': hostLit } });
  // Also after a failure: an open server keeps the process.
  t.after(() => served.close());
  await withBrowsers(async (page, browser, opened) => {
    if (browser === 'chromium') {
      // Which policies the page makes, and in which order; Firefox has no Trusted Types yet.
      await page.evaluateOnNewDocument(() => {
        const made: string[] = [];
        const factory = (globalThis as unknown as { trustedTypes: { createPolicy(name: string): unknown } })
          .trustedTypes;
        const create = factory.createPolicy;
        factory.createPolicy = function (...all) {
          made.push(all[0]);
          return create.apply(this, all);
        };
        Object.assign(globalThis, { made });
      });
    }
    await page.goto(served.url);
    await bothReady(page);
    assert.equal(
      await page.evaluate(() => document.querySelector('host-note')?.shadowRoot?.textContent),
      'A note of the host',
    );
    if (browser === 'chromium') {
      const made = await page.evaluate(() => (globalThis as unknown as { made: string[] }).made);
      assert.deepEqual(made, ['lit-html', 'payoff']);
    }
    assert.deepEqual(await complaintsOf(opened, served), []);
  });
});

test('two script tags of two copies, and a Payoff made of each, draw side by side under the strict policy', async (t) => {
  const html = pageHtml({
    head: `<script type="module" src="/payoff-copy/payoff.js" data-playbook="/playbook.json" data-events="/events"
      data-account="acct_3" data-as-of="${AS_OF}"></script>`,
  });
  const served = await servePage({ html, files: FILES });
  t.after(() => served.close());
  await withBrowsers(async (page, _, opened) => {
    await page.goto(served.url);
    await bothReady(page);
    const states = await page.evaluate(async (asOf) => {
      const made = [];
      for (const copy of ['/payoff/index.js', '/payoff-copy/index.js']) {
        const { createPayoff } = (await import(copy)) as typeof import('../../web/index.js');
        const options = { events: '/events', playbook: '/playbook.json', account: 'acct_3', asOf };
        for (const tag of ['payoff-checklist', 'payoff-report']) {
          const element = document.createElement(tag) as HTMLElement & { payoff: unknown; period: string };
          element.payoff = createPayoff(options);
          element.period = '2026-03';
          document.body.append(element);
          made.push(element);
        }
      }
      while (made.some((each) => each.getAttribute('state') === 'loading'))
        await new Promise((done) => setTimeout(done, 20));
      return made.map((each) => each.getAttribute('state'));
    }, AS_OF);
    assert.deepEqual(states, ['ready', 'ready', 'ready', 'ready']);
    const workers = await page.evaluate(
      () => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/worker.js')).length,
    );
    assert.ok(workers >= 2, `${workers} workers: each copy has its own`);
    assert.deepEqual(await complaintsOf(opened, served), []);
  });
});

test('signing out takes what is remembered of this account out of the browser, and of no other', async (t) => {
  const served = await servePage({ html: pageHtml({ body: '' }), files: FILES });
  t.after(() => served.close());
  await withBrowsers(async (page, _, opened) => {
    await page.goto(served.url);
    const kept = await page.evaluate(async () => {
      const url = '/payoff/index.js';
      const { createPayoff } = (await import(url)) as typeof import('../../web/index.js');
      const payoffOf = (account: string) => createPayoff({ events: '/events', account });
      for (const account of ['a', 'b', 'c']) localStorage.setItem(`payoff.own.account.${account}`, '{}');
      payoffOf('a').signOut();
      payoffOf('b').close();
      return Object.keys(localStorage).sort();
    });
    assert.deepEqual(kept, ['payoff.own.account.b', 'payoff.own.account.c']);
    const silent = await page.evaluate(async () => {
      const url = '/payoff/index.js';
      const { createPayoff } = (await import(url)) as typeof import('../../web/index.js');
      Object.defineProperty(globalThis, 'localStorage', {
        get() {
          throw new DOMException('no storage here', 'SecurityError');
        },
      });
      createPayoff({ events: '/events', account: 'b' }).signOut();
      return true;
    });
    assert.ok(silent);
    assert.deepEqual(await complaintsOf(opened, served), []);
  });
});
