// SPDX-License-Identifier: Apache-2.0
/** @file The question of what customers are worth, with a contract and without one, and its answers. Types only. */

import type { Per } from './engagement.js';
import type { Selector } from './playbook.js';
import type { Common, Moment, Range, Told } from './protocol.js';

/** Of customers with a contract; the default. */
interface ContractModel extends Common {
  ask: 'customer_value';
  model?: 'contract';
  /** The share of the price that is left: 1 unless given. */
  margin?: number;
  /** Months within which what a customer brings is counted: the longest lifetime unless given. */
  horizon?: number;
}

interface ContractsOfEvents extends ContractModel {
  from: Moment;
  to: Moment;
  /** Those who have the attribute of the price, else of the plan, else accounts. */
  per?: Per;
}

/** Of figures that the caller has: neither events nor `as_of` are needed. */
interface ContractsBroughtAlong extends ContractModel {
  /** Revenue of a customer in a month. */
  arpa: number;
  /** In months. */
  durations: readonly number[];
  observed: readonly (boolean | 0 | 1)[];
  /** Share of the customers lost in a month. */
  churn?: number;
}

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

export type CustomerValueQuestion =
  | ContractsOfEvents
  | ContractsBroughtAlong
  | CustomersOfEvents
  | CustomersBroughtAlong;

export type CustomerValueAnswer = ContractValueAnswer | BgnbdAnswer;

/** Money in units of the currency. */
export interface ContractValueAnswer extends Told {
  ask: 'customer_value';
  account?: string;
  user?: string;
  /** These two are absent where the lifetimes were brought along. */
  range?: Range;
  per?: Per;
  model: 'contract';
  currency: string | null;
  arpa: number | null;
  margin: number;
  lifetime_months: {
    n: number;
    ended: number;
    median: number | null;
    restricted_mean: number | null;
    horizon: number | null;
  };
  churn: {
    /** Whole months that were looked at, customers at their starts, and those lost; absent where brought along. */
    months?: number;
    customers?: number;
    lost?: number;
    rate: number | null;
  };
  /** arpa x margin x restricted mean lifetime. */
  value: number | null;
  /** arpa x margin / churn. */
  simple_value: number | null;
}

export interface BgnbdAnswer extends Told {
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
