// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { type Served, servePage, withBrowsers } from './harness.js';
import { EVENTS } from './sample.js';

type EngineModule = typeof import('../../web/engine/index.js');

const HTML = '<!doctype html><title>Engine</title>';
const QUESTION = {
  ask: 'usage',
  from: '2026-03-01',
  to: '2026-04-01',
  as_of: '2026-05-01T00:00:00Z',
  metrics: [{ id: 'n', of: 'ticket_resolved', stat: 'count' }],
} as const;

test('worker and page give the same bytes, and bytes of the caller stay usable', async () => {
  const served = await servePage({ html: HTML });
  await withBrowsers(async (page) => {
    await page.goto(served.url);
    const [first, second] = await page.evaluate(
      async (events, question) => {
        const url = '/payoff/engine.js';
        const { createEngine } = (await import(url)) as EngineModule;
        const run = async (worker: boolean) => {
          const engine = await createEngine({ worker });
          const bytes = new TextEncoder().encode(events);
          await engine.append(bytes);
          await engine.end();
          const text = await engine.askText(JSON.stringify(question));
          const { thread } = engine;
          engine.close();
          return { thread, text, left: bytes.length };
        };
        return [await run(true), await run(false)] as const;
      },
      EVENTS,
      QUESTION,
    );
    assert.deepEqual([first.thread, second.thread], ['worker', 'page']);
    assert.equal(first.text, second.text);
    assert.match(first.text, /"total":31/);
    assert.deepEqual([first.left, second.left], [EVENTS.length, EVENTS.length]);
  });
  await served.close();
});

test('close() settles a question that is open in the worker', async () => {
  const served = await servePage({ html: HTML });
  await withBrowsers(async (page) => {
    await page.goto(served.url);
    const codes = await page.evaluate(async () => {
      const url = '/payoff/engine.js';
      const { createEngine } = (await import(url)) as EngineModule;
      const engine = await createEngine();
      const open = engine.end();
      engine.close();
      const codeOf = (call: Promise<unknown>): Promise<string> =>
        call.then(
          () => 'none',
          (error: { code: string }) => error.code,
        );
      return [await codeOf(open), await codeOf(engine.askText('{}'))];
    });
    assert.deepEqual(codes, ['engine_closed', 'engine_closed']);
  });
  await served.close();
});

test('a wasm that is not there once is fetched at the next start', async () => {
  let asked = 0;
  const flaky: Served = (_, response) => {
    asked++;
    response.writeHead(404).end();
  };
  const served = await servePage({ html: HTML, files: { '/elsewhere.wasm': flaky } });
  await withBrowsers(async (page) => {
    asked = 0;
    await page.goto(served.url);
    const seen = await page.evaluate(async () => {
      const url = '/payoff/engine.js';
      const { createEngine } = (await import(url)) as EngineModule;
      const codes: string[] = [];
      for (const worker of [true, false]) {
        await createEngine({ worker, wasmUrl: '/elsewhere.wasm' }).catch((error: { code: string }) =>
          codes.push(error.code),
        );
      }
      (await createEngine()).close();
      return codes;
    });
    assert.deepEqual(seen, ['wasm_unavailable', 'wasm_unavailable']);
    assert.equal(asked, 2);
  });
  await served.close();
});

test('a worker script that is not there leaves the work to the page', async () => {
  const served = await servePage({ html: HTML });
  await withBrowsers(async (page) => {
    await page.goto(served.url);
    const thread = await page.evaluate(async () => {
      const url = '/payoff/engine.js';
      const { createEngine } = (await import(url)) as EngineModule;
      const engine = await createEngine({ worker: '/nowhere/worker.js' });
      engine.close();
      return engine.thread;
    });
    assert.equal(thread, 'page');
  });
  await served.close();
});
