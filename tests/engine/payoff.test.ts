// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  createPayoff,
  type LoadState,
  type Model,
  type Payoff,
  type PayoffOptions,
  type Playbook,
} from '../../web/index.js';
import { countOf, row, SMALL_WASM, WASM } from './real_core.js';
import { serve } from './server.js';

const ROWS = [
  row('a', '2026-03-02T10:00:00Z'),
  row('a', '2026-03-03T10:00:00Z', { userId: 'u2', context: { groupId: 'a2' } }),
];
const NDJSON = ROWS.map((one) => JSON.stringify(one)).join('\n');

function make(options: Partial<PayoffOptions> = {}): Payoff {
  return createPayoff({ events: ROWS, asOf: '2026-05-01T00:00:00Z', ...WASM, ...options });
}

async function total(payoff: Payoff, more: object = {}): Promise<number | null | undefined> {
  return (await payoff.ask({ ...countOf('a'), ...more })).metrics[0]?.total;
}

test('nothing is loaded before the first question', async (t) => {
  let asked = 0;
  const events = await serve(t, (_, response) => {
    asked++;
    response.end(NDJSON);
  });
  const payoff = make({ events });
  await new Promise((done) => setTimeout(done, 20));
  assert.equal(asked, 0);
  assert.equal(payoff.state.phase, 'idle');
  assert.equal(await total(payoff), 2);
  assert.equal((await payoff.ready).quality.accepted, 2);
  payoff.close();
});

test('the account is filled in, unless the question says whose', async () => {
  const payoff = make({ account: 'a1' });
  assert.equal(await total(payoff), 1);
  assert.equal(await total(payoff, { account: 'a2' }), 1);
  assert.equal(await total(payoff, { account: 'a3' }), 0);
  assert.equal(await total(payoff, { user: 'u2' }), 1);
  payoff.close();
  const person = make({ user: 'u2' });
  assert.equal(await total(person), 1);
  person.close();
});

test('a question that the small module lacks is refused with how to have it answered', async () => {
  const payoff = make(SMALL_WASM);
  assert.equal(await total(payoff), 2);
  await assert.rejects(payoff.ask({ ask: 'schema' }), {
    code: 'unknown_question',
    path: '/ask',
    message: /questions: 'all'/,
  });
  await assert.rejects(payoff.ask({ ask: 'activation' }), {
    code: 'missing_field',
    path: '/account',
    message: /whose activation\?; with questions: 'all'/,
  });
  payoff.close();
  const all = make({ questions: 'all' });
  assert.equal((await all.ask({ ask: 'schema' })).rows, 2);
  all.close();
});

test('as_of is the instant given, or now', async () => {
  const payoff = make({ asOf: '2026-03-02T12:00:00Z' });
  assert.equal(await total(payoff), 1);
  assert.equal(payoff.asOf, '2026-03-02T12:00:00Z');
  payoff.close();
  const now = make({ asOf: 'now' });
  assert.ok(Math.abs(Date.parse(now.asOf) - Date.now()) < 1000);
  now.close();
  assert.throws(() => make({ asOf: 'soon' }), { code: 'bad_option' });
});

test('progress goes from loading to ready and counts bytes', async (t) => {
  const events = await serve(t, (_, response) => {
    response.setHeader('content-length', NDJSON.length);
    response.end(NDJSON);
  });
  const payoff = make({ events });
  const states: LoadState[] = [];
  const end = payoff.subscribe((state) => states.push(state));
  await payoff.load();
  assert.deepEqual([...new Set(states.map(({ phase }) => phase))], ['loading', 'ready']);
  assert.equal(states.at(-1)?.loadedBytes, NDJSON.length);
  assert.equal(states.at(-1)?.totalBytes, NDJSON.length);
  assert.equal(states.at(-1)?.rows, 2);
  end();
  payoff.close();
});

