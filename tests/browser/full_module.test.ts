// SPDX-License-Identifier: Apache-2.0
/** @file Does a page read what only payoff-full.wasm reads, and leave that module alone where it is not needed? */
import assert from 'node:assert/strict';
import test from 'node:test';
import { type ServedPage, servePage, withBrowsers } from './harness.js';

const NDJSON = [1, 2, 3]
  .map((day) => `{"type":"track","event":"login","userId":"u1","timestamp":"2026-03-0${day}T10:00:00Z"}\n`)
  .join('');
const FILES = {
  '/events.ndjson': NDJSON,
  // Fields of GA4's and a byte order mark, and yet what the small module reads.
  '/usual.ndjson':
    '\uFEFF\n{"type":"track","event":"login","userId":"u1","timestamp":"2026-03-02T10:00:00Z",' +
    '"properties":{"event_timestamp":1,"event_name":"x"}}\n',
  '/broken.ndjson': `# comment\n${NDJSON}`,
  '/events.csv': 'event,timestamp,user_id\nlogin,2026-03-02T10:00:00Z,u1\nlogin,2026-03-03T10:00:00Z,u1\n',
  '/ga4.ndjson':
    '{"event_date":"20260302","event_timestamp":"1772445600000000","event_name":"login","event_params":[],' +
    '"user_id":"u1"}\n',
  '/cloudevents.ndjson':
    '{"specversion":"1.0","id":"1","source":"/app","type":"login","time":"2026-03-02T10:00:00Z"}\n',
  '/snowplow.ndjson':
    '{"app_id":"x","event_id":"1","event_name":"login","collector_tstamp":"2026-03-02T10:00:00Z"}\n',
};

interface Asked {
  events: string;
  playbook?: object;
  /** Given as what fetch() resolves to: read once, so never twice. */
  isResponse?: boolean;
  added?: string;
  wasmUrl?: string;
}

/** How often somebody logged in by the page's Payoff, in each browser. */
async function logins(served: ServedPage, asked: Asked): Promise<(number | string | null | undefined)[]> {
  const out: (number | string | null | undefined)[] = [];
  await withBrowsers(async (page) => {
    await page.goto(served.url);
    served.requests.length = 0;
    const told = await page.evaluate(async ({ events, playbook, isResponse, added, wasmUrl }) => {
      const url = '/payoff/index.js';
      const { createPayoff } = (await import(url)) as typeof import('../../web/index.js');
      const payoff = createPayoff({
        events: isResponse ? await fetch(events) : events,
        asOf: '2026-04-01T00:00:00Z',
        ...(playbook && { playbook: playbook as never }),
        ...(wasmUrl && { wasmUrl }),
      });
      const count = async () => {
        const metrics = [{ id: 'n', stat: 'count', of: 'login' }] as const;
        const answer = await payoff.ask({ ask: 'usage', from: '2026-03-01', to: '2026-04-01', metrics });
        return answer.metrics[0]?.total;
      };
      const before = await count();
      if (added === undefined) return before;
      const code = await payoff.add(added).then(
        () => 'added',
        (error: { code: string }) => error.code,
      );
      return `${before}, ${code}, ${await count()}`;
    }, asked);
    out.push(told);
  });
  return out;
}

test('a page whose events are lines of a usual format fetches the small module alone', async (t) => {
  const served = await servePage({ html: '<!doctype html><title>x</title>', files: FILES });
  t.after(() => served.close());
  assert.deepEqual(await logins(served, { events: '/events.ndjson' }), [3, 3]);
  assert.deepEqual(await logins(served, { events: '/usual.ndjson' }), [1, 1]);
  const added = '/usual.ndjson';
  assert.deepEqual(await logins(served, { events: '/events.ndjson', added }), ['3, added, 4', '3, added, 4']);
  assert.ok(served.requests.includes('/payoff/payoff.wasm'));
  assert.ok(!served.requests.includes('/payoff/payoff-full.wasm'));
});

test('tables and exports of servers are read by the full module, which the page fetches by itself', async (t) => {
  const served = await servePage({ html: '<!doctype html><title>x</title>', files: FILES });
  t.after(() => served.close());
  assert.deepEqual(await logins(served, { events: '/events.csv' }), [2, 2]);
  assert.ok(served.requests.includes('/payoff/payoff-full.wasm'));
  assert.deepEqual(await logins(served, { events: '/events.csv', isResponse: true }), [2, 2]);
  assert.deepEqual(await logins(served, { events: '/ga4.ndjson' }), [1, 1]);
  assert.deepEqual(await logins(served, { events: '/cloudevents.ndjson' }), [1, 1]);
  assert.deepEqual(await logins(served, { events: '/snowplow.ndjson' }), [1, 1]);
  assert.deepEqual(await logins(served, { events: '/broken.ndjson' }), [3, 3]);
  const of = (format: string) => ({ payoff: 1, version: '1', data: { format } });
  assert.deepEqual(await logins(served, { events: '/ga4.ndjson', playbook: of('ga4') }), [1, 1]);
  assert.deepEqual(await logins(served, { events: '/events.csv', playbook: of('csv') }), [2, 2]);
});

test('a table that is added to lines is refused, and what was there stays', async (t) => {
  const served = await servePage({ html: '<!doctype html><title>x</title>', files: FILES });
  t.after(() => served.close());
  const expected = '3, not_supported, 3';
  assert.deepEqual(await logins(served, { events: '/events.ndjson', added: '/events.csv' }), [
    expected,
    expected,
  ]);
  const wasmUrl = '/payoff/payoff.wasm';
  assert.deepEqual(await logins(served, { events: '/events.ndjson', added: '/events.csv', wasmUrl }), [
    expected,
    expected,
  ]);
  assert.deepEqual(await logins(served, { events: '/events.csv', added: '/events.csv' }), [
    '2, added, 4',
    '2, added, 4',
  ]);
});
