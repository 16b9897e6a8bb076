// SPDX-License-Identifier: Apache-2.0
/** @file The question of what customers are worth, with a contract and without one, and its answers. Types only. */

import type { Selector } from '../playbook.js';
import type { Common, Moment, Per, Range, Told } from './shared.js';

interface ContractModel extends Common {
  ask: 'customer_value';
  /** Customers with a contract. @default "contract" */
  model?: 'contract';
  /** The part of the price that is left, above 0. @default 1 @unit share */
  margin?: number;
  /** Within which what a customer brings is counted. @default the longest lifetime @unit months */
  horizon?: number;
}

/** Customers with a contract, over events. */
interface ContractsOfEvents extends ContractModel {
  /** Where the range begins; it is in it. */
  from: Moment;
  /** Where the range ends; it is not in it. */
  to: Moment;
  /** Who the customers are. @default those who have the attribute of the price, else of the plan, else "account" */
  per?: Per;
}

/** Customers with a contract, of figures that the caller has: neither events nor `as_of` are needed. */
interface ContractsBroughtAlong extends ContractModel {
  /** Revenue of a customer. @unit currency a month */
  arpa: number;
  /** How long each was a customer. @unit months */
  durations: readonly number[];
  /** For each, whether they left (true or 1), or are still there. @unit 0 or 1 */
  observed: readonly (boolean | 0 | 1)[];
  /** Part of the customers that is lost. @default unknown, and with it `simple_value` @unit share a month */
  churn?: number;
}

/** Of BG/NBD, in the question's unit of time. */
export interface BgnbdParameters {
  /** Shape of the rates of buying. @unit none */
  r: number;
  /** Scale of the rates of buying. @unit units of time */
  alpha: number;
  /** First parameter of the chance of leaving after a purchase. @unit none */
  a: number;
  /** Second parameter of it. @unit none */
  b: number;
}

/** Of Gamma-Gamma. */
export interface GammaGammaParameters {
  /** Shape of a customer's purchases. @unit none */
  p: number;
  /** Shape of customers' scales. @unit none */
  q: number;
  /** Scale of customers' scales. @unit that of the amounts */
  v: number;
}

interface CustomerModel extends Common {
  ask: 'customer_value';
  /** Customers who buy as they like. */
  model: 'bgnbd';
  /** How far the expectation looks ahead. @default 39 @unit units of time */
  horizon?: number;
  /** What a unit of waiting takes from a purchase. @default 0 @unit rate a unit of time */
  discount?: number;
  /** Used instead of a fit. @default fitted to the customers */
  params?: BgnbdParameters;
  /** Used instead of a fit. @default fitted to the customers' values */
  gamma_gamma?: GammaGammaParameters;
}

/** Customers without a contract, over events. */
interface CustomersOfEvents extends CustomerModel {
  /** Where the range begins; it is in it. */
  from: Moment;
  /** Where the range ends; it is not in it. */
  to: Moment;
  /** The event that is a purchase. */
  purchase: Selector;
  /** The property with what a purchase came to; must be a column that was kept. @default none: values are unknown */
  amount_prop?: string;
  /** Of times and of `horizon`. @default "week" */
  unit?: 'day' | 'week';
  /** Whether people or accounts buy. @default "user" */
  per?: Per;
}

/** Customers without a contract, of figures that the caller has, in any one unit of time. */
interface CustomersBroughtAlong extends CustomerModel {
  /** What is known of each. */
  customers: readonly {
    /** As it comes back. @default none @unit none: a name */
    id?: string | number;
    /** Repeat purchases, so that 0 is somebody who bought once. @unit purchases */
    frequency: number;
    /** From the first purchase to the last one. @unit units of time */
    recency: number;
    /** From the first purchase to the end of the data. @unit units of time */
    t: number;
    /** Mean of the repeat purchases. @default unknown @unit currency @null where it is unknown */
    value?: number | null;
  }[];
}