test('a failed load is failed for every question until retry() loads it', async (t) => {
  const events = await serve(t, (_, response, count) => {
    if (count === 1) response.writeHead(404).end();
    else response.end(NDJSON);
  });
  const payoff = make({ events });
  await assert.rejects(total(payoff), { code: 'http_error' });
  await assert.rejects(total(payoff), { code: 'http_error' });
  assert.equal(payoff.state.phase, 'failed');
  assert.equal(payoff.state.error?.code, 'http_error');
  const ready = new Promise<void>((done) => {
    payoff.subscribe(({ phase }) => phase === 'ready' && done());
  });
  payoff.retry();
  await ready;
  assert.equal(await total(payoff), 2);
  payoff.retry();
  assert.equal(payoff.state.phase, 'ready');
  payoff.close();
});

test('who asks as soon as the next try is announced waits for that try and begins none', async (t) => {
  let fetched = 0;
  const events = await serve(t, (_, response, count) => {
    fetched = count;
    if (count === 1) response.writeHead(404).end();
    else response.end(NDJSON);
  });
  const payoff = make({ events });
  await assert.rejects(total(payoff), { code: 'http_error' });
  const asked: Promise<unknown>[] = [];
  payoff.subscribe(({ phase }) => {
    if (phase === 'loading' && asked.length === 0) asked.push(total(payoff));
  });
  payoff.retry();
  assert.equal(asked.length, 1);
  assert.equal(await asked[0], 2);
  await payoff.load();
  assert.equal(fetched, 2);
  payoff.close();
});

test('half a file and a wrong file end in failed', async (t) => {
  const half = await serve(t, (_, response) => {
    response.writeHead(200, { 'content-length': '100000' });
    response.write(NDJSON);
    setTimeout(() => response.destroy(), 10);
  });
  for (const [events, code] of [
    [half, 'stream_broken'],
    ['some text\nof another kind\n', 'not_events'],
    ['<!doctype html>\n<title>Sign in</title>', 'not_events'],
  ] as const) {
    const payoff = make({ events });
    await assert.rejects(total(payoff), { code });
    assert.equal(payoff.state.phase, 'failed');
    payoff.close();
  }
});

test('a playbook that is missing or broken fails the load with where', async (t) => {
  const missing = make({ playbook: await serve(t, (_, response) => response.writeHead(404).end()) });
  await assert.rejects(total(missing), { code: 'http_error' });
  await assert.rejects(missing.playbook(), { code: 'http_error' });
  missing.close();
  const page = make({ playbook: await serve(t, (_, response) => response.end('<!doctype html>')) });
  await assert.rejects(total(page), { code: 'bad_json', message: /web page/ });
  page.close();
  const wrong = make({ playbook: { payoff: 1 } as never });
  await assert.rejects(total(wrong), { code: 'missing_field', path: '/version' });
  wrong.close();
});

const BOOK: Playbook = {
  payoff: 1,
  version: '7',
  capabilities: [{ id: 'c', events: 'a' }],
};
const CELL = { n: 12, metrics: {}, capabilities: { c: 0.75 }, together: [] };
const MODEL = {
  payoff_model: 1,
  playbook: '7',
  per: 'account',
  period: 'month',
  goal: null,
  lifts: { capabilities: [{ id: 'c' }], steps: [] },
  peers: { all: CELL, plans: {} },
} as unknown as Model;

async function peerRate(payoff: Payoff): Promise<number | null | undefined> {
  const answer = await payoff.ask({ ask: 'adoption', from: '2026-03-01', to: '2026-04-01' });
  payoff.close();
  return answer.capabilities[0]?.peer_rate;
}

test('a model may be an object or an address, in the small module too, and is part of what is shared', async (t) => {
  const url = await serve(t, (_, response) => response.end(JSON.stringify(MODEL)));
  const options = { playbook: BOOK, account: 'a1', ...SMALL_WASM };
  const without = make(options);
  assert.equal(await peerRate(make({ ...options, model: MODEL })), 0.75);
  assert.equal(await peerRate(make({ ...options, model: new URL(url) })), 0.75);
  assert.equal(await peerRate(without), null);
});

