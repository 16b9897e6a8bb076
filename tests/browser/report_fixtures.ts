// SPDX-License-Identifier: Apache-2.0
/** @file What does the core answer about one fictional month of a fictional help desk? Figures of the design's mocks. */

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

export const estimate = (low: number, expected: number, high: number): Estimate => ({ low, expected, high });
export const scaled = (each: Estimate, factor: number) =>
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