export type CustomerValueQuestion =
  | ContractsOfEvents
  | ContractsBroughtAlong
  | CustomersOfEvents
  | CustomersBroughtAlong;

export type CustomerValueAnswer = ContractValueAnswer | BgnbdAnswer;

/** Of customers with a contract. */
export interface ContractValueAnswer extends Told {
  ask: 'customer_value';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The range that was answered; absent where the lifetimes were brought along. */
  range?: Range;
  /** Who the customers are; absent where the lifetimes were brought along. */
  per?: Per;
  /** As asked for. */
  model: 'contract';
  /** ISO 4217 code of all money here. @null where the playbook names none */
  currency: string | null;
  /** Mean price of those who are customers at the end. @unit currency a month @null where no price is known */
  arpa: number | null;
  /** As asked for. @unit share */
  margin: number;
  /** How long customers stay, by Kaplan-Meier. */
  lifetime_months: {
    /** Whose first contract began in the range. @unit customers */
    n: number;
    /** Of these, whose contract has ended. @unit customers */
    ended: number;
    /** Half stay longer. @unit months of 30.4375 days @null where the curve does not reach a half */
    median: number | null;
    /** Mean within `horizon`. @unit months of 30.4375 days @null of nobody */
    restricted_mean: number | null;
    /** Up to where it goes. @unit months of 30.4375 days @null of nobody, unless it was given */
    horizon: number | null;
  };
  /** How many leave in a month. */
  churn: {
    /** Whole months that were looked at; absent where the lifetimes were brought along. @unit months */
    months?: number;
    /** At the months' starts, summed up; absent where brought along. @unit customers x months */
    customers?: number;
    /** Of these, none at the month's end; absent where brought along. @unit customers x months */
    lost?: number;
    /** lost / customers. @unit share a month @null without a whole month or customers, or where it was not given */
    rate: number | null;
  };
  /** arpa x margin x restricted mean lifetime: within `horizon`. @unit currency @null where either is unknown */
  value: number | null;
  /** arpa x margin / churn: for ever. @unit currency @null where either is unknown, and while nobody was lost */
  simple_value: number | null;
}

/** Of customers without a contract. */
export interface BgnbdAnswer extends Told {
  ask: 'customer_value';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The range that was answered; absent where the customers were brought along. */
  range?: Range;
  /** Whether people or accounts buy; absent where the customers were brought along. */
  per?: Per;
  /** Of all times; absent where the customers were brought along. */
  unit?: 'day' | 'week';
  /** As asked for. */
  model: 'bgnbd';
  /** How far the expectation looks ahead. @unit units of time */
  horizon: number;
  /** As asked for. @unit rate a unit of time */
  discount: number;
  /** Fitted or given, of buying and leaving. @null where the likelihood has no maximum */
  params: BgnbdParameters | null;
  /** At `params`. @unit none @null where `params` is */
  log_likelihood: number | null;
  /** Fitted or given, of amounts. @null where the likelihood has no maximum, or there are no values */
  gamma_gamma: GammaGammaParameters | null;
  /** By their ids; brought along as they came. */
  customers: readonly {
    /** Whose it is. @null of one who was brought along without */
    id: string | null;
    /** Repeat purchases; a local day's are one. @unit purchases */
    frequency: number;
    /** From the first purchase to the last one. @unit units of time */
    recency: number;
    /** From the first purchase to the end of the data. @unit units of time */
    t: number;
    /** Mean of the repeat purchases. @unit currency @null where it is unknown */
    value: number | null;
    /** That they have not left. @unit probability, 0 to 1 @null without `params` */
    p_alive: number | null;
    /** Of the next `horizon` units. @unit purchases @null without `params`, or where it would take too long */
    expected_purchases: number | null;
    /** Of one purchase. @unit currency @null where a repeat customer's value is unknown, or without `gamma_gamma` */
    expected_purchase_value: number | null;
    /** Of the next `horizon` units, discounted. @unit currency @null where either is unknown */
    expected_value: number | null;
  }[];
}
