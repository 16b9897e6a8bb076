// SPDX-License-Identifier: Apache-2.0
/** @file Does web/playbook.schema.json accept and refuse the playbooks that the core accepts and refuses? */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';
import { Ajv } from 'ajv';
import { loadModule } from '../../web/engine/wasm.js';
import {
  everyNode,
  type Json,
  mistaken,
  mutationsAt,
  namesIn,
  nodesAt,
  nodesOf,
  type Path,
  partsOf,
  placesIn,
  randomFrom,
  replaced,
  SCHEMA,
  UNKNOWN,
  valueAt,
  wordsIn,
} from './playbook_mutations.js';
import { WASM } from './real_core.js';

interface Refusal {
  code: string;
  path: string;
  message: string;
}

const { Engine } = await loadModule(WASM);
const engine = new Engine();
// A condition ("if") asks for fields that the object around it declares.
const fits = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(SCHEMA);

function refusalOf(text: string): Refusal | undefined {
  return (JSON.parse(engine.configure(text)) as { error?: Refusal }).error;
}

/** Every field of the schema, in as few lines as that takes; nothing here is meant to be sensible. */
const FULL: Json = {
  $schema: './playbook.schema.json',
  payoff: 1,
  version: '1',
  product: { name: 'Helpdesk', currency: 'EUR' },
  time: { zone: 'Europe/Berlin', week_start: 'monday', session_gap_minutes: 30 },
  data: {
    format: 'auto',
    fields: {
      ...{ event: '/event', time: '/timestamp', user: '/userId', anonymous: '/anonymousId' },
      ...{ account: '/context/groupId', id: '/messageId', type: '/type', properties: '/properties' },
    },
    identify: { user_attributes: '/traits', account_attributes: '/traits' },
    columns: ['minutes'],
  },
  sets: {
    value: [
      'ticket_resolved',
      { event: '*', where: { prop: 'n', op: 'gte', value: 2 } },
      { not: '@learning' },
    ],
    learning: { event: 'lesson', where: { all: [{ any: [{ not: { prop: 'p', op: 'exists' } }] }] } },
    other: {
      event: 'x',
      where: { prop: 'plan', on: 'account', op: 'in', value: ['pro', 1, true], at: 'latest' },
    },
    words: { event: 'x', where: { prop: 'plan', op: 'contains', value: 'pro' } },
  },
  capabilities: [{ id: 'tickets', label: 'Tickets', events: 'ticket', plans: ['team'], href: '/tickets' }],
  activation: {
    ...{ start: 'signed_up', per: 'account', within_days: 14, rule: { at_least: 1 } },
    steps: [
      { id: 'invite', label: 'Invite', event: 'invited', href: '/team', count: 2, within_days: 7 },
      { id: 'connect', event: '@capability:tickets', where: { prop: 'kind', value: 'mail' } },
    ],
  },
  aha: { event: 'joined', count: 3, within_days: 10, start: 'signed_up', label: 'On board' },
  retention: {
    ...{ start: 'signed_up', return: '@value', grain: 'week', periods: 8, min_returns: 1 },
    ...{ mode: 'on', cohort: 'attribute:plan' },
  },
  metrics: [
    {
      id: 'resolved',
      label: 'Resolved',
      of: 'ticket_resolved',
      stat: 'count',
      unit: 'tickets',
      better: 'up',
    },
    { id: 'minutes', of: 'call', stat: 'sum', prop: 'minutes' },
    {
      id: 'reply',
      between: { start: 'asked', end: 'answered', key: 'ticket' },
      stat: 'median',
      unit: 'hours',
    },
  ],
  roi: {
    hourly_cost: { low: 24, expected: 32, high: 45, currency: 'EUR', source: 'vendor' },
    subscription: { amount: 'account.mrr', period: 'month', currency: 'EUR' },
    rules: [
      { id: 'a', label: 'A', of: 'x', minutes_saved: { low: 1, expected: 2, high: 3 }, source: 'customer' },
      { id: 'b', of: 'y', value: { prop: 'amount' }, currency: 'EUR' },
      { id: 'c', of: 'z', value: 3 },
    ],
  },
  subscription: {
    ...{ plan: 'account.plan', mrr: 'account.mrr', renews_on: 'account.on', card_expires_on: 'user.card' },
    ...{
      seats: 'account.seats',
      started: 'subscribed',
      payment_failed: 'failed',
      payment_succeeded: 'paid',
      canceled: ['canceled'],
    },
    ...{ mrr_prop: 'mrr', reason_prop: 'feedback' },
  },
  survey: { nps: { event: 'answered', score_prop: 'score', comment_prop: 'comment', question: 'Why?' } },
  flags: {
    silent: { high_days: 14, medium_days: 7, low_days: 3 },
    usage_drop: { high: 0.5, medium: 0.2, low: 0.1, p: 0.05 },
    engagement_drop: { high: 0.2 },
    logins_drop: { medium: 0.2 },
    session_drop: { low: 0.2 },
    capability_dropped: { window_days: 28 },
    champion_risk: { high: 0.8, medium: 0.6, low: 0.5, people: 3, window_days: 90 },
    champion_left: { high_days: 14 },
    payment_failed: {},
    card_expiring: { medium_days: 30 },
    renewal_near: { high_days: 30, medium_days: 60, low_days: 90, health: 60 },
    support_load: { high: 3, medium: 2, low: 1.5 },
    detractor: { high: 2, medium: 4, low: 6 },
    onboarding_stalled: { low_days: 7 },
  },
  health: [
    { id: 'use', weight: 40, measure: 'utilisation_28d', bad: 0, good: 20 },
    { id: 'nps', weight: 0.5, measure: 'nps_latest', bad: 10, good: -1 },
  ],
  stages: [
    { id: 'gone', stage: 'churned', when: [{ measure: 'days_since_active', gte: 90, lt: 900 }] },
    { id: 'else', stage: 'reach', when: [{ measure: 'health', lt: 101 }] },
  ],
  nudges: [
    { id: 'a', when: { flag: 'silent' }, kind: 'tip', text: 'Look', href: '/a', max_per_days: 14 },
    { id: 'b', text: { en: 'Look', fa: 'Look' } },
  ],
  cancel: {
    reasons: ['too_expensive', 'unused'],
    offers: {
      too_expensive: { kind: 'discount', href: '/a', label: 'A', text: 'B', months: 2, percent: 20 },
      ...{ customer_service: { kind: 'a' }, low_quality: { kind: 'a' }, missing_features: { kind: 'a' } },
      ...{ other: { kind: 'a' }, switched_service: { kind: 'a' }, too_complex: { kind: 'a' } },
      unused: { kind: 'a' },
    },
  },
  report: { period: 'month', headline: ['resolved', 'reply'], texts: { en: 'Well done' } },
};

