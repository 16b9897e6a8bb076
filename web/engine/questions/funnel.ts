// SPDX-License-Identifier: Apache-2.0
/** @file The question how many get from step to step, and its answer. Types only. */

import type { Selector } from '../playbook.js';
import type { Common, Moment, Per, Range, Told } from './shared.js';

/** `ordered`: other events may come between; `strict`: none may; `any`: the steps come in any order. */
export type StepOrder = 'ordered' | 'strict' | 'any';

/** The time that a try has. */
export interface FunnelWindow {
  /** How many of `unit`. @default 14 @unit `unit` */
  value?: number;
  /** Elapsed time: a day is 24 hours, a month 30 days. @default "day" */
  unit?: 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month';
}

/** Steps to be taken within a time. */
export interface Funnel {
  /** The events of each step; 1 to 32 steps. */
  steps: readonly Selector[];
  /** Whether other events may come between, or the steps in any order. @default "ordered" */
  order?: StepOrder;
  /** How long a try has, from its first step on. @default 14 days */
  window?: FunnelWindow;
  /** Events that void a try they happen in. @default none */
  exclude?: Selector;
}

export interface FunnelQuestion extends Common, Funnel {
  ask: 'funnel';
  /** Where the range begins; it is in it. */
  from: Moment;
  /** Where the range ends; it is not in it. */
  to: Moment;
  /** Whether people or accounts take the steps. @default "user" */
  per?: Per;
}

/** How long something took those who did it. */
export interface SecondsAnswer {
  /** Arithmetic mean. @unit seconds */
  mean: number;
  /** Half took no longer. @unit seconds */
  median: number;
  /** Nine in ten took no longer. @unit seconds */
  p90: number;
}

/** One step. */
export interface FunnelStepAnswer {
  /** The step's index from 0, as a text. */
  id: string;
  /** Those who got at least this far. @unit people, or accounts */
  count: number;
  /** Of those who took the first step. @unit share, 0 to 1 @null where nobody did */
  rate_from_first: number | null;
  /** Of those who took the step before. @unit share, 0 to 1 @null where nobody did */
  rate_from_previous: number | null;
  /** From the step before to this one. @null for the first step, and where nobody came */
  seconds_from_previous: SecondsAnswer | null;
}

export interface FunnelAnswer extends Told {
  ask: 'funnel';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The range that was answered. */
  range: Range;
  /** What is counted. */
  per: Per;
  /** Those who took the first step (with `any`: one of them). @unit people, or accounts */
  people: number;
  /** In the order asked for. */
  steps: readonly FunnelStepAnswer[];
  /** From the first step to the last, of those who took all. @null where nobody did */
  seconds_to_convert: SecondsAnswer | null;
}
