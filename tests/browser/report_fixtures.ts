// SPDX-License-Identifier: Apache-2.0
/** @file What does the core answer about one fictional month of a fictional help desk? Figures of the design's mocks. */

import type { Adoption } from '../../web/components/shared/answers.js';
import type {
  ErrorBody,
  Estimate,
  MetricAnswer,
  Playbook,
  Point,
  Quality,
  Range,
  ReportAnswer,
  RoiFigures,
} from '../../web/engine/protocol.js';

/** A PayoffContext as data: a page makes one of it (see `fake_payoff.ts`). */
export interface FakePayoff {
  /** The first entry whose fields all equal the question's gives the answer. */
  answers: {
    when: Readonly<Record<string, string>>;
    /** Only for questions with `overrides`. */
    whenOverridden?: true;
    answer?: unknown;
    error?: ErrorBody;
    never?: true;
  }[];
  playbook: Playbook;
  asOf: string;
  zone?: string;
  locale?: string;
  loading?: { loadedBytes: number; totalBytes?: number };
}

export const quality: Quality = {
  rows: 48_211,
  accepted: 48_211,
  duplicates: 0,
  after_as_of: 0,
  rejected: {},
  examples: [],
  truncated: false,
};

export const playbook: Playbook = {
  payoff: 1,
  version: '2026-10-01',
  product: { name: 'Fernhill Desk', currency: 'USD' },
  time: { zone: 'Europe/London' },
  roi: {
    hourly_cost: { low: 30, expected: 30, high: 30, currency: 'USD', source: 'customer' },
    rules: [
      { id: 'auto', of: 'auto_reply', minutes_saved: { low: 4, expected: 6, high: 8 } },
      { id: 'macro', of: 'macro_used', minutes_saved: { low: 1, expected: 1.5, high: 2 } },
      { id: 'route', of: 'routed', minutes_saved: { low: 0.3, expected: 0.6, high: 0.9 } },
      { id: 'merge', of: 'merged', minutes_saved: { low: 2, expected: 3, high: 4 } },
      { id: 'c', of: 'sold', value: { low: 300, expected: 300, high: 300 } },
    ],
  },
};

const SOURCES = [
  {
    rule: 'auto',
    label: 'Auto-reply solved the conversation',
    count: 412,
    minutes: [4, 6, 8],
    source: 'measured',
  },
  { rule: 'macro', label: 'Macro used in a reply', count: 1860, minutes: [1, 1.5, 2], source: 'vendor' },
  {
    rule: 'route',
    label: 'Routed to the right person',
    count: 2320,
    minutes: [0.3, 0.6, 0.9],
    source: 'vendor',
  },
  {
    rule: 'merge',
    label: 'Duplicate conversations merged',
    count: 118,
    minutes: [2, 3, 4],
    source: 'vendor',
  },
] as const;
const RATE = 30;

const estimate = (low: number, expected: number, high: number): Estimate => ({ low, expected, high });
const scaled = (each: Estimate, factor: number) =>
  estimate(each.low * factor, each.expected * factor, each.high * factor);
const cents = (value: number) => Math.round(value * 100) / 100;

/** Days of a month with a weekday rhythm that sum exactly to `sum`; seeded, so the same each time. */
export function daily(from: string, days: number, sum: number, seed: number, step = 1): Point[] {
  let state = seed;
  const random = () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const start = Date.parse(`${from}T00:00:00Z`);
  const weights = Array.from({ length: days }, (_, at) => {
    const weekday = new Date(start + at * 86_400_000).getUTCDay();
    return (weekday % 6 === 0 ? 0.3 : 1) * (0.78 + random() * 0.44) * (1 + at * 0.006);
  });
  const all = weights.reduce((total, weight) => total + weight, 0);
  const values = weights.map((weight) => Math.round(((weight / all) * sum) / step) * step);
  values[values.length - 3] =
    (values[values.length - 3] ?? 0) + sum - values.reduce((total, value) => total + value, 0);
  return values.map((value, at) => ({
    start: new Date(start + at * 86_400_000).toISOString().slice(0, 10),
    value,
  }));
}