test('a model that is missing or broken fails the load with where', async (t) => {
  const missing = make({ model: await serve(t, (_, response) => response.writeHead(404).end()) });
  await assert.rejects(total(missing), { code: 'http_error' });
  missing.close();
  const page = make({ model: await serve(t, (_, response) => response.end('<!doctype html>')) });
  await assert.rejects(total(page), { code: 'bad_json', message: /web page and no model/ });
  page.close();
  const wrong = make({ model: { ...MODEL, peers: [] } as never });
  await assert.rejects(total(wrong), { code: 'wrong_type', path: '/model/peers' });
  wrong.close();
});

test('the playbook can be read without loading the events', async () => {
  const payoff = make({ playbook: { payoff: 1, version: '7' }, events: 'http://127.0.0.1:1/' });
  assert.equal((await payoff.playbook()).version, '7');
  assert.equal(payoff.state.phase, 'idle');
  payoff.close();
});

test('two with the same source share one load; it goes when both are closed', async (t) => {
  let asked = 0;
  const events = await serve(t, (_, response) => {
    asked++;
    response.end(NDJSON);
  });
  const [one, two] = [make({ events, account: 'a1' }), make({ events, account: 'a2' })];
  assert.deepEqual(await Promise.all([total(one), total(two)]), [1, 1]);
  assert.equal(asked, 1);
  one.close();
  assert.equal(await total(two), 1);
  two.close();
  await new Promise((done) => setTimeout(done, 5));
  const three = make({ events });
  assert.equal(await total(three), 2);
  assert.equal(asked, 2);
  three.close();
});

test('taken down and put up again in one go, as Strict Mode does, it loads once', async (t) => {
  let asked = 0;
  const events = await serve(t, (_, response) => {
    asked++;
    response.end(NDJSON);
  });
  const first = make({ events });
  const early = total(first).catch((error: unknown) => error);
  first.close();
  const second = make({ events });
  assert.equal(await total(second), 2);
  assert.equal(asked, 1);
  assert.equal(await early, 2);
  second.close();
});

test('add() adds whole additions, one after the other', async () => {
  const payoff = make();
  assert.equal(await total(payoff), 2);
  const added = [
    payoff.add([row('a', '2026-03-09T10:00:00Z')]),
    payoff.add([row('a', '2026-03-10T10:00:00Z')]),
  ];
  assert.equal(await total(payoff), 4);
  assert.equal((await added[1])?.quality.accepted, 4);
  await assert.rejects(payoff.add('http://127.0.0.1:1/more'), { code: 'stream_broken' });
  assert.equal(await total(payoff), 4);
  assert.equal(payoff.state.rows, 4);
  payoff.close();
});

test('signOut() forgets at once, for all who share; nothing hangs', async () => {
  const silent = new ReadableStream<Uint8Array>({});
  const [one, two] = [make({ events: silent }), make({ events: silent })];
  const open = [total(one), two.add(ROWS), one.ready, two.load()];
  await new Promise((done) => setTimeout(done, 20));
  one.signOut();
  for (const call of open) await assert.rejects(call, { code: 'engine_closed' });
  await assert.rejects(total(one), { code: 'engine_closed' });
  await assert.rejects(total(two), { code: 'engine_closed' });
  assert.equal(two.state.phase, 'failed');
  two.close();
});

test('a stream that was read cannot be tried again, and says so', async () => {
  const payoff = make({ events: new Response('not events') });
  await assert.rejects(total(payoff), { code: 'not_events' });
  payoff.retry();
  await assert.rejects(total(payoff), { code: 'bad_option' });
  payoff.close();
});

test('bytes that the caller keeps stay usable', async () => {
  const events = new TextEncoder().encode(NDJSON);
  const payoff = make({ events });
  assert.equal(await total(payoff), 2);
  assert.equal(events.length, NDJSON.length);
  payoff.close();
});
