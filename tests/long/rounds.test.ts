// SPDX-License-Identifier: Apache-2.0
/** @file Is all memory given back when an engine goes? Thousands of rounds of load, ask and close. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { helpdeskLines } from '../../demo/helpdesk/helpdesk.js';
import { createEngine, type Engine } from '../../web/engine/index.js';
import type { PayoffModule } from '../../web/engine/module.js';
import { loadModule } from '../../web/engine/wasm.js';
import { WASM } from '../engine/real_core.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const PLAYBOOK = await readFile('demo/helpdesk.playbook.json', 'utf8');
const ROWS = [...helpdeskLines({ accounts: 8, from: '2026-01-01', to: '2026-06-01' })].slice(0, 400);
/** With a row that is none, and one that is cut off. */
const BYTES = new TextEncoder().encode(`${ROWS.join('')}{"no":"event"}\n${ROWS[0]?.slice(0, 40)}`);
const AS_OF = '2026-06-01T00:00:00Z';
const SPAN = '"from":"2026-01-01","to":"2026-06-01"';
/** Each round asks a few in turn, so that each is asked more than a thousand times. */
const QUESTIONS = [
  `{"ask":"report","account":"acct_1",${SPAN},"grain":"month"}`,
  `{"ask":"retention",${SPAN},"cohort":"attribute:account.plan"}`,
  `{"ask":"funnel",${SPAN},"steps":["signed_up","invite_sent","ticket_resolved"]}`,
  `{"ask":"paths",${SPAN},"after":"signed_up"}`,
  `{"ask":"survival",${SPAN},"start":"signed_up","end":"ticket_resolved","by":"account.plan"}`,
  `{"ask":"association",${SPAN},"start":"signed_up","success":"ticket_resolved","min_people":1}`,
  `{"ask":"aha_discovery",${SPAN},"counts":[1,2],"windows_days":[7],"min_people":2}`,
  `{"ask":"churn",${SPAN}}`,
  `{"ask":"flags","account":"acct_1"}`,
  `{"ask":"health","account":"acct_1"}`,
  `{"ask":"cross_sell"}`,
  `{"ask":"schema"}`,
  `{"ask":"learn","counts":[1],"windows_days":[7]}`,
  `{"ask":"usage","grian":"month"}`,
] as const;
const ASKED_A_ROUND = 3;

interface Levels {
  /** Of the whole linear memory: it never shrinks. */
  wasm_bytes: number;
  /** Where a block begins that fits into no gap: behind all that was not given back. */
  top: number;
  heap_bytes: number;
}

function loadAskClose(module: PayoffModule, round: number): void {
  const engine = new module.Engine();
  const check = (text: string): void => assert.doesNotMatch(text, /^\{"error"/);
  check(engine.configure(PLAYBOOK));
  check(engine.setDefaults(JSON.stringify({ as_of: AS_OF, zone: 'UTC' })));
  check(engine.begin());
  for (let at = 0; at < BYTES.length; at += 50_000) {
    const chunk = BYTES.subarray(at, at + 50_000);
    const place = engine.buffer(chunk.length);
    module.HEAPU8.set(chunk, place);
    assert.equal(engine.append(chunk.length), '');
  }
  check(engine.end());
  for (let i = 0; i < ASKED_A_ROUND; ++i) {
    const question = QUESTIONS[(round * ASKED_A_ROUND + i) % QUESTIONS.length] as string;
    const answer = engine.ask(question);
    assert.equal(answer.startsWith('{"error"'), question.includes('grian'), answer.slice(0, 300));
  }
  engine.delete();
}

function levelsOf(module: PayoffModule): Levels {
  const probe = new module.Engine();
  const top = probe.buffer(4 << 20);
  probe.delete();
  collectGarbage();
  return { wasm_bytes: module.HEAPU8.buffer.byteLength, top, heap_bytes: process.memoryUsage().heapUsed };
}

test('10,000 engines in one module: its memory does not grow by a byte after the first 200, nor the heap', async () => {
  const module = await loadModule(WASM);
  let first: Levels | undefined;
  for (let round = 1; round <= 10_000; ++round) {
    loadAskClose(module, round);
    if (round === 200) first = levelsOf(module);
  }
  const last = levelsOf(module);
  assert.ok(first);
  assert.equal(last.wasm_bytes, first.wasm_bytes);
  assert.equal(last.top, first.top);
  // 50 bytes a round are half a megabyte.
  assert.ok(last.heap_bytes - first.heap_bytes < 5e5, `${last.heap_bytes - first.heap_bytes} bytes more`);
});

test('300 engines of their own: closed, they give their memory back, also where the page still holds them', async () => {
  const held: Engine[] = [];
  const levels: number[] = [];
  for (let round = 1; round <= 300; ++round) {
    const engine = await createEngine({ ...WASM, playbook: PLAYBOOK, asOf: AS_OF, zone: 'Europe/Berlin' });
    await engine.append(BYTES);
    await engine.end();
    for (const question of QUESTIONS.slice(0, ASKED_A_ROUND)) await engine.askText(question);
    engine.close();
    held.push(engine);
    if (round % 100 === 0) {
      // The engine is freed in a turn of its own, and what it held in the next collection.
      for (let i = 0; i < 3; ++i) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        collectGarbage();
      }
      const { heapUsed, external } = process.memoryUsage();
      levels.push(heapUsed + external);
    }
  }
  const [first = 0, , last = Number.POSITIVE_INFINITY] = levels;
  // An open one is 17 MB. Of a closed one some 3 kB of objects are left to the page.
  assert.ok(last - first < 2e6, `${last - first} bytes more`);
});
