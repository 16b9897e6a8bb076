// SPDX-License-Identifier: Apache-2.0
/** @file Questions about what goes with what, and their answers: tables of two by two. Types only. */

import type { Funnel } from './behaviour.js';
import type { Per } from './engagement.js';
import type { AhaRule, Selector } from './playbook.js';
import type { Common, Grain, Moment, Range, Told } from './protocol.js';

// ---- figures ------------------------------------------------------------------------------------------------

/** People by exposure and outcome: both, exposed only, outcome only, neither. */
export interface Table {
  tp: number;
  fp: number;
  fn: number;
  tn: number;
}

/** A figure with its 95% interval; null is unknown. */
export interface Bounded {
  value: number | null;
  low: number | null;
  high: number | null;
}

/** A statistic, its degrees of freedom, and how likely one as large is by chance. */
export interface Tested {
  value: number | null;
  df: number;
  p: number | null;
}

/** Mantel-Haenszel over strata: does it hold among those who are alike in something else? */
export interface Adjusted {
  odds_ratio: Bounded;
  risk_difference: Bounded;
  cmh: Tested;
  strata: number;
}

/** What a table says by itself. */
export interface TableFigures {
  /** As it was counted. */
  table: Table;
  n: number;
  base_rate: number | null;
  ppv: number | null;
  npv: number | null;
  sensitivity: number | null;
  specificity: number | null;
  /** Share of people who are exposed. */
  reach: number | null;
  /** `ppv` over `base_rate`. */
  lift: number | null;
  phi: Bounded;
  odds_ratio: Bounded;
  risk_ratio: Bounded;
  risk_difference: Bounded;
  chi_square: Tested;
  fisher_p: number | null;
}

export interface TestedTable extends TableFigures {
  /** Benjamini-Hochberg, over the rows it stands among. */
  q: number | null;
  adjusted: Adjusted | null;
}

/** How tables are read. */
interface TableOptions {
  /** Added to all four cells; 0 unless given. */
  prior?: number;
  /** Yates' correction of both chi-squares. */
  correction?: boolean;
}

// ---- association --------------------------------------------------------------------------------------------

/** "attributes:plan", "attributes:account.plan". */
export type AttributeCandidate = `attributes:${string}`;

interface AssociationOfEvents extends Common, TableOptions {
  ask: 'association';
  from: Moment;
  to: Moment;
  success: Selector | Funnel;
  /** Any event unless given; not beside a funnel. */
  start?: Selector;
  candidates?: 'events' | readonly ('events' | AttributeCandidate)[];
  /** Ids of rows to leave out. */
  exclude?: readonly string[];
  /** 25 unless given. */
  min_people?: number;
  grain?: Grain;
  per?: Per;
}

/** Of figures that the caller has counted: neither events nor `as_of` are needed. */
type AssociationOfFigures = Common & { ask: 'association' } & (
    | ({ table: Table } & TableOptions)
    | ({ strata: readonly Table[] } & TableOptions)
    | { p_values: readonly (number | null)[] }
    | { successes: number; trials: number }
    | { counts: readonly [number, number]; exposures: readonly [number, number] }
  );

export type AssociationQuestion = AssociationOfEvents | AssociationOfFigures;

export interface AssociationRow extends TestedTable {
  /** An event's name, "plan=pro", or "table". */
  id: string;
}

/** Which fields are there hangs on the form that was asked. */
export interface AssociationAnswer extends Told {
  ask: 'association';
  account?: string;
  user?: string;
  range?: Range;
  per?: Per;
  people?: number;
  successes?: number;
  base_rate?: number | null;
  rows?: readonly AssociationRow[];
  q_values?: readonly (number | null)[];
  /** Of a proportion, with `low` and `high`. */
  rate?: number | null;
  low?: number | null;
  high?: number | null;
  /** Of two rates, with `p`. */
  ratio?: number | null;
  p?: number | null;
}

// ---- aha_discovery ------------------------------------------------------------------------------------------

export interface AhaDiscoveryQuestion extends Common, TableOptions {
  ask: 'aha_discovery';
  from: Moment;
  to: Moment;
  /** Activation's start unless given. */
  start?: Selector;
  /** `"@value"` unless given. */
  return?: Selector;
  events?: '*' | readonly Selector[];
  /** 1 to 10 unless given. */
  counts?: readonly number[];
  /** 1 to 14 unless given; none may reach into the outcome. */
  windows_days?: readonly number[];
  /** Days [first, second) after the start: 28 and 56 unless given. */
  outcome_days?: readonly [number, number];
  /** 30 unless given. */
  min_people?: number;
  /** How many events the pairs are made of: 5 unless given. */
  pairs?: number;
  grain?: Grain;
  per?: Per;
}

export interface AhaCell extends TestedTable {
  /** As it was asked for; of `"*"` a name. */
  event: Selector;
  count: number;
  within_days: number;
}

export type AhaLabel = 'high' | 'moderate' | 'slight' | 'none';

export interface AhaDiscoveryAnswer extends Told {
  ask: 'aha_discovery';
  account?: string;
  user?: string;
  range: Range;
  per: Per;
  /** Whose outcome window has ended; `censored` are the others. */
  people: number;
  censored: number;
  base_rate: number | null;
  cells: readonly AhaCell[];
  best: {
    /** Can stand as the playbook's `aha`. */
    rule: AhaRule;
    /** People of even hash, who chose it. */
    chosen_on: number;
    /** The other half. */
    held_out: TestedTable;
    /** null where it may be chance, or too few people. */
    label: AhaLabel | null;
    /** Most often the outcome in disguise. */
    too_good: boolean;
  } | null;
  /** Of the other half too. */
  pairs: readonly (TestedTable & { rules: readonly [AhaRule, AhaRule] })[];
}

// ---- education ----------------------------------------------------------------------------------------------

export interface EducationQuestion extends Common, TableOptions {
  ask: 'education';
  from: Moment;
  to: Moment;
  learning: Selector;
  /** Activation's start unless given. */
  start?: Selector;
  /** `"@value"` unless given. */
  return?: Selector;
  /** 14 unless given. */
  landmark_days?: number;
  outcome_days?: readonly [number, number];
  /** Of the cohorts: by month unless given. */
  grain?: Grain;
  per?: Per;
}

/** In the outcome window. */
export interface GroupActivity {
  people: number;
  dau: number | null;
  wau: number | null;
  stickiness: number | null;
}

export interface CohortReturn {
  people: number;
  returned: number;
  rate: number | null;
}

export interface EducationAnswer extends Told {
  ask: 'education';
  account?: string;
  user?: string;
  range: Range;
  per: Per;
  people: number;
  /** Whose outcome window has not ended. */
  censored: number;
  /** Who had left before the landmark. */
  gone: number;
  exposed: number;
  unexposed: number;
  crude: TableFigures;
  adjusted: Adjusted;
  verdict: 'helps' | 'hurts' | 'cannot_tell';
  activity: { exposed: GroupActivity; unexposed: GroupActivity };
  cohorts: readonly { start: string; exposed: CohortReturn; unexposed: CohortReturn; partial?: true }[];
  /** Says nothing of an effect. */
  vanity: { attendees: number; views: number };
}

// ---- all of them --------------------------------------------------------------------------------------------

export type TableQuestion = AssociationQuestion | AhaDiscoveryQuestion | EducationQuestion;

export interface TableAnswers {
  association: AssociationAnswer;
  aha_discovery: AhaDiscoveryAnswer;
  education: EducationAnswer;
}
