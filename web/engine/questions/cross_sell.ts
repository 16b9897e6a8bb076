// SPDX-License-Identifier: Apache-2.0
/** @file The question of who may be offered more, and its answer. Types only. */

import type { Metric } from '../playbook.js';
import type { FlagId } from './flags.js';
import type { Common, Told } from './shared.js';

/** Of one account, or of all without; `user` is refused. */
export interface CrossSellQuestion extends Common {
  ask: 'cross_sell';
  /** What was used in so long is used. @default 90 @unit days of 24 hours */
  window_days?: number;
  /** A rule stands on no fewer. @default 10 @unit accounts */
  min_accounts?: number;
  /** What plans are limited in, for `upsell`. @default none */
  limits?: readonly {
    /** A metric, or the id of one of the playbook's. */
    metric: Metric | string;
    /** A number, an attribute such as `account.limit`, or numbers by plan. @unit that of the metric */
    limit: number | string | Readonly<Record<string, number>>;
    /** What the limit is for. @default "month" */
    period?: 'day' | 'week' | 'month' | 'quarter' | 'year';
  }[];
}

/** Why an account may not be offered anything. @unit `value` and `threshold`: points @null `value`: unknown */
export type Obstacle =
  | { reason: 'aha_not_reached' }
  | { reason: 'health_low'; value: number | null; threshold: number }
  | { reason: 'high_flag'; flag: FlagId }
  | { reason: 'detractor'; value: number };

export interface CrossSellAnswer extends Told {
  ask: 'cross_sell';
  /** The account asked for. */
  account?: string;
  /** By their ids. */
  accounts: readonly {
    /** Its id. */
    account: string;
    /** What it is on. @null where it is unknown */
    plan: string | null;
    /** Nothing is in `blocked_by`. */
    ready: boolean;
    /** The largest lift first. */
    offers: readonly {
      /** Id of what may be offered. */
      capability: string;
      /** What it is called where people see it. */
      label: string;
      /** The capability in use that this one goes with. @null where too few accounts use it */
      because: string | null;
      /** Accounts on the plan that use both. @unit share, 0 to 1 @null where `because` is */
      support: number | null;
      /** Of those that use `because`, those that use this. @unit share, 0 to 1 @null where `because` is */
      confidence: number | null;
      /** confidence / the share that uses this: 1 is no difference. @unit ratio @null where `because` is */
      lift: number | null;
      /** Active ones on the plan. @unit accounts */
      n: number;
    }[];
    /** What keeps it from an offer. */
    blocked_by: readonly Obstacle[];
  }[];
  /** Of accounts that are ready, where a metric was near its limit for three periods. */
  upsell: readonly {
    /** Its id. */
    account: string;
    /** The metric's. */
    id: string;
    /** What it is called where people see it. */
    label: string;
    /** The last three whole ones, the earliest first. */
    periods: readonly {
      /** Local start of the period. */
      start: string;
      /** What was used. @unit that of the metric */
      value: number;
      /** What was allowed. @unit that of the metric */
      limit: number;
      /** value / limit, at least 0.8. @unit share */
      share: number;
    }[];
  }[];
}
