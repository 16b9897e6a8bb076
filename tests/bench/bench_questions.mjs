// SPDX-License-Identifier: Apache-2.0
/**
 * @file How long does an answer over 1.1 million events take, beside DuckDB-Wasm answering the same in SQL?
 * Both run as WebAssembly in this process, one thread each, and hold the events before the clock starts. Fails where the
 * answers differ. DuckDB's times are of its events as text, and as ENUMs, which somebody would have to declare.
 */

import { strict as assert } from 'node:assert';
import { createReadStream } from 'node:fs';
import { helpdeskFile, MILLION, playbookOf } from './data.mjs';
import { openDuckDB } from './duckdb_wasm.mjs';
import { checked, feed, openEngine, openModule } from './payoff.mjs';
import { inTurns, machine, median, rounds, timed } from './timing.mjs';

/** All of a year of days, and of the weeks of all data. */
const YEAR = { from: '2025-11-01', to: '2026-11-01' };
const ALL = { from: '2025-04-28', to: '2026-11-02' };
const COMMON = { zone: 'UTC', as_of: '2026-11-02T00:00:00Z' };
const ACTIVE = "event NOT IN ('page_viewed', 'payment_succeeded', 'payment_failed')";
const PERIODS = 12;
const COUNTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const FORTNIGHT = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
const OUTCOME_DAYS = [28, 56];

/** What in the days after somebody's first event goes together with value in their second month? */
const ahaGrid = (windows_days) => ({
  ask: 'aha_discovery',
  start: '*',
  return: '@value',
  events: '*',
  counts: COUNTS,
  windows_days,
  outcome_days: OUTCOME_DAYS,
  ...ALL,
});

/** Each: a question, the SQL of the same over a table, and what both answers are brought to for comparing. */
const PAIRS = {
  'daily actives of a year': {
    question: { ask: 'active_users', metric: 'dau', grain: 'day', ...YEAR },
    // date_trunc is twice as fast here as a cast to DATE.
    sql: (table) => `
      SELECT date_trunc('day', time) AS start, count(DISTINCT person) AS value FROM ${table}
      WHERE time >= '${YEAR.from}' AND time < '${YEAR.to}' AND ${ACTIVE} GROUP BY ALL`,
    ours: ({ series }) => series.filter(({ value }) => value > 0).map(({ start, value }) => [start, value]),
    theirs: (rows) => rows.map(({ start, value }) => [dateOf(start), Number(value)]),
  },
  'weekly retention, 78 weeks': {
    question: {
      ask: 'retention',
      start: '@active',
      return: '@active',
      grain: 'week',
      periods: PERIODS,
      ...ALL,
    },
    sql: (table) => `
      WITH came AS (SELECT DISTINCT person, date_trunc('week', time) AS week FROM ${table}
                    WHERE person IS NOT NULL AND ${ACTIVE}),
      began AS (SELECT person, min(week) AS start FROM came GROUP BY ALL)
      SELECT start, date_diff('week', start, week) AS k, count(*) AS returned FROM came JOIN began USING (person)
      WHERE date_diff('week', start, week) <= ${PERIODS} GROUP BY ALL`,
    ours: ({ cohorts }) =>
      cohorts.flatMap(({ start, returned }) =>
        returned.map((n, k) => [`${start} ${k}`, n]).filter(([, n]) => n !== null && n > 0),
      ),
    theirs: (rows) => rows.map(({ start, k, returned }) => [`${dateOf(start)} ${k}`, Number(returned)]),
  },
  'aha grid, all events x 10 counts': {
    question: ahaGrid([7]),
    // The four numbers of each table; intervals, exact tests and strata come on top in ours.
    sql: (table) => `
      WITH began AS (SELECT person, min(time) AS start FROM ${table} WHERE person IS NOT NULL GROUP BY ALL
                     HAVING start + INTERVAL ${OUTCOME_DAYS[1]} DAY <= TIMESTAMP '${ALL.to}'),
      mine AS (SELECT person, event, time - start AS since FROM ${table} JOIN began USING (person)),
      came AS (SELECT DISTINCT person FROM mine WHERE event IN ('ticket_resolved', 'automation_run', 'report_shared')
               AND since >= INTERVAL ${OUTCOME_DAYS[0]} DAY AND since < INTERVAL ${OUTCOME_DAYS[1]} DAY),
      sizes AS (SELECT (SELECT count(*) FROM began) AS people, (SELECT count(*) FROM came) AS returned),
      did AS (SELECT person, event, count(*) AS times FROM mine WHERE since < INTERVAL 7 DAY GROUP BY ALL),
      grid AS (SELECT event, least, count(came.person) AS tp, count(*) AS exposed
               FROM did LEFT JOIN came USING (person), range(1, ${COUNTS.length + 1}) AS counts(least)
               WHERE times >= least GROUP BY ALL)
      SELECT event, least, tp, exposed - tp AS fp, returned - tp AS fn, people - returned - exposed + tp AS tn
      FROM grid, sizes`,
    // SQL has no row where nobody did it so often.
    ours: ({ cells }) =>
      cells
        .filter(({ table: { tp, fp } }) => tp + fp > 0)
        .map(({ event, count, table: { tp, fp, fn, tn } }) => [`${event} ${count}`, [tp, fp, fn, tn]]),
    theirs: (rows) =>
      rows.map(({ event, least, tp, fp, fn, tn }) => [`${event} ${least}`, [tp, fp, fn, tn].map(Number)]),
  },
  'usage by month, four metrics': {
    question: { ask: 'usage', grain: 'month', compare: 'none', ...YEAR },
    sql: (table) => `
      WITH inside AS (SELECT date_trunc('month', time) AS start, event, time, ticket, amount FROM ${table}
                      WHERE time < '${YEAR.to}'),
      counts AS (SELECT start, count(*) FILTER (event = 'ticket_resolved') AS resolved,
                   count(*) FILTER (event = 'automation_run') AS automated,
                   sum(amount) FILTER (event = 'chat_sale') AS chat_sales
                 FROM inside WHERE start >= '${YEAR.from}' GROUP BY ALL),
      created AS (SELECT ticket, time AS asked, start FROM inside
                  WHERE event = 'ticket_created' AND start >= '${YEAR.from}'),
      waits AS (SELECT any_value(created.start) AS start, min(time) - any_value(asked) AS wait
                FROM created JOIN inside USING (ticket)
                WHERE event = 'ticket_replied' AND time >= asked GROUP BY ticket),
      medians AS (SELECT start, quantile_cont(epoch_ms(wait), 0.5) / 60000 AS first_reply FROM waits GROUP BY ALL)
      SELECT * FROM counts JOIN medians USING (start)`,
    ours: ({ metrics }) =>
      metrics.flatMap(({ id, series }) =>
        series.map(({ start, value }) => [`${start} ${id}`, rounded(value)]),
      ),
    theirs: (rows) =>
      rows.flatMap(({ start, ...figures }) =>
        Object.entries(figures).map(([id, value]) => [`${dateOf(start)} ${id}`, rounded(Number(value))]),
      ),
  },
};

