// SPDX-License-Identifier: Apache-2.0
/** @file The question of who speaks for the product, and its answer. Types only. */

import type { Per } from './engagement.js';
import type { Common, Told } from './protocol.js';

export interface AdvocacyQuestion extends Common {
  ask: 'advocacy';
  /** `user` unless given. */
  per?: Per;
}

/** How many of each there are among some people. */
export interface AdvocacyRow {
  people: number;
  lovers: number;
  likers: number;
  lurkers: number;
  /** With Wilson's interval; null with nobody. */
  lover_share: { rate: number | null; low: number | null; high: number | null };
}

export interface AdvocacyAnswer extends Told {
  ask: 'advocacy';
  account?: string;
  user?: string;
  per: Per;
  people: number;
  segments: readonly {
    id: 'lover' | 'liker' | 'lurker';
    people: number;
    share: number | null;
    /** What is often said of communities: 1, 9 and 90%. */
    nominal: number;
  }[];
  /** By days since the first event; `to_days` is not included, and null has no end. */
  by_tenure: readonly (AdvocacyRow & { from_days: number; to_days: number | null })[];
  /** By fourths of what is known of their accounts' subscription.mrr, from least to most; null: unknown. */
  by_spend: readonly (AdvocacyRow & { from: number | null; to: number | null })[];
}
