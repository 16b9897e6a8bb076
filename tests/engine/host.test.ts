// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { PayoffError } from '../../web/engine/error.js';
import { Host } from '../../web/engine/host.js';
import { InlineExecutor } from '../../web/engine/inline.js';
import type { ModuleFactory } from '../../web/engine/module.js';
import { breathe, Turns } from '../../web/engine/queue.js';
import { EMPTY_WASM, fakeCore } from './fake_core.js';

const NO_DEFAULTS = { playbook: '', model: '', defaults: {} };

async function started(core = fakeCore()) {
  const host = new Host({ glue: core.glue });
  await host.run('start', EMPTY_WASM);
  return { core, host };
}

test('bytes arrive whole although the memory moves at each call', async () => {
  const { core, host } = await started();
  const text = 'abcdefghij\n'.repeat(100_000);
  await host.run('append', new TextEncoder().encode(text));
  assert.equal(core.text, text);
});

test('an error of the core rejects with its code and path', async () => {
  const { core, host } = await started();
  core.onAppend = () => '{"error":{"code":"limit_exceeded","path":"","message":"too many names"}}';
  await assert.rejects(host.run('append', new Uint8Array([1])), {
    code: 'limit_exceeded',
    message: 'too many names',
  });
});

test('no memory for a chunk is out_of_memory, and the engine lives on', async () => {
  const { core, host } = await started();
  core.memoryIsOut = true;
  await assert.rejects(host.run('append', new Uint8Array([1])), { code: 'out_of_memory' });
  core.memoryIsOut = false;
  await host.run('append', new Uint8Array([65]));
  assert.equal(core.text, 'A');
});

test('after a trap every call says that the engine stopped', async () => {
  const { core, host } = await started();
  core.onAsk = () => {
    throw new WebAssembly.RuntimeError('unreachable');
  };
  await assert.rejects(host.run('ask', '{}'), { code: 'engine_failed' });
  core.onAsk = () => '{}';
  await assert.rejects(host.run('ask', '{}'), { code: 'engine_failed' });
});

test('a host that is closed or stopped holds neither engine nor module, whoever holds the host', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  for (const end of ['close', 'ask'] as const) {
    const core = fakeCore();
    const made: WeakRef<object>[] = [];
    const glue = async (): Promise<ModuleFactory> => async (options) => {
      const inner = await (await core.glue())(options);
      class Engine extends inner.Engine {
        constructor() {
          super();
          made.push(new WeakRef(this));
        }
      }
      const module = { Engine, HEAPU8: inner.HEAPU8 };
      made.push(new WeakRef(module));
      return module;
    };
    const host = new Host({ glue });
    await host.run('start', EMPTY_WASM);
    await host.run('configure', NO_DEFAULTS);
    core.onAsk = () => {
      throw new WebAssembly.RuntimeError('unreachable');
    };
    if (end === 'close') await host.run('close', null);
    const error = await host.run('ask', '{}').catch((reason: unknown) => reason);
    // A weak reference holds on until the turn is over.
    await new Promise((resolve) => setTimeout(resolve, 10));
    collectGarbage();
    assert.equal(made.length, 2);
    assert.deepEqual(
      made.map((one) => one.deref()),
      [undefined, undefined],
      end,
    );
    const code = end === 'close' ? 'engine_closed' : 'engine_failed';
    assert.equal((error as PayoffError).code, code);
    await assert.rejects(host.run('ask', '{}'), { code });
  }
});

test('an operation before start is bad_state', async () => {
  await assert.rejects(new Host({ glue: fakeCore().glue }).run('end', null), { code: 'bad_state' });
});

test('the zone of the question is given to the core over data and question, with a year and the range to spare', async () => {
  const { core, host } = await started();
  core.firstMs = Date.UTC(2017, 5, 1);
  core.lastMs = Date.UTC(2018, 5, 1);
  await host.run('configure', NO_DEFAULTS);
  await host.run('end', null);
  await host.run('ask', '{"ask":"usage","from":"2018-01-01","to":"2018-02-01","zone":"Europe/Berlin"}');
  const changes = core.zones.get('Europe/Berlin') ?? [];
  assert.ok((changes[0]?.at_ms ?? Infinity) <= Date.UTC(2016, 4, 1));
  assert.ok((changes.at(-1)?.at_ms ?? 0) >= Date.UTC(2019, 5, 1));
});

