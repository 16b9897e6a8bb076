// SPDX-License-Identifier: Apache-2.0
/**
 * @file Is ingest in a browser as fast as in Node, and does the page stay free meanwhile?
 * In a page of Chromium, as in Node: decode + split + JSON.parse, in a worker for equal ground, beside Payoff through its
 * worker, bytes going over and all. Then the longest stretch in which the page's own thread had no turn, while it loads a
 * million events by the public API, asks and shows a report.
 */

import { readFile } from 'node:fs/promises';
import { inChromium } from './chromium.mjs';
import { expensesFile, helpdeskFile, MILLION, playbookOf } from './data.mjs';
import { ingest, parseAll } from './ingest.mjs';
import { watchPage } from './long_tasks.mjs';
import { openModule } from './payoff.mjs';
import { inTurns, machine, median, rounds } from './timing.mjs';

const PARSING_WORKER = `const parseAll = ${parseAll};
onmessage = ({ data }) => postMessage(parseAll(new Uint8Array(data)));`;
const LOADS = {
  'a million events, in a worker': { events: MILLION, worker: true },
  '200,000 events, without a worker': { events: { ...MILLION, accounts: 240 }, worker: false },
};
const TRIES = 3;

const file = await expensesFile();
const playbook = await playbookOf('expenses');
console.log(`expenses, median of ${rounds} rounds, ${machine()}`);
printRatio('Node', await inNode());
await inChromium(async (open, version) => {
  const page = await open({ '/events': { file }, '/parse.js': PARSING_WORKER });
  printRatio(version, await page.evaluate(inPage, playbook, rounds));
});

for (const [name, { events, worker }] of Object.entries(LOADS)) {
  const packed = await helpdeskFile(events, { gzip: true });
  await inChromium(async (open, version) => {
    const options = { account: 'acct_3', asOf: '2026-11-01T00:00:00Z', period: '2026-09', worker };
    const playbookText = await playbookOf('helpdesk');
    console.log(`${name}: the page's thread in ${version}, ${machine()}`);
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const page = await open({ '/events': { file: packed }, '/playbook.json': playbookText });
      const { rows, took_ms, longest_ms, tasks, first_date_ms } = await page.evaluate(watchPage, options);
      const told = tasks.map(({ ms, after }) => `${ms} ms after ${after}`).join(', ') || 'none';
      console.log(
        `  ${rows} rows in ${took_ms.toFixed(0)} ms; without a turn for ${longest_ms.toFixed(0)} ms at the longest; ` +
          `long tasks: ${told} (before it, the browser's first date: ${first_date_ms.toFixed(0)} ms)`,
      );
    }
  });
}

async function inNode() {
  const bytes = await readFile(file);
  const module = await openModule();
  const { seconds } = await inTurns({
    parse: () => parseAll(bytes),
    payoff: () => ingest(module, bytes, playbook),
  });
  return { ...seconds, size_bytes: bytes.length };
}

/** In the page, so it can use nothing of this file. The first round warms up, here too. */
async function inPage(playbook, rounds) {
  const { createEngine } = await import('/payoff/engine.js');
  const bytes = new Uint8Array(await (await fetch('/events')).arrayBuffer());
  const parser = new Worker('/parse.js');
  const parse = () =>
    new Promise((done) => {
      parser.onmessage = ({ data }) => done(data);
      parser.postMessage(bytes.buffer);
    });
  const engine = await createEngine({ playbook });
  const payoff = async () => {
    await engine.begin();
    const CHUNK_BYTES = 1 << 20;
    const flying = [];
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
      flying.push(engine.append(bytes.subarray(at, at + CHUNK_BYTES)));
    await Promise.all(flying);
    return (await engine.end()).rows;
  };
  const spent = { parse: [], payoff: [] };
  for (let round = 0; round <= rounds; round++) {
    const rows = [];
    for (const [name, work] of Object.entries({ parse, payoff })) {
      const start_ms = performance.now();
      rows.push(await work());
      if (round > 0) spent[name].push((performance.now() - start_ms) / 1000);
    }
    if (rows[0] !== rows[1]) throw new Error(`the sides disagree on the rows: ${rows}`);
  }
  return { spent, size_bytes: bytes.length, thread: engine.thread };
}

function printRatio(where, { spent, size_bytes, ...seconds }) {
  const [parse, payoff] = ['parse', 'payoff'].map((name) => (spent ? median(spent[name]) : seconds[name]));
  const mb = size_bytes / 1e6;
  console.log(
    `  ${where.padEnd(24)} decode + split + JSON.parse ${(mb / parse).toFixed(0)} MB/s, ` +
      `payoff ${(mb / payoff).toFixed(0)} MB/s: ${(parse / payoff).toFixed(2)}x`,
  );
}
