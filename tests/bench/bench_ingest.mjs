// SPDX-License-Identifier: Apache-2.0
/**
 * @file How fast do bytes become answers, beside what every page could do by itself, and beside DuckDB?
 * All read the same bytes in the same run: decode + split + JSON.parse, Payoff's ingest in WebAssembly (one thread), and
 * native DuckDB from a file that the system has in memory. Prints ratios of medians; asserts nothing but equal rows.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expensesFile, helpdeskFile, MILLION, playbookOf } from './data.mjs';
import { connect, readJson } from './duckdb_native.mjs';
import { ingest, parseAll } from './ingest.mjs';
import { openModule } from './payoff.mjs';
import { inTurns, machine, rounds } from './timing.mjs';

const program = fileURLToPath(new URL('../../build/native-release/payoff', import.meta.url));

/** `properties`: what the playbook makes columns of. */
await compare('expenses', await expensesFile(), { amount: 'DOUBLE', declaration: 'VARCHAR' }, rounds);
await compare(
  'helpdesk',
  await helpdeskFile(MILLION),
  { amount: 'DOUBLE', ticket_id: 'VARCHAR' },
  Math.min(rounds, 5),
);

async function compare(name, file, properties, count) {
  const bytes = await readFile(file);
  const playbook = await playbookOf(name);
  const [small, full] = [await openModule('payoff'), await openModule()];
  const [two, one] = [await connect(2), await connect(1)];
  const sides = {
    'decode + split + JSON.parse': () => parseAll(bytes),
    // The elements' module; the other also keeps samples of what it reads.
    'payoff.wasm, no playbook': () => ingest(small, bytes, ''),
    'payoff-full.wasm, no playbook': () => ingest(full, bytes, ''),
    [`payoff.wasm, ${name} playbook`]: () => ingest(small, bytes, playbook),
    [`payoff-full.wasm, ${name} playbook`]: () => ingest(full, bytes, playbook),
    'DuckDB, threads = 2, the same columns': () => readJson(two, file, 'same', properties),
    'DuckDB, threads = 1, the same columns': () => readJson(one, file, 'same', properties),
    'DuckDB, threads = 2, four columns only': () => readJson(two, file, 'few', properties),
    'DuckDB, threads = 1, four columns only': () => readJson(one, file, 'few', properties),
  };
  if (existsSync(program)) sides['payoff, native program, start to answer'] = () => askNative(file);
  else console.log('  (no native program in build/native-release: it is left out)');

  const { seconds, results } = await inTurns(sides, count);
  if (new Set(Object.values(results)).size !== 1)
    throw new Error(`the sides disagree on the rows: ${JSON.stringify(results)}`);
  const mb = bytes.length / 1e6;
  console.log(`${name}: ${mb.toFixed(1)} MB of NDJSON, median of ${count} rounds, ${machine()}`);
  const parse = seconds['decode + split + JSON.parse'];
  for (const [side, s] of Object.entries(seconds)) {
    console.log(
      `  ${side.padEnd(46)} ${(mb / s).toFixed(0).padStart(5)} MB/s   ${(parse / s).toFixed(2)}x JSON.parse`,
    );
  }
  // Without a playbook there are four columns, with one also those of its properties.
  for (const [columns, ours] of [
    ['the same columns', `payoff.wasm, ${name} playbook`],
    ['four columns only', 'payoff.wasm, no playbook'],
  ]) {
    for (const threads of [2, 1]) {
      const theirs = `DuckDB, threads = ${threads}, ${columns}`;
      console.log(`  ${ours} beside ${theirs}: ${(seconds[theirs] / seconds[ours]).toFixed(2)}x`);
    }
  }
}

function askNative(file) {
  const question = '{"ask":"schema"}';
  const { stdout, stderr, status } = spawnSync(program, ['ask', '--events', file, '--question', question], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`the native program: ${stderr}${stdout}`);
  return JSON.parse(stdout).quality.rows;
}