const readJson = (path: string): Json => JSON.parse(readFileSync(path, 'utf8')) as Json;
const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);
const snippet = /<!-- run: playbook -->\n```json\n([\s\S]*?)\n```/.exec(
  readFileSync('README.md', 'utf8'),
)?.[1];

/** The design's example stands in tests/cases too, which is where it is when there is no design beside. */
const PLAYBOOKS: Record<string, Json> = {
  'with every field': FULL,
  'of the README': JSON.parse(snippet ?? 'null') as Json,
  ...Object.fromEntries(filesIn('demo', '.playbook.json').map((path) => [path, readJson(path)])),
};
for (const path of filesIn('tests/cases', '.json')) {
  const { playbook } = readJson(path) as { playbook?: Json };
  if (playbook) PLAYBOOKS[path] = playbook;
}
const DESIGN = '../shared/design/playbook.example.json';
if (existsSync(DESIGN)) PLAYBOOKS[DESIGN] = readJson(DESIGN);

const SELECTOR =
  '/sets/[^/]*|/capabilities/\\d+/events|/activation/start|/activation/steps/\\d+/event|/aha/(event|start)|' +
  '/retention/(start|return)|/metrics/\\d+/(of|between/(start|end))|/roi/rules/\\d+/of|' +
  '/subscription/(started|payment_failed|payment_succeeded|canceled)|/survey/[^/]*/event';

