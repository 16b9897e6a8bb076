// SPDX-License-Identifier: Apache-2.0
/** @file The question of which customers are lost, and its answer. Types only. */

import type { Per } from './engagement.js';
import type { CancelReason } from './playbook.js';
import type { Common, Grain, Moment, Range, Told } from './protocol.js';
import type { Bounded } from './tables.js';

export interface ChurnQuestion extends Common {
  ask: 'churn';
  from: Moment;
  to: Moment;
  /** `month` unless given. */
  grain?: Grain;
  /** Those who have the attribute of the price, else of the plan, else accounts. */
  per?: Per;
  /** Of which `prone` looks at the values: all that were kept, unless given. */
  attributes?: readonly string[];
  /** Fewest customers of a value: 10 unless given. */
  min_people?: number;
}

/** Of one period; all null where it has not begun. Money in units of the currency. */
export interface ChurnFigures {
  /** At the period's start, and at its end. */
  customers: number | null;
  customers_end: number | null;
  lost: number | null;
  logo_rate: number | null;
  /** These are null where no price is known. */
  mrr_start: number | null;
  mrr_lost: number | null;
  mrr_contraction: number | null;
  mrr_expansion: number | null;
  gross_rate: number | null;
  /** Below 0 where those who stayed grew by more than was lost. */
  net_rate: number | null;
  /** Both null where the playbook does not say which payments failed. */
  voluntary: number | null;
  involuntary: number | null;
  won_back: number | null;
  new: number | null;
  /** Came, or came back, and left within the period. */
  gone_again: number | null;
}

/** A value of an attribute whose holders left more often than all other customers. */
export interface ProneValue {
  /** `account.plan=basic` */
  id: string;
  attribute: string;
  value: string;
  /** Different ones; and each at the start of each period, of whom so many were none at its end. */
  customers: number;
  n: number;
  lost: number;
  rate: number;
  /** The same of all others. */
  others: number;
  others_lost: number;
  others_rate: number;
  risk_ratio: Bounded;
  /** Fisher's, and the same where some of so many must look good by chance. */
  p: number | null;
  q: number | null;
}

export interface ChurnAnswer extends Told {
  ask: 'churn';
  range: Range;
  account?: string;
  user?: string;
  per: Per;
  currency: string | null;
  series: readonly (ChurnFigures & { start: string; partial?: true })[];
  total: ChurnFigures;
  /** The most frequent first. */
  reasons: readonly { id: CancelReason; count: number }[];
  without_reason: number;
  prone: readonly ProneValue[];
}
