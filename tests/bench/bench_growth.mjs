// SPDX-License-Identifier: Apache-2.0
/**
 * @file What do ten times the events cost, in time and memory? One and ten million events of the sample help desk, more
 * accounts over the same months; only the engine's calls are timed. Needs 3 GB of memory for the events.
 * With the smallest playbook there is nothing in the store but time, name, person, account and the hashes that duplicates
 * are known by; another keeps one number beside them; the help desk's own adds all its columns of properties.
 */

import { helpdesk, MILLION, playbookOf } from './data.mjs';
import { checked, feed, openEngine, openModule } from './payoff.mjs';
import { machine, median, timed } from './timing.mjs';

const ACCOUNTS = [1_242, 12_420];
const playbookWith = (columns) =>
  JSON.stringify({ payoff: 1, version: '1', data: { format: 'segment', columns } });
const YEAR = { from: '2025-11-01', to: '2026-11-01', zone: 'UTC', as_of: '2026-11-01T00:00:00Z' };
const QUESTIONS = {
  'daily actives': { ask: 'active_users', metric: 'dau', grain: 'day', of: '*' },
  'weekly retention': { ask: 'retention', start: '*', return: '*', grain: 'week', periods: 12 },
};
const ASKED = 5;

const ROUNDS = 3;

const { helpdeskChunks } = await helpdesk();
console.log(`growth, median of ${ROUNDS} rounds, each with a module of its own, ${machine()}`);
const playbooks = {
  'no properties': playbookWith([]),
  'one number column': playbookWith(['amount']),
  'help desk playbook': await playbookOf('helpdesk'),
};
// Made before anything is timed: a generator beside the engine would take its caches.
const sizes = ACCOUNTS.map((accounts) => [...helpdeskChunks({ ...MILLION, accounts })]);

for (const [name, playbook] of Object.entries(playbooks)) {
  const found = sizes.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, chunks] of sizes.entries()) found[index].push(await measure(playbook, chunks));
  }
  for (const [{ rows, peak_bytes, held_bytes }] of found) {
    console.log(
      `  ${name}, ${rows} rows: the heap is ${mb(peak_bytes)}, its peak; after end() ${mb(held_bytes)} of it are held, ` +
        `${(held_bytes / rows).toFixed(1)} bytes a row`,
    );
  }
  const [small, large] = found;
  console.log(`    ${(large[0].rows / small[0].rows).toFixed(2)}x the rows`);
  for (const step of Object.keys(large[0].seconds)) {
    const [before, after] = [small, large].map((all) => median(all.map(({ seconds }) => seconds[step])));
    console.log(
      `    ${step.padEnd(18)} ${ms(before)} -> ${ms(after)}   ${(after / before).toFixed(1)}x the time`,
    );
  }
}

async function measure(playbook, chunks) {
  const module = await openModule();
  const engine = openEngine(module, playbook);
  const load = await timed(() => {
    for (const chunk of chunks) feed(module, engine, chunk);
    return checked(engine.end());
  });
  const peak_bytes = module.HEAPU8.length;
  const seconds = { load: load.seconds };
  for (const [title, question] of Object.entries(QUESTIONS)) seconds[title] = await timeOf(engine, question);
  const held_bytes = module.HEAPU8.length - freeBytes(module);
  engine.delete();
  return { rows: load.result.rows, peak_bytes, held_bytes, seconds };
}

/** A heap never shrinks: what nobody holds is as many small blocks as fit into it before it grows. */
function freeBytes(module) {
  const BLOCK_BYTES = 1 << 16;
  const before_bytes = module.HEAPU8.length;
  const blocks = [];
  for (let at = module._malloc(BLOCK_BYTES); at !== 0; at = module._malloc(BLOCK_BYTES)) {
    blocks.push(at);
    if (module.HEAPU8.length !== before_bytes) break;
  }
  for (const at of blocks) module._free(at);
  return Math.max(0, blocks.length - 1) * BLOCK_BYTES;
}

async function timeOf(engine, question) {
  const spent = [];
  for (let round = 0; round < ASKED; round++) {
    const { result, seconds } = await timed(() => engine.ask(JSON.stringify({ ...YEAR, ...question })));
    checked(result);
    spent.push(seconds);
  }
  return median(spent);
}

function mb(bytes) {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

function ms(seconds) {
  return `${(seconds * 1000).toFixed(0)} ms`;
}
