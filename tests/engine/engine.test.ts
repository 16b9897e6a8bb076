// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  type ActiveUsersAnswer,
  type AdoptionAnswer,
  type AhaProgressAnswer,
  CORE_ERROR_CODES,
  createEngine,
  type FunnelAnswer,
  type LifecycleAnswer,
  type PathsAnswer,
  PayoffError,
  type Playbook,
  QUESTION_NAMES,
  type RetentionAnswer,
  type StickinessAnswer,
  type UsageAnswer,
} from '../../web/engine/index.js';
import { countOf, MARCH, row, SMALL_WASM, WASM } from './real_core.js';
import { serve } from './server.js';

const AS_OF = '2026-05-01T00:00:00Z';
const lines = (rows: object[]): string => rows.map((one) => `${JSON.stringify(one)}\n`).join('');

test('an engine counts what was appended in chunks of any size', async () => {
  const engine = await createEngine({ ...WASM, asOf: AS_OF });
  const bytes = new TextEncoder().encode(
    lines([
      row('a', '2026-03-02T10:00:00Z'),
      row('a', '2026-03-03T10:00:00Z'),
      row('b', '2026-03-04T10:00:00Z'),
    ]),
  );
  for (let at = 0; at < bytes.length; at += 7) await engine.append(bytes.subarray(at, at + 7));
  const summary = await engine.end();
  assert.equal(summary.quality.accepted, 3);
  assert.equal(summary.first_ms, Date.parse('2026-03-02T10:00:00Z'));
  const answer: UsageAnswer = await engine.ask(countOf('a'));
  assert.equal(answer.metrics[0]?.total, 2);
  engine.close();
});

test('texts cross to the core and back in any script', async () => {
  const id = `${'\u{1f98a} \u00fc\u00df\u65e5\u672c\u0000'.repeat(40)}x`;
  for (const place of [WASM, SMALL_WASM]) {
    const engine = await createEngine({ ...place, asOf: AS_OF });
    await engine.append(lines([row(id, '2026-03-02T10:00:00Z')]));
    await engine.end();
    const answer: UsageAnswer = await engine.ask({ ...MARCH, metrics: [{ id, of: id, stat: 'count' }] });
    assert.equal(answer.metrics[0]?.id, id);
    assert.equal(answer.metrics[0]?.total, 1);
    engine.close();
  }
});

test('a property that only a survey names is kept where a question reads surveys, and columns keeps it anywhere', async () => {
  const survey = { nps: { event: 'asked', score_prop: 'score' } };
  const sum = { ...MARCH, metrics: [{ id: 'sum', of: 'asked', stat: 'sum', prop: 'score' }] } as const;
  const answered = async (place: object, columns: string[]) => {
    const playbook = JSON.stringify({ payoff: 1, version: '1', data: { columns }, survey });
    const engine = await createEngine({ ...place, playbook, asOf: AS_OF });
    await engine.append(lines([{ ...row('asked', '2026-03-02T10:00:00Z'), properties: { score: 9 } }]));
    await engine.end();
    try {
      const answer: UsageAnswer = await engine.ask(sum);
      return answer.metrics[0]?.total;
    } catch (error) {
      return error instanceof PayoffError ? `${error.code}: ${error.message}` : error;
    } finally {
      engine.close();
    }
  };
  assert.equal(await answered(WASM, []), 9);
  assert.equal(await answered(SMALL_WASM, ['score']), 9);
  assert.equal(
    await answered(SMALL_WASM, []),
    "needs_reload: the property `score` was not kept; name it in the playbook's /data/columns and load again",
  );
});

test('more rows may come after end()', async () => {
  const engine = await createEngine({ ...WASM, asOf: AS_OF });
  await engine.append(lines([row('a', '2026-03-02T10:00:00Z')]));
  await engine.end();
  await engine.append(lines([row('a', '2026-03-05T10:00:00Z')]));
  assert.equal((await engine.end()).quality.accepted, 2);
  assert.equal((await engine.ask(countOf('a'))).metrics[0]?.total, 2);
  await engine.begin();
  assert.equal((await engine.end()).quality.accepted, 0);
  engine.close();
});

test('who came, who stayed and who used what are asked and answered by type', async () => {
  const playbook: Playbook = {
    payoff: 1,
    version: '1',
    capabilities: [{ id: 'a', events: 'a' }],
    aha: { event: 'a', count: 2, within_days: 7 },
    retention: { start: 'a', return: 'a', grain: 'day', periods: 2 },
  };
  const engine = await createEngine({ ...WASM, playbook, asOf: AS_OF });
  await engine.append(lines([row('a', '2026-03-02T10:00:00Z'), row('a', '2026-03-03T10:00:00Z')]));
  await engine.end();
  const days = { from: '2026-03-02', to: '2026-03-03' };
  const active: ActiveUsersAnswer = await engine.ask({ ask: 'active_users', ...days, metric: 'mau' });
  assert.equal(active.total, 1);
  const sticky: StickinessAnswer = await engine.ask({ ask: 'stickiness', ...days });
  assert.deepEqual(sticky.data, [1]);
  const lifecycle: LifecycleAnswer = await engine.ask({ ask: 'lifecycle', ...days });
  assert.equal(lifecycle.series[0]?.new, 1);
  const both = { from: '2026-03-02', to: '2026-03-04' };
  const funnel: FunnelAnswer = await engine.ask({ ask: 'funnel', ...both, steps: ['a', 'a'] });
  assert.equal(funnel.steps[1]?.seconds_from_previous?.median, 86_400);
  const paths: PathsAnswer = await engine.ask({ ask: 'paths', ...both, after: 'a' });
  assert.equal(paths.nodes[0]?.ends, 2);
  const retention: RetentionAnswer = await engine.ask({ ask: 'retention', ...days });
  assert.deepEqual(retention.cohorts[0]?.returned, [1, 1, 0]);
  const adoption: AdoptionAnswer = await engine.ask({ ask: 'adoption', ...days, per: 'user' });
  assert.equal(adoption.capabilities[0]?.rate, 1);
  const aha: AhaProgressAnswer = await engine.ask({ ask: 'aha_progress', user: 'u1' });
  assert.equal(aha.status, 'reached');
  engine.close();
});