function around(from: string, days: number, values: readonly number[]): Point[] {
  return daily(from, days, 1, 5).map(({ start }, at) => {
    const place = (at / days) * (values.length - 1);
    const low = values[Math.floor(place)] ?? 0;
    const high = values[Math.ceil(place)] ?? low;
    return { start, value: Math.round(low + (high - low) * (place % 1)) };
  });
}

function metric(
  id: string,
  label: string,
  unit: string,
  better: 'up' | 'down',
  total: number | null,
  previous: number | null,
  series: Point[],
  previousSeries: Point[],
): MetricAnswer {
  const change = total === null || !previous ? null : (total - previous) / previous;
  const good = change !== null && (better === 'up' ? change > 0 : change < 0);
  const verdict = change === null ? 'unknown' : Math.abs(change) < 0.02 ? 'same' : good ? 'better' : 'worse';
  return {
    id,
    label,
    unit,
    better,
    total,
    previous,
    change,
    verdict,
    partial: false,
    series,
    previous_series: previousSeries,
  };
}

export interface Month {
  from: string;
  to: string;
  days: number;
  before: string;
  beforeDays: number;
  asOf: string;
  zone: string;
}

export const october: Month = {
  from: '2026-10-01',
  to: '2026-11-01',
  days: 31,
  before: '2026-09-01',
  beforeDays: 30,
  asOf: '2026-11-05T09:00:00Z',
  zone: 'Europe/London',
};

/** Mehr 1405. */
export const mehr: Month = {
  from: '2026-09-23',
  to: '2026-10-23',
  days: 30,
  before: '2026-08-23',
  beforeDays: 31,
  asOf: '2026-10-25T09:00:00Z',
  zone: 'Asia/Tehran',
};

export function range(month: Month): Range {
  return {
    from: month.from,
    to: month.to,
    zone: month.zone,
    grain: 'day',
    week_start: 'monday',
    as_of: month.asOf,
  };
}

export function roiFigures(month: Month): RoiFigures {
  const audit = SOURCES.map(({ rule, label, count, minutes: [low, expected, high], source }) => {
    const each = estimate(low, expected, high);
    const saved = scaled(each, count);
    const amount = scaled(saved, RATE / 60);
    return {
      rule,
      label,
      count,
      minutes_each: each,
      minutes_saved: { low: cents(saved.low), expected: cents(saved.expected), high: cents(saved.high) },
      hourly_cost: estimate(RATE, RATE, RATE),
      amount: { low: cents(amount.low), expected: cents(amount.expected), high: cents(amount.high) },
      source,
    };
  });
  const value = estimate(2220, 3504, 4788);
  const cost = 948;
  const ratio = (each: number) => (each - cost) / cost;
  return {
    currency: 'USD',
    minutes_saved: estimate(4440, 7008, 9576),
    money_saved: value,
    value_made: estimate(0, 0, 0),
    value,
    cost,
    net: estimate(value.low - cost, value.expected - cost, value.high - cost),
    roi: { low: ratio(2220), expected: ratio(3504), high: ratio(4788) },
    payback_days: { low: 14, expected: 9, high: 7 },
    per_active_person: null,
    audit,
    running: { value: estimate(18_240, 28_790, 39_340), cost: 9480, since: '2026-01-01T00:00:00Z' },
    series: minutesByDay(month.from, month.days, 7008, 17),
    previous: {
      from: month.before,
      to: month.from,
      minutes_saved: estimate(3949, 6234, 8518),
      value: estimate(1974, 3117, 4259),
      cost,
      net: estimate(1026, 2169, 3311),
      roi: { low: 1.08, expected: 2.29, high: 3.49 },
      series: minutesByDay(month.before, month.beforeDays, 6234, 91),
    },
  };
}

function minutesByDay(from: string, days: number, sum: number, seed: number): RoiFigures['series'] {
  return daily(from, days, sum, seed, 6).map(({ start, value }) => {
    const minutes = value ?? 0;
    return {
      start,
      minutes_saved: estimate(minutes * 0.63, minutes, minutes * 1.37),
      value: estimate(minutes * 0.32, minutes / 2, minutes * 0.68),
      cost: null,
    };
  });
}

