// SPDX-License-Identifier: Apache-2.0
/** @file The question which early behaviour goes with staying, and its answer. Types only. */

import type { AhaRule, Grain, Selector } from '../playbook.js';
import type { TableOptions, TestedTable } from './figures.js';
import type { Common, Moment, Per, Range, Told } from './shared.js';

export interface AhaDiscoveryQuestion extends Common, TableOptions {
  ask: 'aha_discovery';
  /** Where the range of the starts begins; it is in it. */
  from: Moment;
  /** Where the range of the starts ends; it is not in it. */
  to: Moment;
  /** The event from which days run. @default activation's start, else any event */
  start?: Selector;
  /** The event that is staying. @default "@value" */
  return?: Selector;
  /** The behaviour to look at; "*" is every event name. @default "*" */
  events?: '*' | readonly Selector[];
  /** How often it must have been done. @default 1 to 10 @unit events */
  counts?: readonly number[];
  /** Within how long from the start; none may reach into the outcome. @default 1 to 14 @unit days of 24 hours */
  windows_days?: readonly number[];
  /** Days [first, second) after the start in which who returns has stayed. @default [28, 56] @unit days of 24 hours */
  outcome_days?: readonly [number, number];
  /** Fewest exposed, and fewest not exposed, for a rule to be chosen and labelled. @default 30 @unit people, or accounts */
  min_people?: number;
  /** How many events the pairs are made of. @default 5 @unit events */
  pairs?: number;
  /** As the range repeats it; no figure hangs on it. @default "day" */
  grain?: Grain;
  /** Whether people or accounts are counted. @default "user" */
  per?: Per;
}

/** An event, so often, within so many days. */
export interface AhaCell extends TestedTable {
  /** As it was asked for; of "*" a name. */
  event: Selector;
  /** At least so often. @unit events */
  count: number;
  /** From the start. @unit days of 24 hours */
  within_days: number;
}

/** By phi of people who did not choose the rule: from .4 high, from .3 moderate, from .2 slight, else none. */
export type AhaLabel = 'high' | 'moderate' | 'slight' | 'none';

export interface AhaDiscoveryAnswer extends Told {
  ask: 'aha_discovery';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The range that was answered. */
  range: Range;
  /** What is counted. */
  per: Per;
  /** Those whose outcome window has ended. @unit people, or accounts */
  people: number;
  /** Left out: their outcome window has not ended. @unit people, or accounts */
  censored: number;
  /** Share of `people` who stayed. @unit share, 0 to 1 @null with nobody */
  base_rate: number | null;
  /** Events x counts x windows, over all people. */
  cells: readonly AhaCell[];
  /** Chosen by half of the people, told by the other half. @null where no cell has enough people */
  best: {
    /** Can stand as the playbook's `aha`. */
    rule: AhaRule;
    /** People of even hash, who chose it. @unit people, or accounts */
    chosen_on: number;
    /** Figures of the other half. */
    held_out: TestedTable;
    /** How closely it goes with staying. @null where it may be chance, or too few people */
    label: AhaLabel | null;
    /** ppv and sensitivity above .95: most often the outcome in disguise. */
    too_good: boolean;
  } | null;
  /** Two rules at once, told by the other half too; the largest phi first. */
  pairs: readonly (TestedTable & {
    /** Exposed is who did both. */
    rules: readonly [AhaRule, AhaRule];
  })[];
}