/** `report` for the customer whose page it is, and for the vendor who asks for all customers at once. */
const REPORTS = { 'report, one account': { account: 'acct_3' }, 'report, all accounts': {} };

const file = await helpdeskFile(MILLION);
const playbook = await playbookOf('helpdesk');
const duckdb = await openDuckDB(file);
const [{ n }] = duckdb.ask('SELECT count(*) AS n FROM events');
const engine = await load();
const ask = (question) => engine.ask(JSON.stringify({ ...COMMON, ...question }));

console.log(
  `questions over ${n} events, median of ${rounds} rounds, DuckDB-Wasm ${duckdb.version}, ${machine()}`,
);
let dailyActives_s = 0;
for (const [name, { question, sql, ours, theirs }] of Object.entries(PAIRS)) {
  const { seconds, results } = await inTurns({
    payoff: () => ask(question),
    text: () => duckdb.ask(sql('events')),
    coded: () => duckdb.ask(sql('coded')),
  });
  const expected = sorted(ours(checked(results.payoff)));
  assert.ok(expected.length > 0);
  assert.deepEqual(sorted(theirs(results.text)), expected, name);
  assert.deepEqual(sorted(theirs(results.coded)), expected, name);
  const { payoff, text, coded } = seconds;
  print(
    name,
    payoff,
    `DuckDB-Wasm ${ms(text)}, ${(text / payoff).toFixed(1)}x; ENUMs ${ms(coded)}, ${(coded / payoff).toFixed(1)}x`,
  );
  dailyActives_s ||= text;
}

const grids = await inTurns({ one: () => ask(ahaGrid([7])), all: () => ask(ahaGrid(FORTNIGHT)) });
const { one, all } = grids.seconds;
assert.equal(
  checked(grids.results.all).cells.length,
  FORTNIGHT.length * checked(grids.results.one).cells.length,
);
print('aha grid, 14 windows', all, `${(all / one).toFixed(1)} times one window (${ms(one)})`);

const share = (s) => `${(s / dailyActives_s).toFixed(3)} of DuckDB-Wasm's daily actives`;
for (const [name, whose] of Object.entries(REPORTS)) {
  // A fresh engine, so that nothing was asked before the first report; then month after month, none of them twice.
  const firsts = [];
  const nexts = [];
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    const fresh = await load();
    for (const [at, month] of months().entries()) {
      const question = JSON.stringify({ ...COMMON, ask: 'report', grain: 'day', ...month, ...whose });
      const { result, seconds } = await timed(() => fresh.ask(question));
      assert.ok(checked(result).metrics.length > 0);
      (at === 0 ? firsts : nexts).push(seconds);
    }
    fresh.delete();
  }
  print(`${name}, the first`, median(firsts), share(median(firsts)));
  print(`${name}, another month`, median(nexts), share(median(nexts)));
}

async function load() {
  const module = await openModule();
  const engine = openEngine(module, playbook);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) feed(module, engine, chunk);
  checked(engine.end());
  return engine;
}

/** Eleven, the last one first. */
function months() {
  const starts = [...Array(12).keys()].map((k) =>
    new Date(Date.UTC(2026, 9 - k, 1)).toISOString().slice(0, 10),
  );
  return starts.slice(0, 11).map((from, k) => ({ from, to: k === 0 ? '2026-11-01' : starts[k - 1] }));
}

function print(name, seconds, beside) {
  console.log(`  ${name.padEnd(38)} ${ms(seconds).padStart(9)}   ${beside}`);
}

function ms(seconds) {
  return `${(seconds * 1000).toFixed(1)} ms`;
}

function dateOf(epoch_ms) {
  return new Date(Number(epoch_ms)).toISOString().slice(0, 10);
}

/** Sums of doubles in another order differ in the last places. */
function rounded(value) {
  return Number(value.toPrecision(9));
}

function sorted(pairs) {
  return pairs.sort(([a], [b]) => (a < b ? -1 : 1));
}
