// SPDX-License-Identifier: Apache-2.0
/**
 * @file What does it save to restore a snapshot, and what do a few new events cost? 1.1 million events of the sample help
 * desk: the snapshot against reading their NDJSON again, and 1,000 new events and a report against that report alone.
 */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { helpdeskFile, MILLION, playbookOf } from './data.mjs';
import { checked, feed, openEngine, openModule } from './payoff.mjs';
import { inTurns, machine, median, rounds, timed } from './timing.mjs';

const NEW_EVENTS = 1000;
const QUESTION = {
  ask: 'report',
  grain: 'day',
  from: '2026-10-01',
  to: '2026-11-01',
  as_of: '2026-11-01T00:00:00Z',
  zone: 'UTC',
};
const REPORT = JSON.stringify(QUESTION);
const OWN_REPORT = JSON.stringify({ ...QUESTION, account: 'acct_3' });

const bytes = await readFile(await helpdeskFile(MILLION));
const playbook = await playbookOf('helpdesk');
const module = await openModule();
const engine = openEngine(module, playbook);
feed(module, engine, bytes);
const { rows } = checked(engine.end());
const report = engine.ask(REPORT);
const block = copyOfSnapshot();
console.log(
  `snapshots of ${rows} rows, ${mb(bytes.length)} of NDJSON, ${mb(block.length)} as a snapshot ` +
    `(${(block.length / rows).toFixed(1)} bytes a row), median of ${rounds} rounds, ${machine()}`,
);

const { seconds, results } = await inTurns({
  read: () => {
    checked(engine.begin());
    feed(module, engine, bytes);
    return engine.end();
  },
  restore: () => {
    module.HEAPU8.set(block, engine.buffer(block.length));
    return engine.restore(block.length);
  },
  write: copyOfSnapshot,
});
assert.equal(results.restore, results.read);
assert.equal(engine.ask(REPORT), report);
assert.ok(block.every((byte, at) => byte === results.write[at]));
console.log(`  reading the NDJSON       ${ms(seconds.read)}`);
console.log(`  writing the snapshot     ${ms(seconds.write)}`);
console.log(
  `  restoring the snapshot   ${ms(seconds.restore)}   ${(seconds.read / seconds.restore).toFixed(1)}x as fast as reading (>= 10)`,
);

// The report before and after: with nothing new it is what it costs to ask.
const spent = { append: [], again: [], alone: [], own: [] };
for (let round = 0; round <= rounds; round++) {
  const fresh = newEvents(round);
  const append = await timed(() => {
    feed(module, engine, fresh);
    return checked(engine.end());
  });
  const again = await timed(() => engine.ask(REPORT));
  const alone = await timed(() => engine.ask(REPORT));
  const own = await timed(() => engine.ask(OWN_REPORT));
  checked(own.result);
  assert.equal(append.result.rows, rows + (round + 1) * NEW_EVENTS);
  assert.notEqual(again.result, report);
  if (round === 0) continue;
  spent.append.push(append.seconds);
  spent.again.push(append.seconds + again.seconds);
  spent.alone.push(alone.seconds);
  spent.own.push(own.seconds);
}
const [append_s, again_s, alone_s, own_s] = Object.values(spent).map(median);
console.log(`  the report alone         ${ms(alone_s)}   (of one account ${ms(own_s).trim()})`);
console.log(
  `  with ${NEW_EVENTS} new events     ${ms(again_s)}   ${(again_s / alone_s).toFixed(1)}x the report alone (<= 2); ` +
    `append() and end() take ${ms(append_s)}`,
);

/** Of everybody, of the last day, as the last rows of an export would be. */
function newEvents(round) {
  const events = [];
  for (let i = 0; i < NEW_EVENTS; i++) {
    const account = `acct_${(i * 7) % MILLION.accounts}`;
    events.push(
      JSON.stringify({
        type: 'track',
        messageId: `new-${round}-${i}`,
        event: i % 3 === 0 ? 'ticket_created' : 'ticket_resolved',
        userId: `${account}_u${i % 5}`,
        context: { groupId: account },
        timestamp: new Date(Date.UTC(2026, 9, 31, 12) + round * 60_000 + i * 50).toISOString(),
        properties: { ticket: `new-${round}-${i}` },
      }),
    );
  }
  return Buffer.from(`${events.join('\n')}\n`);
}

function copyOfSnapshot() {
  const { at, size_bytes } = checked(engine.snapshot());
  const copy = module.HEAPU8.slice(at, at + size_bytes);
  engine.buffer(0);
  return copy;
}

function mb(count) {
  return `${(count / 1e6).toFixed(0)} MB`;
}

function ms(spent_s) {
  return `${(spent_s * 1000).toFixed(1)} ms`.padStart(10);
}
