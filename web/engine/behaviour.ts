// SPDX-License-Identifier: Apache-2.0
/** @file Questions about how often people come, who is gone, and which way they go, and their answers. Types only. */

import type { Per } from './engagement.js';
import type { Selector } from './playbook.js';
import type { Common, Grain, Moment, Range, Told } from './protocol.js';

export interface StickinessQuestion extends Common {
  ask: 'stickiness';
  from: Moment;
  to: Moment;
  grain?: Grain;
  /** `"@active"` unless given. */
  of?: Selector;
  per?: Per;
}

export interface StickinessAnswer extends Told {
  ask: 'stickiness';
  account?: string;
  user?: string;
  range: Range;
  per: Per;
  people: number;
  /** `data[k - 1]`: people active in exactly k buckets of the range. */
  data: readonly number[];
  /** The same in k or more. */
  cumulative: readonly number[];
}

export interface LifecycleQuestion extends Common {
  ask: 'lifecycle';
  from: Moment;
  to: Moment;
  grain?: Grain;
  /** `"@active"` unless given. */
  of?: Selector;
  per?: Per;
}

/** All four are null in a bucket that has not begun. */
export interface LifecyclePoint {
  start: string;
  /** Active for the first time in the data. */
  new: number | null;
  /** Active in the bucket before too. */
  returning: number | null;
  /** Active before, but not in the bucket before. */
  resurrected: number | null;
  /** Active in the bucket before, not in this one. */
  dormant: number | null;
  partial?: true;
}

export interface LifecycleAnswer extends Told {
  ask: 'lifecycle';
  account?: string;
  user?: string;
  range: Range;
  per: Per;
  series: readonly LifecyclePoint[];
  /** (new + resurrected) / dormant over the buckets that have ended; null without a dormant one. */
  quick_ratio: number | null;
}

/** `ordered`: other events may come between; `strict`: none may; `any`: the steps come in any order. */
export type StepOrder = 'ordered' | 'strict' | 'any';

export interface FunnelWindow {
  /** 14 unless given. */
  value?: number;
  /** `day` unless given; elapsed time, a month is 30 days. */
  unit?: 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month';
}

export interface Funnel {
  /** 1 to 32. */
  steps: readonly Selector[];
  order?: StepOrder;
  window?: FunnelWindow;
  /** Events that void a try they happen in. */
  exclude?: Selector;
}

export interface FunnelQuestion extends Common, Funnel {
  ask: 'funnel';
  from: Moment;
  to: Moment;
  per?: Per;
}

export interface SecondsAnswer {
  mean: number;
  median: number;
  p90: number;
}

export interface FunnelStepAnswer {
  /** The step's index. */
  id: string;
  count: number;
  rate_from_first: number | null;
  rate_from_previous: number | null;
  /** Null for the first step, and where nobody came. */
  seconds_from_previous: SecondsAnswer | null;
}

export interface FunnelAnswer extends Told {
  ask: 'funnel';
  account?: string;
  user?: string;
  range: Range;
  per: Per;
  /** Those who took the first step (with `any`: one of them). */
  people: number;
  steps: readonly FunnelStepAnswer[];
  /** From the first step to the last, of those who took all. */
  seconds_to_convert: SecondsAnswer | null;
}

interface PathsFields extends Common {
  ask: 'paths';
  from: Moment;
  to: Moment;
  /** Which events may be steps; all unless given. */
  of?: Selector;
  /** How far to look: 1 to 20, 3 unless given. */
  steps?: number;
  /** So many names at each step, the others are one rest: 1 to 100, 10 unless given. */
  top?: number;
  /** The playbook's unless given. */
  session_gap_minutes?: number;
}

export type PathsQuestion = PathsFields &
  ({ after: Selector; before?: never } | { before: Selector; after?: never });

export interface PathNode {
  /** "<step>:<rank>" or "<step>:rest". */
  id: string;
  /** 0 is the event that was asked for; negative on the way back. */
  step: number;
  /** Null is the rest. */
  event: string | null;
  /** Of the rest: how many names it holds. */
  events?: number;
  count: number;
  people: number;
  /** Of all paths. */
  share: number;
  /** Paths that end here with their session; null at the last step. */
  ends: number | null;
}

export interface PathEdge {
  /** Ids of nodes; `from` is the earlier one, on the way back too. */
  from: string;
  to: string;
  count: number;
  people: number;
  /** Of the node that is nearer to the event that was asked for. */
  share: number;
}

export interface PathsAnswer extends Told {
  ask: 'paths';
  account?: string;
  user?: string;
  range: Range;
  direction: 'after' | 'before';
  paths: number;
  people: number;
  nodes: readonly PathNode[];
  edges: readonly PathEdge[];
}