export function reportAnswer(month: Month = october): ReportAnswer {
  const { from, days, before, beforeDays } = month;
  return {
    ask: 'report',
    range: range(month),
    account: 'acct_3',
    product: { name: 'Fernhill Desk', currency: 'USD' },
    period: 'month',
    headline: ['solved', 'first_reply', 'no_agent', 'rating'],
    metrics: [
      metric(
        'solved',
        'Conversations solved',
        'count',
        'up',
        2486,
        2391,
        daily(from, days, 2486, 7),
        daily(before, beforeDays, 2391, 9),
      ),
      metric(
        'first_reply',
        'Median first reply',
        'minutes',
        'down',
        84,
        112,
        around(from, days, [101, 92, 84, 76, 71]),
        around(before, beforeDays, [118, 109, 114, 112, 110]),
      ),
      metric(
        'no_agent',
        'Solved without an agent',
        'count',
        'up',
        412,
        349,
        daily(from, days, 412, 11),
        daily(before, beforeDays, 349, 13),
      ),
      metric('rating', 'Satisfaction', 'percent', 'up', 0.94, 0.95, [], []),
    ],
    roi: roiFigures(month),
    activation: null,
    aha: null,
    adoption: null,
    next_best: null,
    new: null,
    flags: null,
    texts: {
      en: 'Your team solved {{ metrics.solved.total | number }} conversations, {{ metrics.solved.change | percent_change }} on the month before. First replies took {{ metrics.first_reply.total | duration }}. {{ metrics.nothing.total | number }} were never counted.',
      fa: '{{ metrics.solved.total | number }} \u06af\u0641\u062a\u200c\u0648\u06af\u0648 \u062d\u0644 \u0634\u062f.',
    },
    notes: [],
    quality,
  };
}

export function fake(answer: ReportAnswer = reportAnswer(), month: Month = october): FakePayoff {
  return {
    answers: [{ when: { ask: 'report' }, answer }],
    playbook,
    asOf: month.asOf,
    zone: month.zone,
  };
}

// ---- the months that are not like the others

/** On 14 November: half a month, compared with the same days of October. */
export function unfinished(): FakePayoff {
  const month: Month = {
    ...october,
    from: '2026-11-01',
    to: '2026-12-01',
    days: 30,
    before: '2026-10-01',
    beforeDays: 31,
    asOf: '2026-11-14T15:00:00Z',
  };
  const answer = reportAnswer(month);
  const roi = answer.roi as RoiFigures;
  roi.series = roi.series.map((point) =>
    point.start > '2026-11-14' ? { ...point, minutes_saved: estimate(0, 0, 0), partial: true } : point,
  );
  const soFar = roi.series.reduce((sum, point) => sum + point.minutes_saved.expected, 0);
  roi.minutes_saved = estimate(soFar * 0.63, soFar, soFar * 1.37);
  if (roi.previous)
    roi.previous = { ...roi.previous, to: '2026-10-14', minutes_saved: estimate(2100, 3180, 4300) };
  roi.audit = roi.audit.slice(0, 1).map((row) => ({
    ...row,
    count: soFar / 6,
    minutes_saved: estimate((soFar * 4) / 6, soFar, (soFar * 8) / 6),
    amount: scaled(estimate(soFar / 3, soFar / 2, (soFar * 2) / 3), 1),
  }));
  const value = scaled(estimate(soFar / 3, soFar / 2, (soFar * 2) / 3), 1);
  Object.assign(roi, {
    value,
    money_saved: value,
    cost: 442,
    net: estimate(value.low - 442, value.expected - 442, value.high - 442),
  });
  answer.texts = {};
  answer.metrics = answer.metrics.map((each) => ({ ...each, partial: true }));
  return fake(answer, month);
}

/** The file ended early: at least so much, and no comparison. */
export function cutShort(): FakePayoff {
  return fake({
    ...reportAnswer(),
    quality: { ...quality, rejected: { bad_json: 1 }, rows: 48_212, truncated: true },
  });
}

const CAPABILITIES = [
  ['inbox', 'Shared inbox', 12, 12, 310],
  ['macros', 'Macros', 11, 12, 169],
  ['routing', 'Auto-routing', 0, 0, null],
  ['replies', 'Auto-replies', 0, 0, null],
  ['tags', 'Tags and views', 9, 12, 44],
  ['survey', 'Satisfaction survey', 0, 0, null],
  ['help', 'Help centre', 5, 12, 8],
  ['reports', 'Reports', 1, 12, 1],
  ['targets', 'Reply targets', 0, 12, null],
  ['roles', 'Custom roles', 0, 12, null],
] as const;