test('what the core finds wrong in a playbook rejects createEngine with its JSON pointer', async () => {
  const playbook = '{"payoff":1,"version":"1","metrix":[]}';
  await assert.rejects(createEngine({ ...WASM, playbook }), (error: unknown) => {
    assert.ok(error instanceof PayoffError);
    assert.equal(error.code, 'unknown_field');
    assert.equal(error.path, '/metrix');
    assert.match(error.message, /metrics/);
    return true;
  });
});

test('what is wrong in a question rejects ask()', async () => {
  const engine = await createEngine(WASM);
  await engine.end();
  await assert.rejects(engine.ask(MARCH), { code: 'missing_as_of', path: '/as_of' });
  const text = await engine.askText('[{"ask":"usagge"}]');
  assert.match(text, /^\[\{"error":\{"code":"unknown_question"/);
  engine.close();
});

test('a zone of the question cuts the days where it should', async () => {
  const engine = await createEngine({ ...WASM, asOf: AS_OF });
  await engine.append(lines([row('a', '2026-03-31T23:30:00Z')]));
  await engine.end();
  assert.equal((await engine.ask(countOf('a'))).metrics[0]?.total, 1);
  assert.equal((await engine.ask({ ...countOf('a'), zone: 'Europe/Berlin' })).metrics[0]?.total, 0);
  await assert.rejects(engine.ask({ ...countOf('a'), zone: 'Europe/Berln' }), {
    code: 'unknown_zone',
    path: '/zone',
  });
  engine.close();
});

test('close() settles what is open and refuses what comes later', async () => {
  const engine = await createEngine(WASM);
  const open = engine.end();
  engine.close();
  await assert.rejects(open, { code: 'engine_closed' });
  await assert.rejects(engine.askText('{}'), { code: 'engine_closed' });
});

test('a signal stops the start, and later the engine', async () => {
  await assert.rejects(createEngine({ ...WASM, signal: AbortSignal.abort() }), { code: 'aborted' });
  const stop = new AbortController();
  const starting = createEngine({ ...WASM, signal: stop.signal });
  stop.abort();
  await assert.rejects(starting, { code: 'aborted' });
  const later = new AbortController();
  const engine = await createEngine({ ...WASM, signal: later.signal });
  later.abort();
  await assert.rejects(engine.end(), { code: 'aborted' });
});

test('the wasm may be bytes, a module, or a URL whose server does not know its type', async (t) => {
  const bytes = await readFile(fileURLToPath(WASM.wasmUrl ?? ''));
  const url = await serve(t, (_, response) =>
    response.setHeader('content-type', 'application/octet-stream').end(bytes),
  );
  for (const place of [
    { wasmBinary: bytes },
    { wasmModule: new WebAssembly.Module(bytes) },
    { wasmUrl: url },
  ]) {
    const engine = await createEngine(place);
    assert.ok(engine.info.questions.includes('usage'));
    engine.close();
  }
});

test('a wasm that cannot be had says what to do, and is asked for again at the next try', async (t) => {
  const bytes = await readFile(fileURLToPath(WASM.wasmUrl ?? ''));
  const url = await serve(t, (_, response, count) => {
    if (count === 1) response.writeHead(404).end();
    else if (count === 2) response.end('<!doctype html>');
    else response.setHeader('content-type', 'application/wasm').end(bytes);
  });
  await assert.rejects(createEngine({ wasmUrl: url }), { code: 'wasm_unavailable', message: /404/ });
  await assert.rejects(createEngine({ wasmUrl: url }), { code: 'wasm_unavailable', message: /one release/ });
  (await createEngine({ wasmUrl: url })).close();
  await assert.rejects(createEngine({ wasmUrl: 'file:///nowhere/payoff.wasm' }), {
    code: 'wasm_unavailable',
  });
});

test('two starts at the same time fetch the wasm once', async (t) => {
  const bytes = await readFile(fileURLToPath(WASM.wasmUrl ?? ''));
  let asked = 0;
  const url = await serve(t, (_, response) => {
    asked++;
    response.setHeader('content-type', 'application/wasm').end(bytes);
  });
  const engines = await Promise.all([createEngine({ wasmUrl: url }), createEngine({ wasmUrl: url })]);
  for (const engine of engines) engine.close();
  assert.equal(asked, 1);
});

test('where compiling is forbidden the error names what the policy needs', async (t) => {
  const refuse = (): never => {
    throw new WebAssembly.CompileError(
      "Refused to compile or instantiate WebAssembly module because of 'script-src'",
    );
  };
  t.mock.method(WebAssembly, 'compile', async () => refuse());
  t.mock.method(WebAssembly, 'Module', refuse);
  const wasmBinary = await readFile(fileURLToPath(WASM.wasmUrl ?? ''));
  await assert.rejects(createEngine({ wasmBinary }), {
    code: 'wasm_unavailable',
    message: /'wasm-unsafe-eval'/,
  });
});

test('the names in protocol.ts are those of the core', async () => {
  const engine = await createEngine(WASM);
  assert.deepEqual([...engine.info.error_codes].sort(), [...CORE_ERROR_CODES].sort());
  assert.deepEqual([...engine.info.questions].sort(), [...QUESTION_NAMES].sort());
  engine.close();
});