/** What no schema can say, as its description tells. Anything else that the core refuses, the schema refuses too. */
const BEYOND_A_SCHEMA: { code: string; path: string; message: RegExp }[] = [
  { code: 'unknown_name', path: SELECTOR, message: /^(set|capability) `/ },
  { code: 'unknown_name', path: '/report/headline/\\d+', message: /^metric `/ },
  {
    code: 'bad_value',
    path: '/(capabilities|activation/steps|metrics|roi/rules|health|stages|nudges)/\\d+/id',
    message: /^two /,
  },
  { code: 'bad_value', path: SELECTOR, message: /contains itself$/ },
  { code: 'limit_exceeded', path: '/sets/.*', message: /^(sets|selectors|filters) / },
  { code: 'bad_value', path: '/activation/rule/at_least', message: /whole number/ },
  {
    code: 'bad_value',
    path: '/roi/(hourly_cost|rules/\\d+/(minutes_saved|value))',
    message: /0 <= low <= expected <= high/,
  },
  { code: 'mixed_currencies', path: '/roi/.*/currency', message: /beside/ },
  { code: 'bad_value', path: '/health/\\d+/good', message: /differ/ },
];

const needed = new Set<unknown>();

/** Asserts that both say the same of `playbook`. */
function compare(what: string, playbook: Json): void {
  const refusal = refusalOf(JSON.stringify(playbook));
  const accepted = fits(playbook);
  if (!refusal) {
    if (!accepted)
      assert.fail(`${what}: only the schema refuses it: ${JSON.stringify(fits.errors?.slice(0, 3))}`);
  } else if (accepted) {
    const reason = BEYOND_A_SCHEMA.find(
      ({ code, path, message }) =>
        code === refusal.code &&
        new RegExp(`^(${path})$`).test(refusal.path) &&
        message.test(refusal.message),
    );
    if (!reason) assert.fail(`${what}: only the core refuses it: ${JSON.stringify(refusal)}`);
    needed.add(reason);
  }
}

for (const [name, playbook] of Object.entries(PLAYBOOKS)) {
  test(`the playbook ${name} is accepted by both`, () => {
    assert.equal(refusalOf(JSON.stringify(playbook)), undefined);
    assert.ok(fits(playbook), JSON.stringify(fits.errors));
  });

  test(`core and schema agree on the playbook ${name} with one thing wrong`, () => {
    for (const part of partsOf(playbook)) {
      for (const path of part.paths) {
        for (const wrong of mutationsAt(part.playbook, path, playbook === FULL))
          compare(wrong.what, wrong.playbook);
      }
    }
  });
}

test('core and schema agree on playbooks with several things wrong', () => {
  const random = randomFrom(20261101);
  for (const { playbook } of partsOf(FULL)) {
    for (let round = 0; round < 200; round++) {
      const wrong = mistaken(playbook, random);
      compare(JSON.stringify(wrong), wrong);
    }
  }
});

