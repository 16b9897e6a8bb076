// SPDX-License-Identifier: Apache-2.0
/** @file The question what goes with success, and its answer. Types only. */

import type { Grain, Selector } from '../playbook.js';
import type { Table, TableOptions, TestedTable } from './figures.js';
import type { Funnel } from './funnel.js';
import type { Common, Moment, Per, Range, Told } from './shared.js';

/** "attributes:plan", "attributes:account.plan". */
export type AttributeCandidate = `attributes:${string}`;

/** Over events: which of them, and which attributes, go with success. */
interface AssociationOfEvents extends Common, TableOptions {
  ask: 'association';
  /** Where the range of the entries begins; it is in it. */
  from: Moment;
  /** Where the range of the entries ends; it is not in it. */
  to: Moment;
  /** The event that is success, or a funnel whose last step is. */
  success: Selector | Funnel;
  /** The event that people enter with; not beside a funnel. @default any event */
  start?: Selector;
  /** What is compared: event names, values of attributes ("attributes:plan"), or both. @default "events" */
  candidates?: 'events' | readonly ('events' | AttributeCandidate)[];
  /** Ids of rows to leave out. @default none */
  exclude?: readonly string[];
  /** Fewest exposed people of a row. @default 25 @unit people, or accounts */
  min_people?: number;
  /** As the range repeats it; no figure hangs on it. @default "day" */
  grain?: Grain;
  /** Whether people or accounts are counted. @default "user" */
  per?: Per;
}

/** Of figures that the caller has counted: neither events nor `as_of` are needed. */
interface AssociationOfFigures extends Common {
  ask: 'association';
}

/** Of one table. */
interface AssociationOfTable extends AssociationOfFigures, TableOptions {
  /** The four cells. */
  table: Table;
}

/** Of one table in strata. */
interface AssociationOfStrata extends AssociationOfFigures, TableOptions {
  /** A table for each stratum. */
  strata: readonly Table[];
}

/** Of many tests. */
interface AssociationOfTests extends AssociationOfFigures {
  /** Of each test. @unit probability, 0 to 1 @null of a test that said nothing; it is none of the number */
  p_values: readonly (number | null)[];
}

/** Of a proportion. */
interface AssociationOfTrials extends AssociationOfFigures {
  /** So many succeeded. @unit trials */
  successes: number;
  /** Of so many. @unit trials */
  trials: number;
}

/** Of two rates. */
interface AssociationOfRates extends AssociationOfFigures {
  /** How often it happened, in each of the two. @unit count */
  counts: readonly [number, number];
  /** In how much time, or among how many. @unit any, the same for both */
  exposures: readonly [number, number];
}

export type AssociationQuestion =
  | AssociationOfEvents
  | AssociationOfTable
  | AssociationOfStrata
  | AssociationOfTests
  | AssociationOfTrials
  | AssociationOfRates;

/** One table among others. */
export interface AssociationRow extends TestedTable {
  /** An event's name, "plan=pro", or "table". */
  id: string;
}

/** Which fields are there hangs on the form that was asked. */
export interface AssociationAnswer extends Told {
  ask: 'association';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The range that was answered; over events. */
  range?: Range;
  /** What is counted; over events. */
  per?: Per;
  /** Those who entered; over events. @unit people, or accounts */
  people?: number;
  /** Of these, with the success; over events. @unit people, or accounts */
  successes?: number;
  /** successes / people; over events. @unit share, 0 to 1 @null with nobody */
  base_rate?: number | null;
  /** By phi, the largest first, unknown last, then by id. */
  rows?: readonly AssociationRow[];
  /** Of `p_values`, in their order. @unit probability, 0 to 1 @null where the p-value is */
  q_values?: readonly (number | null)[];
  /** Of a proportion. @unit share, 0 to 1 @null of no trials */
  rate?: number | null;
  /** Lower end of Wilson's 95% interval. @unit share, 0 to 1 @null of no trials */
  low?: number | null;
  /** Upper end of Wilson's 95% interval. @unit share, 0 to 1 @null of no trials */
  high?: number | null;
  /** The first rate by the second. @unit ratio @null where an exposure or the second count is 0 */
  ratio?: number | null;
  /** That the two rates are the same. @unit probability, 0 to 1 @null where both counts or an exposure are 0 */
  p?: number | null;
}
