// SPDX-License-Identifier: Apache-2.0
/** @file The question who comes back, and its answer. Types only. */

import type { RetentionPlan } from '../playbook.js';
import type { Common, Moment, Per, Range, Told } from './shared.js';

/** What is left out is the playbook's `retention`. */
export interface RetentionQuestion extends Common, RetentionPlan {
  ask: 'retention';
  /** Where the range of the cohorts begins; it is in it. */
  from: Moment;
  /** Where the range of the cohorts ends; returns are seen beyond it, up to `as_of`. */
  to: Moment;
  /** Whether people or accounts come back. @default "user" */
  per?: Per;
}

/** Those who began in one bucket, or who have one value of an attribute. */
export interface RetentionCohortAnswer {
  /** The bucket in which they began; absent in cohorts by attribute. */
  start?: string;
  /** Of the attribute; absent in cohorts by start. @unit none: the value itself @null where it was not known */
  value?: string | number | boolean | null;
  /** Who is in it. @unit people, or accounts */
  people: number;
  /** Cell k: those who came back in the k-th bucket; cell 0 is `people`. @unit people, or accounts @null where the bucket has not ended (by attribute: nobody's has) */
  returned: readonly (number | null)[];
  /** returned / people; by attribute returned / known. @unit share, 0 to 1 @null where `returned` is, and with nobody */
  rate: readonly (number | null)[];
  /** By attribute: of how many each cell is, since everybody's buckets are their own. @unit people, or accounts */
  known?: readonly number[];
  /** The cohort's bucket had not ended at `as_of`: so far. */
  partial?: true;
}

export interface RetentionAnswer extends Told {
  ask: 'retention';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The range that was answered. */
  range: Range;
  /** What is counted. */
  per: Per;
  /** What the cohorts go by, if by an attribute: `user.plan`. */
  attribute?: string;
  /** One for each bucket of the range, empty ones too; or one for each value. */
  cohorts: readonly RetentionCohortAnswer[];
  /** All cohorts whose k-th bucket has ended, with Wilson's 95% interval. */
  pooled: readonly {
    /** Buckets after the cohort's. @unit buckets */
    k: number;
    /** Those who came back. @unit people, or accounts */
    returned: number;
    /** Those who could have. @unit people, or accounts */
    people: number;
    /** returned / people. @unit share, 0 to 1 @null with nobody */
    rate: number | null;
    /** Lower end of the interval. @unit share, 0 to 1 @null with nobody */
    low: number | null;
    /** Upper end of the interval. @unit share, 0 to 1 @null with nobody */
    high: number | null;
  }[];
}
