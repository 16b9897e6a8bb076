// SPDX-License-Identifier: Apache-2.0
/** @file The question of who speaks for the product, and its answer. Types only. */

import type { Common, Per, Told } from './shared.js';

export interface AdvocacyQuestion extends Common {
  ask: 'advocacy';
  /** Whether people or accounts are counted. @default "user" */
  per?: Per;
}

/** How many of each there are among some people. */
export interface AdvocacyRow {
  /** All of the row. @unit people, or accounts */
  people: number;
  /** Who speaks for it. @unit people, or accounts */
  lovers: number;
  /** Who comes in most weeks. @unit people, or accounts */
  likers: number;
  /** The rest that is active at all. @unit people, or accounts */
  lurkers: number;
  /** lovers / people, with Wilson's 95% interval. */
  lover_share: {
    /** The share itself. @unit share, 0 to 1 @null with nobody */
    rate: number | null;
    /** Lower end of the interval. @unit share, 0 to 1 @null with nobody */
    low: number | null;
    /** Upper end of the interval. @unit share, 0 to 1 @null with nobody */
    high: number | null;
  };
}

export interface AdvocacyAnswer extends Told {
  ask: 'advocacy';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** What is counted. */
  per: Per;
  /** Lovers, likers and lurkers together. @unit people, or accounts */
  people: number;
  /** One entry for each of the three. */
  segments: readonly {
    /** The first of these that holds. */
    id: 'lover' | 'liker' | 'lurker';
    /** So many are it. @unit people, or accounts */
    people: number;
    /** Of all three. @unit share, 0 to 1 @null with nobody */
    share: number | null;
    /** What is often said of communities: 1, 9 and 90%. @unit share, 0 to 1 */
    nominal: number;
  }[];
  /** By time since the first event. */
  by_tenure: readonly (AdvocacyRow & {
    /** At least so long. @unit days of 24 hours */
    from_days: number;
    /** Less than that. @unit days of 24 hours @null without an end */
    to_days: number | null;
  })[];
  /** By fourths of what is known of their accounts' subscription.mrr, the least first. */
  by_spend: readonly (AdvocacyRow & {
    /** The least in the row. @unit that of subscription.mrr @null of those of whom it is unknown */
    from: number | null;
    /** The largest in the row. @unit that of subscription.mrr @null of those of whom it is unknown */
    to: number | null;
  })[];
}
