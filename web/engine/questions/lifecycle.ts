// SPDX-License-Identifier: Apache-2.0
/** @file The question who is new, stays, comes back or is gone, and its answer. Types only. */

import type { Grain, Selector } from '../playbook.js';
import type { Common, Moment, Per, Range, Told } from './shared.js';

export interface LifecycleQuestion extends Common {
  ask: 'lifecycle';
  /** Where the range begins; it is in it. */
  from: Moment;
  /** Where the range ends; it is not in it. */
  to: Moment;
  /** The length of a bucket. @default "day" */
  grain?: Grain;
  /** The events that make somebody active. @default "@active" */
  of?: Selector;
  /** Whether people or accounts are counted. @default "user" */
  per?: Per;
}

/** A bucket; all four are null where it has not begun. */
export interface LifecyclePoint {
  /** Local start of the bucket. */
  start: string;
  /** Active for the first time in the data. @unit people, or accounts @null in a bucket that has not begun */
  new: number | null;
  /** Active in the bucket before too. @unit people, or accounts @null in a bucket that has not begun */
  returning: number | null;
  /** Active before, but not in the bucket before. @unit people, or accounts @null in a bucket that has not begun */
  resurrected: number | null;
  /** Active in the bucket before, not in this one. @unit people, or accounts @null in a bucket that has not begun */
  dormant: number | null;
  /** The bucket had not ended at `as_of`: so far. */
  partial?: true;
}

export interface LifecycleAnswer extends Told {
  ask: 'lifecycle';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The range that was answered. */
  range: Range;
  /** What is counted. */
  per: Per;
  /** One entry for each bucket of the range. */
  series: readonly LifecyclePoint[];
  /** (new + resurrected) / dormant over the buckets that have ended: above 1 is growth. @unit ratio @null where nobody was dormant */
  quick_ratio: number | null;
}
