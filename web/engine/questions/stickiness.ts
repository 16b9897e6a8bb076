// SPDX-License-Identifier: Apache-2.0
/** @file The question in how many days people come, and its answer. Types only. */

import type { Grain, Selector } from '../playbook.js';
import type { Common, Moment, Per, Range, Told } from './shared.js';

export interface StickinessQuestion extends Common {
  ask: 'stickiness';
  /** Where the range begins; it is in it. */
  from: Moment;
  /** Where the range ends; it is not in it. */
  to: Moment;
  /** The length of a bucket. @default "day" */
  grain?: Grain;
  /** The events that count as coming. @default "@active" */
  of?: Selector;
  /** Whether people or accounts are counted. @default "user" */
  per?: Per;
}

export interface StickinessAnswer extends Told {
  ask: 'stickiness';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The range that was answered. */
  range: Range;
  /** What is counted. */
  per: Per;
  /** Those who came at all. @unit people, or accounts */
  people: number;
  /** `data[k - 1]`: active in exactly k buckets of the range. @unit people, or accounts */
  data: readonly number[];
  /** `cumulative[k - 1]`: the same in k or more. @unit people, or accounts */
  cumulative: readonly number[];
}
