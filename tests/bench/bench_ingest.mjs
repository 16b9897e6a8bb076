// SPDX-License-Identifier: Apache-2.0
/**
 * @file How fast do bytes become answers, beside what every page could do by itself?
 * Both sides read the same bytes in the same process: decode + split + JSON.parse, and Payoff's ingest (everything
 * validated, duplicates removed, rows grouped and ready to ask). Prints ratios of medians; asserts nothing.
 */

import { readFile } from 'node:fs/promises';
import { expenses } from './data.mjs';
import { median, rounds, seconds } from './timing.mjs';

const build = new URL('../../build/wasm-release/', import.meta.url);
const { default: createModule } = await import(new URL('payoff.mjs', build).href);
const module = await createModule({ wasmBinary: await readFile(new URL('payoff.wasm', build)) });
const playbook = await readFile(new URL('../../demo/expenses.playbook.json', import.meta.url), 'utf8');

const CHUNK_BYTES = 1 << 20;

function parseAll(bytes) {
  let rows = 0;
  for (const line of new TextDecoder().decode(bytes).split('\n')) if (line !== '' && JSON.parse(line)) rows++;
  return rows;
}

function ingest(bytes, playbookText) {
  const engine = new module.Engine();
  check(engine.configure(playbookText));
  check(engine.begin());
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + CHUNK_BYTES);
    const pointer = engine.buffer(chunk.length);
    module.HEAPU8.set(chunk, pointer);
    const failure = engine.append(chunk.length);
    if (failure !== '') throw new Error(failure);
  }
  const summary = check(engine.end());
  engine.delete();
  return summary.rows;
}

function check(text) {
  const reply = JSON.parse(text);
  if (reply.error) throw new Error(text);
  return reply;
}

const bytes = await expenses();
const mb = bytes.length / 1e6;
console.log(
  `ingest: ${mb.toFixed(1)} MB of NDJSON, Node ${process.version}, one thread, median of ${rounds} rounds`,
);
const times = { parse: [], none: [], playbook: [] };
const rows = [0, 0, 0];
for (let round = 0; round <= rounds; round++) {
  // In turns, so that a machine that slows down slows both; the first round warms up and does not count.
  const parse = seconds(() => (rows[0] = parseAll(bytes)));
  const none = seconds(() => (rows[1] = ingest(bytes, '')));
  const full = seconds(() => (rows[2] = ingest(bytes, playbook)));
  if (round === 0) continue;
  times.parse.push(parse);
  times.none.push(none);
  times.playbook.push(full);
}
if (new Set(rows).size !== 1) throw new Error(`the sides disagree on the rows: ${rows}`);
const [parse, none, full] = [times.parse, times.none, times.playbook].map(median);
const line = (name, s) =>
  console.log(`  ${name.padEnd(46)} ${(mb / s).toFixed(0).padStart(5)} MB/s   ${(parse / s).toFixed(2)}x`);
line('decode + split + JSON.parse', parse);
line('payoff, no playbook', none);
line('payoff, expenses playbook (3 columns)', full);
