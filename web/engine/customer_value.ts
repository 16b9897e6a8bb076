// SPDX-License-Identifier: Apache-2.0
/** @file The question of what customers without a contract will buy, and its answer. Types only. */

import type { Per } from './engagement.js';
import type { Selector } from './playbook.js';
import type { Common, Moment, Range, Told } from './protocol.js';

/** Of BG/NBD. Times are in the question's unit. */
export interface BgnbdParameters {
  r: number;
  alpha: number;
  a: number;
  b: number;
}

export interface GammaGammaParameters {
  p: number;
  q: number;
  v: number;
}

interface CustomerModel extends Common {
  ask: 'customer_value';
  model: 'bgnbd';
  /** Units that the expectation looks ahead: 39 unless given. */
  horizon?: number;
  /** A unit's rate; 0 unless given. */
  discount?: number;
  /** These two are used instead of a fit. */
  params?: BgnbdParameters;
  gamma_gamma?: GammaGammaParameters;
}

interface CustomersOfEvents extends CustomerModel {
  from: Moment;
  to: Moment;
  purchase: Selector;
  /** What a purchase came to; must be a column that was kept. */
  amount_prop?: string;
  /** Of times and of `horizon`: `week` unless given. */
  unit?: 'day' | 'week';
  per?: Per;
}

/** Of figures that the caller has, in any one unit: neither events nor `as_of` are needed. */
interface CustomersBroughtAlong extends CustomerModel {
  customers: readonly {
    id?: string | number;
    /** Repeat purchases, so that 0 is somebody who bought once. */
    frequency: number;
    /** From the first purchase to the last one, and to the end of the data. */
    recency: number;
    t: number;
    /** Mean of the repeat purchases. */
    value?: number | null;
  }[];
}

export type CustomerValueQuestion = CustomersOfEvents | CustomersBroughtAlong;

export interface CustomerValueAnswer extends Told {
  ask: 'customer_value';
  account?: string;
  user?: string;
  /** These three are absent where the customers were brought along. */
  range?: Range;
  per?: Per;
  unit?: 'day' | 'week';
  model: 'bgnbd';
  horizon: number;
  discount: number;
  /** null where the likelihood has no maximum. */
  params: BgnbdParameters | null;
  log_likelihood: number | null;
  gamma_gamma: GammaGammaParameters | null;
  customers: readonly {
    id: string | null;
    frequency: number;
    recency: number;
    t: number;
    value: number | null;
    p_alive: number | null;
    expected_purchases: number | null;
    expected_purchase_value: number | null;
    expected_value: number | null;
  }[];
}
