// SPDX-License-Identifier: Apache-2.0
/** @file Are giant rows and giant files counted, never a crash, and is no good row beside them lost? */

import assert from 'node:assert/strict';
import test from 'node:test';
import { helpdeskChunks } from '../../demo/helpdesk/helpdesk.js';
import { createEngine } from '../../web/engine/index.js';
import { countOf, MARCH, row, WASM } from '../engine/real_core.js';

const AS_OF = '2026-05-01T00:00:00Z';
const CHUNK_BYTES = 1 << 20;
const HUNDRED_MB = 100 * 1024 * 1024;
const encoder = new TextEncoder();

const line = (event: string): Uint8Array =>
  encoder.encode(`${JSON.stringify(row(event, '2026-03-02T10:00:00Z'))}\n`);

/** `size` bytes of `byte`, in chunks, between what stands before and behind them. */
function* filled(before: string, byte: number, size: number, behind: string): Generator<Uint8Array> {
  yield encoder.encode(before);
  const chunk = new Uint8Array(CHUNK_BYTES).fill(byte);
  for (let left = size; left > 0; left -= CHUNK_BYTES) yield chunk.subarray(0, Math.min(left, CHUNK_BYTES));
  yield encoder.encode(behind);
}

async function load(chunks: Iterable<Uint8Array>) {
  const engine = await createEngine({ ...WASM, asOf: AS_OF });
  for (const chunk of chunks) await engine.append(chunk);
  return { engine, summary: await engine.end() };
}

const BEFORE =
  '{"type":"track","event":"a","userId":"u1","timestamp":"2026-03-02T10:00:00Z","properties":{"text":"';

test('a string of 100 MB is read, and the rows around it are counted', async () => {
  const { engine, summary } = await load([
    ...[line('a')],
    ...filled(BEFORE, 0x78, HUNDRED_MB, '"}}\n'),
    ...[line('b')],
  ]);
  assert.deepEqual(summary.quality.rejected, {});
  assert.equal(summary.quality.accepted, 3);
  assert.equal((await engine.ask(countOf('a'))).metrics[0]?.total, 2);
  engine.close();
});

test('a row of 300 MB is longer than rows may be: it is counted, and its neighbours are kept', async () => {
  const { engine, summary } = await load([
    ...[line('a')],
    ...filled(BEFORE, 0x78, 3 * HUNDRED_MB, '"}}\n'),
    ...[line('b')],
  ]);
  assert.deepEqual(summary.quality.rejected, { bad_json: 1 });
  assert.equal(summary.quality.accepted, 2);
  assert.match(summary.quality.examples[0]?.detail ?? '', /longer than \d+ bytes/);
  engine.close();
});

test('100 MB of NUL bytes are one bad row', async () => {
  const { engine, summary } = await load([
    ...[line('a')],
    ...filled('', 0, HUNDRED_MB, '\n'),
    ...[line('b')],
  ]);
  assert.deepEqual(summary.quality.rejected, { bad_json: 1 });
  assert.equal(summary.quality.accepted, 2);
  engine.close();
});

test('a million brackets are one bad row, as an array and as a line', async () => {
  for (const first of ['', '[']) {
    const { engine, summary } = await load([
      encoder.encode(first),
      ...filled('', 0x5b, 1_000_000, '\n'),
      ...(first === '' ? [line('a')] : []),
    ]);
    assert.equal(summary.quality.rejected.bad_json, 1, first);
    engine.close();
  }
});

test('more than a million events of ten thousand people are all accepted and asked', async () => {
  const engine = await createEngine({ ...WASM, asOf: '2026-11-01T00:00:00Z' });
  for (const chunk of helpdeskChunks({ accounts: 1400, from: '2025-05-01' })) await engine.append(chunk);
  const { quality } = await engine.end();
  assert.deepEqual(quality.rejected, {});
  assert.equal(quality.duplicates, 0);
  assert.ok(quality.accepted > 1_000_000, `${quality.accepted}`);
  const answer = await engine.ask({ ...MARCH, metrics: [{ id: 'people', of: '*', stat: 'users' }] });
  assert.ok((answer.metrics[0]?.total ?? 0) > 1_000);
  engine.close();
});
