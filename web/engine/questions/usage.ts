// SPDX-License-Identifier: Apache-2.0
/** @file The question how much was done, and its answer. Types only. */

import type { Direction, Metric } from '../playbook.js';
import type { Benchmark } from './learn.js';
import type { Point, Range, Ranged, Told, Verdict } from './shared.js';

export interface UsageQuestion extends Ranged {
  ask: 'usage';
  /** The figures to tell. @default the playbook's `metrics`, else the count of "@active" as `events` */
  metrics?: readonly Metric[];
}

/** One metric over the range. */
export interface MetricAnswer {
  /** The metric's. */
  id: string;
  /** What it is called where people see it; absent without one. */
  label?: string;
  /** Which way is good; absent where the metric does not say. */
  better?: Direction;
  /** What the figures count or measure: `count`, `people`, `minutes`, ..., or a currency's ISO 4217 code. */
  unit: string;
  /** Over the whole range; of distinct people not the sum of the buckets. @unit `unit` @null for mean, median, p90, min and max of nothing */
  total: number | null;
  /** The same of the period compared with. @unit `unit` @null over nothing, or where nothing is compared */
  previous: number | null;
  /** (total - previous) / previous: 0.08 is 8% more than before. @unit share of `previous` @null where either is, or `previous` is 0 */
  change: number | null;
  /** `same` for a change under 2%, `unknown` without a change, else by `better`. */
  verdict: Verdict;
  /** Of customers like the one that is asked for; absent where no model knows it. */
  benchmark?: Benchmark;
  /** The range had not ended at `as_of`. */
  partial: boolean;
  /** One entry for each bucket of the range. */
  series: readonly Point[];
  /** The same of the period compared with; in reports only. */
  previous_series?: readonly Point[];
  /** Of a duration: starts without an end before `as_of`; they are in no figure. @unit starts */
  censored?: number;
}

export interface UsageAnswer extends Told {
  ask: 'usage';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The range that was answered. */
  range: Range;
  /** What `previous` is of; absent without a comparison. Local dates or instants. */
  compared_with?: { from: string; to: string };
  /** In the order asked for. */
  metrics: readonly MetricAnswer[];
}
