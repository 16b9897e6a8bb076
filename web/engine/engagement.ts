// SPDX-License-Identifier: Apache-2.0
/** @file Questions about who is active, who stays and who uses what, and their answers. Types only. */

import type { AhaRule, RetentionPlan, Selector } from './playbook.js';
import type { Common, Grain, Moment, Point, Range, Told } from './protocol.js';

/** Whom a question counts. */
export type Per = 'user' | 'account';

export interface ActiveUsersQuestion extends Common {
  ask: 'active_users';
  from: Moment;
  to: Moment;
  grain?: Grain;
  metric?: ActiveMetric;
  /** `"@active"` unless given. */
  of?: Selector;
  per?: Per;
}

/** What is left out is the playbook's `retention`. */
export interface RetentionQuestion extends Common, RetentionPlan {
  ask: 'retention';
  from: Moment;
  to: Moment;
  per?: Per;
}

export interface AdoptionQuestion extends Common {
  ask: 'adoption';
  from: Moment;
  to: Moment;
  per?: Per;
}

/** Of one, as activation. */
export interface AhaProgressQuestion extends Common {
  ask: 'aha_progress';
  /** In place of the playbook's `aha`. */
  rule?: AhaRule;
}

export type ActiveMetric = 'dau' | 'wau' | 'mau';

export interface ActiveUsersAnswer extends Told {
  ask: 'active_users';
  account?: string;
  user?: string;
  range: Range;
  metric: ActiveMetric;
  per: Per;
  /** Distinct people (or accounts) of each bucket, or of the 7 or 30 days that end with it. */
  series: readonly Point[];
  total: number;
  /** Mean of the days' figures over the month's; null without either. */
  stickiness: number | null;
}

export interface RetentionCohortAnswer {
  /** The bucket in which they began; absent in cohorts by attribute. */
  start?: string;
  /** Of the attribute, null where it was not known; absent in cohorts by start. */
  value?: string | number | boolean | null;
  people: number;
  /** Cell 0 is `people`; null where the bucket has not ended (by attribute: nobody's has). */
  returned: readonly (number | null)[];
  rate: readonly (number | null)[];
  /** By attribute: of how many each cell is, since everybody's buckets are their own. */
  known?: readonly number[];
  partial?: true;
}

export interface RetentionAnswer extends Told {
  ask: 'retention';
  account?: string;
  user?: string;
  range: Range;
  per: Per;
  /** `user.plan`: what the cohorts go by, if by an attribute. */
  attribute?: string;
  cohorts: readonly RetentionCohortAnswer[];
  /** All cohorts whose k-th bucket has ended, with Wilson's 95% interval. */
  pooled: readonly {
    k: number;
    returned: number;
    people: number;
    rate: number | null;
    low: number | null;
    high: number | null;
  }[];
}

export interface CapabilityAnswer {
  id: string;
  label: string;
  adopters: number;
  /** Those active in the range. */
  people: number;
  rate: number | null;
  /** Events per adopter. */
  depth: number | null;
  /** Local dates, inside the range. */
  first_used: string | null;
  last_used: string | null;
  used: boolean;
  /** Absent, or not in the plan of the one that was asked for (or of anybody). */
  available?: false;
  /** People who used it, of the seats; with `per: 'account'`, null while seats are not known. */
  share_of_seats?: number | null;
  /** From a model; null without one. */
  peer_rate: number | null;
  href?: string;
}

export interface AdoptionFigures {
  account?: string;
  user?: string;
  per: Per;
  people: number;
  /** Capabilities used of those available: `value` of the one that was asked for, `median` of all who are active. */
  utilisation: { value: number | null; median: number | null };
  capabilities: readonly CapabilityAnswer[];
  /** Ids, the most promising first. */
  unused: readonly string[];
  next_best: string | null;
}

export interface AdoptionAnswer extends Told, AdoptionFigures {
  ask: 'adoption';
  range: Range;
}

export type AhaStatus = 'reached' | 'on_track' | 'behind' | 'missed' | 'not_started';

/** Of one account or user; what hangs on a start is null without one. */
export interface AhaProgress {
  account?: string;
  user?: string;
  label: string | null;
  status: AhaStatus;
  count: number;
  target: number;
  started_at: string | null;
  deadline: string | null;
  /** Not rounded; 0 from the deadline on. */
  days_left: number | null;
  /** 0 once reached, null once missed. */
  pace_needed_per_day: number | null;
  reached_at: string | null;
}

export interface AhaProgressAnswer extends Told, AhaProgress {
  ask: 'aha_progress';
}
