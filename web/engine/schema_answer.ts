// SPDX-License-Identifier: Apache-2.0
/** @file The question what data hold, and its answer. Types only. */

import type { Common, Told } from './protocol.js';

/** Without `as_of` all rows count. */
export interface SchemaQuestion extends Common {
  ask: 'schema';
}

export type PropertyType = 'boolean' | 'null' | 'number' | 'object' | 'array' | 'string';

export interface PropertySummary {
  name: string;
  types: readonly PropertyType[];
  /** Of the rows that were looked at, 0..1. */
  share: number;
  /** The first five different values that are neither null nor nested. */
  examples: readonly (string | number | boolean)[];
}

export interface EventSummary {
  name: string;
  count: number;
  people: number;
  /** Instants in UTC. */
  first: string;
  last: string;
  /** There were more than the 1,000 rows whose properties were looked at. */
  sampled?: true;
  properties: readonly PropertySummary[];
}

export interface SchemaAnswer extends Told {
  ask: 'schema';
  /** The export format as it was recognised; null without a row. */
  format: string | null;
  /** Accepted ones, identify and group rows included. */
  rows: number;
  people: number;
  accounts: number;
  first: string | null;
  last: string | null;
  events: readonly EventSummary[];
  attributes: { user: readonly PropertySummary[]; account: readonly PropertySummary[] };
}
