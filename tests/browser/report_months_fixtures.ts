// SPDX-License-Identifier: Apache-2.0
/** @file What does the core answer about months that are not like the others? */

import type { Adoption } from '../../web/components/shared/answers.js';
import type { ReportAnswer, RoiFigures } from '../../web/engine/protocol.js';
import {
  estimate,
  type FakePayoff,
  fake,
  type Month,
  mehr,
  october,
  quality,
  reportAnswer,
  scaled,
} from './report_fixtures.js';

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

/** A free plan: a cost that is known, and is nothing. */
export function withoutPrice(): FakePayoff {
  const answer = reportAnswer();
  const { value } = answer.roi as RoiFigures;
  return fake({ ...answer, roi: { ...(answer.roi as RoiFigures), cost: 0, net: value, roi: null } });
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
