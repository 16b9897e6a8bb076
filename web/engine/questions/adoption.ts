// SPDX-License-Identifier: Apache-2.0
/** @file The question which capabilities are used, and its answer. Types only. */

import type { Common, Moment, Per, Range, Told } from './shared.js';

export interface AdoptionQuestion extends Common {
  ask: 'adoption';
  /** Where the range begins; it is in it. */
  from: Moment;
  /** Where the range ends; it is not in it. */
  to: Moment;
  /** Whether people or accounts are counted. @default "user" */
  per?: Per;
}

/** One capability of the playbook. */
export interface CapabilityAnswer {
  /** The capability's. */
  id: string;
  /** What it is called where people see it. */
  label: string;
  /** Those with one of its events. @unit people, or accounts */
  adopters: number;
  /** Those active in the range. @unit people, or accounts */
  people: number;
  /** adopters / people. @unit share, above 1 where its events do not count as active @null with nobody active */
  rate: number | null;
  /** Its events per adopter. @unit events @null without an adopter */
  depth: number | null;
  /** Local date inside the range. @null where it was not used */
  first_used: string | null;
  /** Local date inside the range. @null where it was not used */
  last_used: string | null;
  /** Whether anybody used it, known or not. */
  used: boolean;
  /** Absent, or not in the plan of the one that was asked for (or of anybody). */
  available?: false;
  /** People who used it, of the seats. @unit share, above 1 where more people work than seats were bought @null while seats are not known */
  share_of_seats?: number | null;
  /** Of the customers that a model knows, of the same plan if known: who use it in a period. @unit share, 0 to 1 @null without a model, or where it does not say */
  peer_rate: number | null;
  /** Where to do it, as the playbook says. */
  href?: string;
}

/** What adoption says, also as a part of reports. */
export interface AdoptionFigures {
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** What is counted. */
  per: Per;
  /** Those active in the range. @unit people, or accounts */
  people: number;
  /** Capabilities used of those available. */
  utilisation: {
    /** Of the one that was asked for. @unit share, 0 to 1 @null where nobody was */
    value: number | null;
    /** Of all who are active. @unit share, 0 to 1 @null with nobody */
    median: number | null;
  };
  /** In the playbook's order. */
  capabilities: readonly CapabilityAnswer[];
  /** Ids of capabilities that are available and not used, the most promising first. */
  unused: readonly string[];
  /** The first of `unused`. @null where all is used */
  next_best: string | null;
}

export interface AdoptionAnswer extends Told, AdoptionFigures {
  ask: 'adoption';
  /** The range that was answered. */
  range: Range;
}