/** All that the core can tell: the goal, what is used, and what to do next. */
export function whole(): FakePayoff {
  return fake(withParts(reportAnswer()));
}

function withParts(answer: ReportAnswer): ReportAnswer {
  const adoption: Adoption = {
    capabilities: CAPABILITIES.map(([id, label, adopters, people, depth]) => ({
      id,
      label,
      href: `/settings/${id}`,
      used: id !== 'targets' && id !== 'roles',
      adopters,
      people,
      rate: people > 0 ? adopters / people : null,
      depth,
      first_used: null,
      last_used: null,
      peer_rate: id === 'targets' ? 0.52 : null,
    })),
  };
  const utilisation = { value: 0.8, median: 0.61 };
  const parts = {
    adoption: { ...adoption, utilisation, unused: ['targets', 'roles'] },
    next_best: 'targets',
  };
  return { ...answer, ...parts } as unknown as ReportAnswer;
}

/** The Persian month before 3 Aban 1405. */
export const inMehr = (): FakePayoff => fake(withParts(reportAnswer(mehr)), mehr);

/** A month in which the first payoff is still open, and a capability that was in use before is not. */
export function withGoal(): FakePayoff {
  const answer = withParts(reportAnswer()) as unknown as { adoption: Adoption; aha: unknown };
  answer.aha = {
    label: 'conversations solved with a macro',
    count: 4,
    target: 10,
    status: 'behind',
    deadline: '2026-11-11T08:00:00Z',
    pace_needed_per_day: 1,
    reached_at: null,
  };
  answer.adoption = {
    capabilities: answer.adoption.capabilities.map((each) =>
      each.id === 'targets' ? { ...each, last_used: '2026-08-03' } : each,
    ),
  };
  return fake(answer as unknown as ReportAnswer);
}

/** Parts in shapes that nobody knows. */
export function broken(): FakePayoff {
  const answer = withParts(reportAnswer());
  const roi = { ...answer.roi, series: null };
  return fake({ ...answer, adoption: { capabilities: 7 }, roi } as unknown as ReportAnswer);
}

/** With a customer's own figures asked for, as the core computes them: each reply by macro takes 3 minutes. */
export function withOwn(): FakePayoff {
  const made = whole();
  const answer = structuredClone(made.answers[0]?.answer) as ReportAnswer;
  const roi = answer.roi as RoiFigures;
  const macro = roi.audit[1];
  if (macro) {
    Object.assign(macro, {
      minutes_each: estimate(3, 3, 3),
      minutes_saved: estimate(5580, 5580, 5580),
      amount: estimate(2790, 2790, 2790),
      source: 'customer',
      overridden: true,
    });
  }
  const value = estimate(4080, 4899, 5718);
  Object.assign(roi, {
    minutes_saved: estimate(8160, 9798, 11_436),
    value,
    money_saved: value,
    net: estimate(value.low - 948, value.expected - 948, value.high - 948),
  });
  return { ...made, answers: [{ when: { ask: 'report' }, whenOverridden: true, answer }, ...made.answers] };
}

export function belowCost(): FakePayoff {
  const answer = reportAnswer();
  const roi = answer.roi as RoiFigures;
  const value = estimate(360, 570, 780);
  answer.metrics = answer.metrics
    .slice(0, 2)
    .map((each, at) =>
      at === 0
        ? { ...each, total: 2350, previous: 2391, change: -0.017, verdict: 'same' }
        : { ...each, total: 185, previous: 84, change: 1.2, verdict: 'worse' },
    );
  answer.headline = ['solved', 'first_reply'];
  answer.texts = {};
  Object.assign(roi, {
    value,
    money_saved: value,
    minutes_saved: estimate(720, 1140, 1560),
    net: estimate(-588, -378, -168),
  });
  roi.audit = roi.audit.slice(0, 1).map((row) => ({
    ...row,
    count: 190,
    minutes_saved: estimate(720, 1140, 1560),
    amount: value,
  }));
  return fake(answer);
}

