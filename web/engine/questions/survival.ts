// SPDX-License-Identifier: Apache-2.0
/** @file The question of how long until something happens, and its answer. Types only. */

import type { Grain, Selector } from '../playbook.js';
import type { Common, Moment, Per, Range, Told } from './shared.js';

/** Over events. */
interface SurvivalOfEvents extends Common {
  ask: 'survival';
  /** Where the range of the starts begins; it is in it. */
  from: Moment;
  /** Where the range of the starts ends; it is not in it. */
  to: Moment;
  /** The event from which time runs. @default activation's start, else any event */
  start?: Selector;
  /** The event that is waited for; "inactive:28" is so many days without an "@active" event. */
  end: Selector | `inactive:${number}`;
  /** The unit of the times. @default "day" */
  grain?: Grain;
  /** An attribute, as known at the start, by whose values groups are compared. @default none */
  by?: string;
  /** Up to which time `restricted_mean` goes. @default each group's largest time @unit buckets of `grain` */
  horizon?: number;
  /** Whether people or accounts are counted. @default "user" */
  per?: Per;
}

/** Of figures that the caller has: neither events nor `as_of` are needed. */
interface SurvivalOfFigures extends Common {
  ask: 'survival';
  /** How long each was watched, from 0 on. @unit any one unit */
  durations: readonly number[];
  /** For each, whether the end was seen (true or 1), or only the watching ended. @unit 0 or 1 */
  observed: readonly (boolean | 0 | 1)[];
  /** For each, the group they belong to. @default none @unit none: a name @null of those who are in `all` only */
  group?: readonly (string | number | boolean | null)[];
  /** Up to which time `restricted_mean` goes. @default each group's largest time @unit that of `durations` */
  horizon?: number;
}

export type SurvivalQuestion = SurvivalOfEvents | SurvivalOfFigures;

/** One curve. */
export interface SurvivalGroup {
  /** `all`, then by value. */
  id: string;
  /** Who is in it. @unit people, or accounts */
  n: number;
  /** Of these, whose end was seen. @unit people, or accounts */
  events: number;
  /** The smallest time with survival at or below a half. @unit that of the times @null where the curve does not reach a half */
  median: number | null;
  /** Lower end of its 95% interval. @unit that of the times @null where it does not reach a half */
  median_low: number | null;
  /** Upper end of its 95% interval. @unit that of the times @null where it does not reach a half */
  median_high: number | null;
  /** Area under the curve to `horizon`. @unit that of the times @null of nobody */
  restricted_mean: number | null;
  /** Up to where it goes. @unit that of the times @null of nobody, unless it was given */
  horizon: number | null;
  /** A row at each distinct time. */
  curve: readonly {
    /** Since the start. @unit buckets of `grain`, or that of `durations` */
    time: number;
    /** Watched until here, or longer. @unit people, or accounts */
    at_risk: number;
    /** Whose end came at this time. @unit people, or accounts */
    events: number;
    /** Whose watching ended at this time, after the events of it. @unit people, or accounts */
    censored: number;
    /** Share without the end after this time. @unit share, 0 to 1 */
    survival: number;
    /** Lower end of the 95% interval. @unit share, 0 to 1 @null where survival is 1 or 0 */
    low: number | null;
    /** Upper end of the 95% interval. @unit share, 0 to 1 @null where survival is 1 or 0 */
    high: number | null;
  }[];
}

export interface SurvivalAnswer extends Told {
  ask: 'survival';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The range that was answered; absent where the figures were brought along. */
  range?: Range;
  /** What is counted; absent where the figures were brought along. */
  per?: Per;
  /** `all` first, then one for each value of `by`. */
  groups: readonly SurvivalGroup[];
  /** Whether the groups have one curve in common. @null with fewer than two groups that can be compared */
  logrank: {
    /** Chi-square of observed less expected ends. @unit none */
    statistic: number;
    /** Degrees of freedom: groups less one. @unit count */
    df: number;
    /** How likely one as large is by chance. @unit probability, 0 to 1 @null without a statistic */
    p: number | null;
  } | null;
}
