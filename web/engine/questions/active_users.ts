// SPDX-License-Identifier: Apache-2.0
/** @file The question how many are active, and its answer. Types only. */

import type { Grain, Selector } from '../playbook.js';
import type { Common, Moment, Per, Point, Range, Told } from './shared.js';

export type ActiveMetric = 'dau' | 'wau' | 'mau';

export interface ActiveUsersQuestion extends Common {
  ask: 'active_users';
  /** Where the range begins; it is in it. */
  from: Moment;
  /** Where the range ends; it is not in it. */
  to: Moment;
  /** The length of a bucket. @default "day" */
  grain?: Grain;
  /** Of the bucket itself, or of the 7 or 30 days that end with it. @default "dau" */
  metric?: ActiveMetric;
  /** The events that make somebody active. @default "@active" */
  of?: Selector;
  /** Whether people or accounts are counted. @default "user" */
  per?: Per;
}

export interface ActiveUsersAnswer extends Told {
  ask: 'active_users';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The range that was answered. */
  range: Range;
  /** As asked for. */
  metric: ActiveMetric;
  /** What is counted. */
  per: Per;
  /** Distinct people (or accounts) of each bucket, or of the 7 or 30 days that end with it. */
  series: readonly Point[];
  /** Of the range; of `wau` and `mau` of the 7 or 30 days at its end. @unit people, or accounts */
  total: number;
  /** Mean of the days' figures over the month's. @unit share, 0 to 1 @null without an ended day or a `mau` */
  stickiness: number | null;
}