/** No subscription in the playbook, money with cents, a rule that brings money, and minutes that do not add up in tenths. */
export function withoutCost(): FakePayoff {
  const answer = reportAnswer();
  const roi = answer.roi as RoiFigures;
  const value = estimate(1250.5, 2010.75, 3020.25);
  Object.assign(roi, {
    currency: 'EUR',
    cost: null,
    net: null,
    roi: null,
    payback_days: null,
    value,
    value_made: estimate(900, 900, 900),
    money_saved: estimate(350.5, 1110.75, 2120.25),
  });
  roi.minutes_saved = estimate(1050, 2221, 4400);
  roi.audit = [
    {
      rule: 'a',
      label: 'Declarations filed by themselves',
      count: 317,
      minutes_each: estimate(3, 7, 14),
      minutes_saved: estimate(951, 2219, 4398),
      hourly_cost: estimate(24, 32, 45),
      amount: estimate(350.5, 1109.75, 2119.25),
      source: 'vendor',
    },
    {
      rule: 'b',
      label: 'Receipts read',
      count: 1,
      minutes_each: estimate(1, 2, 2),
      minutes_saved: estimate(1, 2, 2),
      hourly_cost: estimate(24, 32, 45),
      amount: estimate(0, 1, 1),
      source: 'customer',
      overridden: true,
    },
    {
      rule: 'c',
      label: 'Sales from chat',
      count: 3,
      minutes_each: null,
      minutes_saved: null,
      value_each: estimate(300, 300, 300),
      amount: estimate(900, 900, 900),
      source: 'measured',
    },
  ];
  roi.running = { value, cost: null, since: '2018-01-01' };
  answer.product.currency = 'EUR';
  answer.headline = ['paid', 'open', 'median'];
  answer.texts = {};
  const [first, second] = answer.metrics;
  if (first && second) {
    answer.metrics = [
      { ...first, id: 'paid', label: 'Declarations paid' },
      {
        ...first,
        id: 'open',
        label: 'Share sent back',
        unit: 'count',
        total: null,
        previous: null,
        change: null,
        verdict: 'unknown',
        series: [],
        previous_series: [],
      },
      {
        ...second,
        id: 'median',
        label: 'Median days from submission to payment',
        unit: 'days',
        total: 12.43,
        previous: 13.81,
        change: -0.0999,
        verdict: 'better',
      },
    ];
  }
  return fake(answer);
}

/** Joined on 21 October; today is 25 November, so the first whole month ends with November. */
export function firstMonth(): FakePayoff {
  const asOf = '2026-11-25T09:00:00Z';
  const blank = reportAnswer();
  blank.metrics = blank.metrics.map((each) => ({
    ...each,
    total: each.unit === 'count' ? 0 : null,
    previous: null,
    change: null,
    verdict: 'unknown',
    series: [],
  }));
  const roi = blank.roi as RoiFigures;
  roi.audit = roi.audit.map((row) => ({
    ...row,
    count: 0,
    minutes_saved: estimate(0, 0, 0),
    amount: estimate(0, 0, 0),
  }));
  const now = reportAnswer({ ...october, from: '2026-11-01', to: '2026-12-01', days: 30 });
  now.metrics = now.metrics.map((each) => ({
    ...each,
    series: each.series.filter((point) => point.start >= '2026-11-21'),
  }));
  (now.roi as RoiFigures).series = [];
  const made = fake(blank);
  made.answers = [{ when: { ask: 'report', from: '2026-11-01' }, answer: now }, ...made.answers];
  return { ...made, asOf };
}

/** A customer who was there, and did nothing in this month. */
export function nothing(): FakePayoff {
  const made = firstMonth();
  return { ...made, answers: made.answers.slice(1) };
}

export function failing(code: ErrorBody['code'] = 'http_error'): FakePayoff {
  const error = { code, path: '', message: 'GET /api/my-events answered 503.' };
  return { ...fake(), answers: [{ when: {}, error }] };
}

export function waiting(): FakePayoff {
  return {
    ...fake(),
    answers: [{ when: {}, never: true }],
    loading: { loadedBytes: 3_400_000, totalBytes: 12_100_000 },
  };
}
