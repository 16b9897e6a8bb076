// SPDX-License-Identifier: Apache-2.0
/** @file The question what it was worth against what was paid, and its answer. Types only. */

import type { AssumptionSource, Estimate } from '../playbook.js';
import type { Range, Ranged, Told } from './shared.js';

/** What a customer puts in place of the playbook's assumptions. */
export interface RoiOverrides {
  /** What an hour of work costs; a number is all three guesses. @default the playbook's @unit currency an hour */
  hourly_cost?: Estimate;
  /** By the rule's id: minutes that one event saves, or what it is worth. @default the playbook's */
  rules?: Readonly<Record<string, { minutes_saved: Estimate } | { value: Estimate }>>;
}

export interface RoiQuestion extends Ranged {
  ask: 'roi';
  /** The customer's own assumptions. @default none */
  overrides?: RoiOverrides;
}

/** An estimate of which some, or all, may be unknown. */
interface EstimateOrNull {
  /** By the careful guesses. @unit that of the figure @null where it is unknown */
  low: number | null;
  /** By the best guesses. @unit that of the figure @null where it is unknown */
  expected: number | null;
  /** By the hopeful guesses. @unit that of the figure @null where it is unknown */
  high: number | null;
}

/** One rule: count x assumption = amount. */
export interface RoiAuditRow {
  /** The rule's id. */
  rule: string;
  /** What it is called where people see it. */
  label: string;
  /** Events that the rule picks. @unit events */
  count: number;
  /** Of a rule of minutes: what one event saves. @unit minutes @null where the minutes are a property's */
  minutes_each?: Estimate | null;
  /** Of a rule of minutes: what all save. @unit minutes @null never; absent of rules of value */
  minutes_saved?: Estimate | null;
  /** Of a rule of minutes: what an hour costs. @unit currency an hour @null never; absent of rules of value */
  hourly_cost?: Estimate | null;
  /** Of a rule of value: what one event is worth. @unit currency @null where the value is a property's */
  value_each?: Estimate | null;
  /** What the rule makes, rounded to the currency's digits. @unit currency */
  amount: Estimate;
  /** Where the assumption comes from. */
  source: AssumptionSource;
  /** Where `hourly_cost` comes from; of rules that save minutes. */
  hourly_cost_source?: AssumptionSource;
  /** The customer's own figure stands in it. */
  overridden?: true;
}

/** What roi says, also as a part of reports. */
export interface RoiFigures {
  /** ISO 4217 code of all money here. @null where the playbook names none */
  currency: string | null;
  /** What all rules of minutes save. @unit minutes */
  minutes_saved: Estimate;
  /** Their amounts, summed up. @unit currency */
  money_saved: Estimate;
  /** Amounts of the rules of value, summed up. @unit currency */
  value_made: Estimate;
  /** money_saved + value_made. @unit currency */
  value: Estimate;
  /** The subscription over the local days of the range that have begun. @unit currency @null without a subscription whose amount is known */
  cost: number | null;
  /** value - cost. @unit currency @null where `cost` is */
  net: Estimate | null;
  /** (value - cost) / cost: 2 is twice the price beyond the price. @unit ratio @null where `cost` is null or 0 */
  roi: EstimateOrNull | null;
  /** The first day, counted from 1, on which the running value passes the running cost. @unit days @null each: not yet, or no subscription */
  payback_days: EstimateOrNull;
  /** value / people with an "@active" event. @unit currency a person @null with nobody */
  per_active_person: EstimateOrNull | null;
  /** One row a rule, in the playbook's order; the amounts add up to `value`. */
  audit: readonly RoiAuditRow[];
  /** From the first event (or the range's start, if earlier) up to the end of the range. */
  running: {
    /** What was made so far. @unit currency */
    value: Estimate;
    /** What was paid so far. @unit currency @null without a subscription whose amount is known */
    cost: number | null;
    /** Where it begins: a local date or an instant. @null never; without an event it is the range's start */
    since: string | null;
  };
  /** By bucket; rounded by bucket, so the sums may differ from the totals by minor units. */
  series: readonly {
    /** Local start of the bucket. */
    start: string;
    /** Saved in it. @unit minutes */
    minutes_saved: Estimate;
    /** Made in it. @unit currency */
    value: Estimate;
    /** Of the days that begin in it. @unit currency @null without a subscription whose amount is known */
    cost: number | null;
    /** The bucket had not ended at `as_of`: so far. */
    partial?: true;
  }[];
  /** The period before, like for like. @null where nothing is compared */
  previous: {
    /** Where it begins. */
    from: string;
    /** Where it ends; not in it. */
    to: string;
    /** Saved in it. @unit minutes */
    minutes_saved: Estimate;
    /** Made in it. @unit currency */
    value: Estimate;
    /** Paid in it. @unit currency @null without a subscription whose amount is known */
    cost: number | null;
    /** value - cost. @unit currency @null where `cost` is */
    net: Estimate | null;
    /** (value - cost) / cost. @unit ratio @null where `cost` is null or 0 */
    roi: EstimateOrNull | null;
    /** By bucket, for charts that draw both. @unit minutes, and currency */
    series: readonly { start: string; minutes_saved: Estimate; value: Estimate }[];
  } | null;
}

export interface RoiAnswer extends Told, RoiFigures {
  ask: 'roi';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The range that was answered. */
  range: Range;
}