test('core and schema agree on estimates, rules and metrics that stand alone', () => {
  const books = [
    { roi: { rules: [{ id: 'a', of: 'x', minutes_saved: 1 }] } },
    { roi: { hourly_cost: 1, rules: [{ id: 'a', of: 'x', minutes_saved: 1, value: 1 }] } },
    { roi: { hourly_cost: 0, rules: [{ id: 'a', of: 'x', minutes_saved: 0 }] } },
    { roi: { rules: [{ id: 'a', of: 'x', value: { prop: 'p', expected: 1 } }] } },
    { product: { currency: '' }, roi: { hourly_cost: { expected: 1, currency: '' } } },
    { metrics: [{ id: 'a', of: 'x', between: { start: 'x', end: 'y', key: 'k' } }] },
    { metrics: [{ id: 'a', between: { start: 'x', end: 'y', key: 'k' } }] },
    { metrics: [{ id: 'a', of: 'x', stat: 'users', prop: 'p' }] },
    { activation: { start: 's', steps: [] } },
    { sets: { a: [] } },
  ];
  for (const book of books) compare(JSON.stringify(book), { payoff: 1, version: '1', ...book });
});

test('a whole number may be written with a point', () => {
  const text = '{"payoff":1.0,"version":"1","aha":{"event":"x","count":3.0,"within_days":1.4e1}}';
  assert.equal(refusalOf(text), undefined);
  assert.ok(fits(JSON.parse(text)));
});

test('what nests too deep is the core alone to refuse', () => {
  let selector: Json = 'x';
  let filter: Json = { prop: 'p', value: 1 };
  for (let depth = 0; depth < 40; depth++) {
    selector = [selector];
    filter = { not: filter };
  }
  compare('a deep selector', { payoff: 1, version: '1', sets: { a: selector } });
  compare('a deep filter', { payoff: 1, version: '1', sets: { a: { event: 'x', where: filter } } });
});

test('each reason to forgive a disagreement was needed', () => {
  assert.deepEqual(
    BEYOND_A_SCHEMA.filter((reason) => !needed.has(reason)),
    [],
  );
});

const places = [...placesIn(FULL)];
const after = (message: string, words: string): string[] => message.split(words)[1]?.split(', ') ?? [];

test('the playbook with every field has every field of the schema', () => {
  const used = new Set(places.map((path) => path.at(-1)));
  assert.deepEqual(
    [...namesIn(everyNode())].filter((name) => !used.has(name)),
    [],
  );
});

test('the core knows no field that the schema lacks', () => {
  let asked = 0;
  const lacks = (path: Path): string[] => {
    const refusal = refusalOf(JSON.stringify(replaced(FULL, [...path, UNKNOWN], 'x')));
    if (refusal?.code !== 'unknown_field') return []; // names of the playbook's own are fields there
    asked++;
    const known = namesIn(nodesAt(path));
    return after(refusal.message, 'known are ').filter((name) => !known.has(name));
  };
  for (const path of places) {
    const value = valueAt(FULL, path);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      assert.deepEqual(lacks(path), [], `/${path.join('/')}`);
    }
  }
  assert.ok(asked > 40);
});

test('where one of several words must stand, core and schema name the same ones', () => {
  let asked = 0;
  for (const path of places) {
    const refusal = refusalOf(JSON.stringify(replaced(FULL, path, UNKNOWN)));
    const words = after(refusal?.message ?? '', 'known are ');
    if (words.length === 0 || refusal?.path !== `/${path.join('/')}`) continue;
    if (path[0] === 'report' && path[1] === 'headline') continue; // names of the playbook's own
    asked++;
    assert.deepEqual(new Set(words), wordsIn(nodesAt(path)), refusal.path);
  }
  assert.ok(asked > 12);
});

test('every field of the schema is described', () => {
  // Where a condition narrows a field down, its description stands with the field.
  const whole = everyNode().filter(({ additionalProperties }) => additionalProperties === false);
  const silent = whole.flatMap((node) =>
    Object.entries(node.properties ?? {})
      .filter(([, field]) => field && !nodesOf(field).some(({ description }) => description))
      .map(([name]) => name),
  );
  assert.ok(whole.length > 30);
  assert.deepEqual(silent, []);
});

test('the package publishes the schema by name', () => {
  const published = createRequire(import.meta.url).resolve('payoff-widget/playbook.schema.json');
  assert.deepEqual(readJson(published), SCHEMA);
});
