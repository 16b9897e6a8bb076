// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { WorkerExecutor, type WorkerLike } from '../../web/engine/client.js';
import { PayoffError } from '../../web/engine/error.js';
import type { Call, Reply } from '../../web/engine/protocol.js';

class FakeWorker implements WorkerLike {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  readonly got: Call[] = [];
  transferred: Transferable[] = [];
  terminated = false;

  postMessage(message: unknown, transfer: Transferable[]): void {
    this.got.push(message as Call);
    this.transferred = transfer;
  }
  terminate(): void {
    this.terminated = true;
  }
  reply(data: Reply): void {
    this.onmessage?.({ data } as MessageEvent);
  }
  fail(message: string): void {
    this.onerror?.({ message } as ErrorEvent);
  }
}

function pair(): { worker: FakeWorker; client: WorkerExecutor } {
  const worker = new FakeWorker();
  return { worker, client: new WorkerExecutor(worker) };
}

test('answers find their questions by id, in any order', async () => {
  const { worker, client } = pair();
  const first = client.run('ask', '1');
  const second = client.run('ask', '2');
  const [a, b] = worker.got;
  worker.reply({ id: b?.id ?? 0, ok: true, output: 'two' });
  worker.reply({ id: a?.id ?? 0, ok: true, output: 'one' });
  assert.deepEqual(await Promise.all([first, second]), ['one', 'two']);
});

test('an error crosses with code, path and message', async () => {
  const { worker, client } = pair();
  const call = client.run('end', null);
  worker.reply({ id: 1, ok: false, error: { code: 'bad_state', path: '/a', message: 'no' } });
  await assert.rejects(call, (error: unknown) => {
    assert.ok(error instanceof PayoffError);
    assert.deepEqual(error.toJSON(), { code: 'bad_state', path: '/a', message: 'no' });
    return true;
  });
});

test('a worker that stops settles everything that is open, and what comes later', async () => {
  const { worker, client } = pair();
  const open = [client.run('end', null), client.run('ask', '{}')];
  worker.fail('boom');
  for (const call of open) await assert.rejects(call, { code: 'engine_failed' });
  await assert.rejects(client.run('ask', '{}'), { code: 'engine_failed' });
  assert.ok(worker.terminated);
});

test('a message that cannot be read settles everything', async () => {
  const { worker, client } = pair();
  const open = client.run('end', null);
  worker.onmessageerror?.({} as MessageEvent);
  await assert.rejects(open, { code: 'engine_failed' });
});

test('close() rejects a call that is still open, and a second close() does nothing', async () => {
  const { worker, client } = pair();
  const open = client.run('end', null);
  client.close();
  client.close();
  await assert.rejects(open, { code: 'engine_closed' });
  assert.ok(worker.terminated);
});

test('a late reply to a settled call is dropped', async () => {
  const { worker, client } = pair();
  const open = client.run('end', null);
  client.close();
  worker.reply({ id: 1, ok: true, output: null });
  await assert.rejects(open, { code: 'engine_closed' });
});

test('chunks are given to the worker, not copied', () => {
  const { worker, client } = pair();
  const bytes = new Uint8Array(8);
  client.run('append', bytes).catch(() => {});
  assert.deepEqual(worker.transferred, [bytes.buffer]);
  client.close();
});

test('a message that cannot be sent rejects its own call only', async () => {
  const { worker, client } = pair();
  const fine = client.run('end', null);
  worker.postMessage = () => {
    throw new Error('DataCloneError');
  };
  await assert.rejects(client.run('ask', '{}'), { code: 'engine_failed' });
  worker.reply({ id: 1, ok: true, output: null });
  assert.equal(await fine, null);
});