test('a zone is added once, and again only when the span grows', async () => {
  const { core, host } = await started();
  await host.run('configure', { playbook: '', model: '', defaults: { zone: 'Asia/Tokyo' } });
  const ask = (from: string, to: string) => host.run('ask', JSON.stringify({ ask: 'usage', from, to }));
  await ask('2018-01-01', '2018-02-01');
  await ask('2018-02-01', '2018-03-01');
  assert.equal(core.calls.filter((call) => call === 'addZone Asia/Tokyo').length, 1);
  await ask('2025-01-01', '2025-02-01');
  assert.equal(core.calls.filter((call) => call === 'addZone Asia/Tokyo').length, 2);
});

test('a zone is taken from the question, else the defaults, else the playbook, and UTC needs none', async () => {
  const playbook = '{"payoff":1,"version":"1","time":{"zone":"Asia/Kolkata"}}';
  const zonesAfter = async (defaults: { zone?: string }, question: object): Promise<string[]> => {
    const { core, host } = await started();
    await host.run('configure', { playbook, model: '', defaults });
    await host.run('ask', JSON.stringify(question));
    return [...core.zones.keys()];
  };
  assert.deepEqual(await zonesAfter({ zone: 'Asia/Tokyo' }, { zone: 'Europe/Rome' }), ['Europe/Rome']);
  assert.deepEqual(await zonesAfter({ zone: 'Asia/Tokyo' }, {}), ['Asia/Tokyo']);
  assert.deepEqual(await zonesAfter({}, {}), ['Asia/Kolkata']);
  assert.deepEqual(await zonesAfter({}, { zone: 'UTC' }), []);
});

test('every question of an array gets its zone', async () => {
  const { core, host } = await started();
  await host.run('ask', '[{"zone":"Europe/Rome"},7,{"zone":"Asia/Tokyo"}]');
  assert.deepEqual([...core.zones.keys()], ['Europe/Rome', 'Asia/Tokyo']);
});

test('a question that is no JSON and a zone that nobody knows are left to the core to name', async () => {
  const { core, host } = await started();
  core.onAsk = () => '{"error":{"code":"bad_json","path":"","message":"x"}}';
  assert.match(await host.run('ask', '{'), /bad_json/);
  await host.run('ask', '{"zone":"Europe/Berln"}');
  assert.equal(core.zones.size, 0);
});

test('on the page operations keep their order and pause between slices', async () => {
  const core = fakeCore();
  let pauses = 0;
  const executor = new InlineExecutor({
    glue: core.glue,
    turns: new Turns(async () => {
      pauses++;
    }),
  });
  core.onAppend = () => {
    const until = performance.now() + 15;
    while (performance.now() < until);
    return '';
  };
  const order: string[] = [];
  await Promise.all([
    executor.run('start', EMPTY_WASM).then(() => order.push('start')),
    executor.run('append', new Uint8Array(1024 * 1024)).then(() => order.push('append')),
    executor.run('end', null).then(() => order.push('end')),
  ]);
  assert.deepEqual(order, ['start', 'append', 'end']);
  assert.equal(pauses, 4);
});

test('on the page close() settles what is open, and frees the engine when its present call is over', async () => {
  const core = fakeCore();
  const executor = new InlineExecutor({ glue: core.glue });
  await executor.run('start', EMPTY_WASM);
  const open = [executor.run('append', new Uint8Array(9)), executor.run('end', null)];
  executor.close();
  for (const call of open) await assert.rejects(call, { code: 'engine_closed' });
  await assert.rejects(executor.run('ask', '{}'), { code: 'engine_closed' });
  await new Promise((done) => setTimeout(done, 5));
  assert.ok(core.calls.includes('delete'));
});

test('a page in view gives turns to its timers; a hidden one, which has them once a second, waits for none', async (t) => {
  const timers = t.mock.method(globalThis, 'setTimeout');
  const home = globalThis as { document?: { hidden: boolean } };
  t.after(() => delete home.document);
  for (const [hidden, expected] of [
    [false, 2],
    [true, 0],
  ] as const) {
    home.document = { hidden };
    timers.mock.resetCalls();
    for (let i = 0; i < 8; i++) await breathe();
    assert.equal(timers.mock.callCount(), expected);
  }
});
