// SPDX-License-Identifier: Apache-2.0
/** @file The question what data hold, and its answer. Types only. */

import type { Common, Told } from './shared.js';

/** Without `as_of` all rows count. */
export interface SchemaQuestion extends Common {
  ask: 'schema';
}

/** Types of JSON. */
export type PropertyType = 'boolean' | 'null' | 'number' | 'object' | 'array' | 'string';

/** A property of an event, or an attribute of users or accounts. */
export interface PropertySummary {
  /** As the rows have it. */
  name: string;
  /** Every type that its values had, in this order. */
  types: readonly PropertyType[];
  /** Of the rows that were looked at, those that have it. @unit share, 0 to 1 */
  share: number;
  /** The first five different values that are neither null nor nested; texts cut to 80 bytes. @unit none: values as they are */
  examples: readonly (string | number | boolean)[];
}

/** One event. */
export interface EventSummary {
  /** The event's. */
  name: string;
  /** How often it happened. @unit events */
  count: number;
  /** Distinct users. @unit people */
  people: number;
  /** Instant of the first, in UTC. */
  first: string;
  /** Instant of the last, in UTC. */
  last: string;
  /** There were more than the 1,000 rows whose properties were looked at. */
  sampled?: true;
  /** The most frequent first, then by name. */
  properties: readonly PropertySummary[];
}

export interface SchemaAnswer extends Told {
  ask: 'schema';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The export format as it was recognised. @null without a row */
  format: string | null;
  /** Accepted ones, identify and group rows included. @unit rows */
  rows: number;
  /** Distinct users with an event. @unit people */
  people: number;
  /** Distinct accounts with an event. @unit accounts */
  accounts: number;
  /** Instant of the first event, in UTC. @null without one */
  first: string | null;
  /** Instant of the last event, in UTC. @null without one */
  last: string | null;
  /** The most frequent first, then by name. */
  events: readonly EventSummary[];
  /** What identify and group rows say of whom. */
  attributes: {
    /** Of users. */
    user: readonly PropertySummary[];
    /** Of accounts. */
    account: readonly PropertySummary[];
  };
}
