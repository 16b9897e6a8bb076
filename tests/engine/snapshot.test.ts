// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { WorkerExecutor, type WorkerLike } from '../../web/engine/client.js';
import { createEngine } from '../../web/engine/create.js';
import { Host } from '../../web/engine/host.js';
import { EMPTY_WASM, fakeCore } from './fake_core.js';
import { countOf, row, SMALL_WASM, WASM } from './real_core.js';

const ROWS = [
  row('resolved', '2026-03-01T10:00:00Z', { messageId: 'one' }),
  row('resolved', '2026-03-02T10:00:00Z', { messageId: 'two', userId: '\u00fcser' }),
  { type: 'track', event: 'resolved' },
];
const MORE = [
  row('resolved', '2026-03-02T10:00:00Z', { messageId: 'two' }),
  row('resolved', '2026-03-03T10:00:00Z', { messageId: 'three' }),
];
const text = (rows: readonly object[]): string => rows.map((one) => `${JSON.stringify(one)}\n`).join('');
const OPTIONS = { ...WASM, asOf: '2026-05-01', playbook: { payoff: 1, version: '7' } } as const;

async function loaded() {
  const engine = await createEngine(OPTIONS);
  await engine.append(text(ROWS));
  return { engine, summary: await engine.end() };
}

test('a restored engine answers as the one before, and takes more rows where that left off', async () => {
  const { engine, summary } = await loaded();
  const block = await engine.snapshot();
  const other = await createEngine({ ...OPTIONS, playbook: '{ "payoff": 1, "version": "7" }' });
  assert.deepEqual(await other.restore(block), summary);
  const questions = JSON.stringify([countOf('resolved'), { ask: 'schema' }]);
  assert.equal(await other.askText(questions), await engine.askText(questions));
  assert.deepEqual(await other.snapshot(), block);
  for (const one of [engine, other]) await one.append(text(MORE));
  const [after, otherAfter] = [await engine.end(), await other.end()];
  assert.equal(after.quality.duplicates, 1);
  assert.deepEqual(otherAfter, after);
  assert.equal(await other.askText(questions), await engine.askText(questions));
  // An ArrayBuffer is as good, and brings the rows of before back.
  assert.deepEqual(await other.restore(block.slice().buffer), summary);
  engine.close();
  other.close();
});

test('what is no snapshot of this playbook is bad_value, and the engine can be loaded after it', async () => {
  const { engine, summary } = await loaded();
  const block = await engine.snapshot();
  const damaged = block.slice();
  damaged[200] = (damaged[200] ?? 0) ^ 1;
  const other = await createEngine({ ...OPTIONS, playbook: { payoff: 1, version: '8' } });
  await assert.rejects(other.restore(block), { code: 'bad_value', message: /another playbook/ });
  for (const wrong of [new Uint8Array(), new Uint8Array([1, 2, 3]), block.subarray(0, 100), damaged]) {
    await assert.rejects(engine.restore(wrong), { code: 'bad_value' });
    await assert.rejects(engine.ask(countOf('resolved')), { code: 'bad_state' });
    await assert.rejects(engine.snapshot(), { code: 'bad_state' });
    await engine.append(text(ROWS));
    assert.deepEqual(await engine.end(), summary);
  }
  engine.close();
  other.close();
});

test('the module of the elements has no snapshots and says so', async () => {
  const engine = await createEngine({ ...OPTIONS, ...SMALL_WASM });
  await engine.end();
  await assert.rejects(engine.snapshot(), { code: 'not_supported' });
  await assert.rejects(engine.restore(new Uint8Array(64)), { code: 'not_supported' });
  engine.close();
});

test('a block is copied out of the memory before that is given back, and into it in one piece', async () => {
  const core = fakeCore();
  const host = new Host({ glue: core.glue });
  await host.run('start', EMPTY_WASM);
  await host.run('append', new TextEncoder().encode('a row\n'));
  const block = await host.run('snapshot', null);
  assert.equal(new TextDecoder().decode(block), 'a row\n');
  assert.equal(core.calls.at(-1), 'gave back');
  core.text = '';
  assert.equal((await host.run('restore', block)).rows, 1);
  assert.equal(core.text, 'a row\n');
  core.memoryIsOut = true;
  await assert.rejects(host.run('restore', block), { code: 'out_of_memory' });
});

test('bytes to restore are handed to the worker, not copied', async () => {
  const sent: Transferable[][] = [];
  const worker: WorkerLike = {
    onmessage: null,
    onmessageerror: null,
    onerror: null,
    postMessage: (_message, transfer) => sent.push(transfer),
    terminate: () => {},
  };
  const executor = new WorkerExecutor(worker);
  const bytes = new Uint8Array(8);
  executor.run('restore', bytes).catch(() => {});
  assert.deepEqual(sent, [[bytes.buffer]]);
  executor.close();
});
