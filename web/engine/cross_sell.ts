// SPDX-License-Identifier: Apache-2.0
/** @file The question of who may be offered more, and its answer. Types only. */

import type { FlagId } from './health.js';
import type { Metric } from './playbook.js';
import type { Common, Told } from './protocol.js';

/** Of one account, or of all without; `user` is refused. */
export interface CrossSellQuestion extends Common {
  ask: 'cross_sell';
  /** What was used in so many days is used; 90 unless given. */
  window_days?: number;
  /** A rule stands on no fewer accounts; 10 unless given. */
  min_accounts?: number;
  limits?: readonly {
    /** A metric, or the id of one of the playbook's. */
    metric: Metric | string;
    /** A number, an attribute such as `account.limit`, or numbers by plan. */
    limit: number | string | Readonly<Record<string, number>>;
    /** `month` unless given. */
    period?: 'day' | 'week' | 'month' | 'quarter' | 'year';
  }[];
}

/** Why an account may not be offered anything. */
export type Obstacle =
  | { reason: 'aha_not_reached' }
  | { reason: 'health_low'; value: number | null; threshold: number }
  | { reason: 'high_flag'; flag: FlagId }
  | { reason: 'detractor'; value: number };

export interface CrossSellAnswer extends Told {
  ask: 'cross_sell';
  account?: string;
  accounts: readonly {
    account: string;
    plan: string | null;
    /** Nothing is in `blocked_by`. */
    ready: boolean;
    /** The largest lift first. */
    offers: readonly {
      capability: string;
      label: string;
      /** The capability in use that this one goes with; null, as the next three, where too few use it. */
      because: string | null;
      support: number | null;
      confidence: number | null;
      lift: number | null;
      /** Accounts on the plan. */
      n: number;
    }[];
    blocked_by: readonly Obstacle[];
  }[];
  /** Of accounts that are ready, where a metric was near its limit for three periods. */
  upsell: readonly {
    account: string;
    /** The metric's. */
    id: string;
    label: string;
    periods: readonly { start: string; value: number; limit: number; share: number }[];
  }[];
}
