// SPDX-License-Identifier: Apache-2.0
/** @file What is learned from all customers, and what of it may one customer's page know? Types only. */

import type { Per } from './engagement.js';
import type { AhaRule, Grain, Selector } from './playbook.js';
import type { Common } from './protocol.js';
import type { Adjusted, AhaLabel, Bounded, TestedTable } from './tables.js';

/** Of the whole base: neither `account` nor `user`. The fields from `start` on are those of aha_discovery. */
export interface LearnQuestion extends Common {
  ask: 'learn';
  /** True: every count, for the vendor's own eyes; what `merge` adds. */
  part?: boolean;
  /** What activation is per unless given, else accounts. */
  per?: Per;
  /** How many of the last whole periods of the report peers are looked at in: 3 unless given. */
  periods?: number;
  start?: Selector;
  return?: Selector;
  events?: '*' | readonly Selector[];
  counts?: readonly number[];
  windows_days?: readonly number[];
  outcome_days?: readonly [number, number];
  min_people?: number;
}

/** Neither the engine's rows nor its playbook are looked at. */
export interface MergeQuestion extends Common {
  ask: 'merge';
  /** Of customers that are in no other part: each as an object or as its text. */
  parts: readonly (ModelPart | string)[];
  part?: boolean;
}

/** What `merge` adds. To be kept as it is. */
export interface ModelPart {
  payoff_model: 1;
  part: true;
  plan: Readonly<Record<string, unknown>>;
  span: { first_ms: number | null; last_ms: number | null };
  counts: Readonly<Record<string, unknown>>;
}

/** Quartiles over customers of their mean period. */
export interface Quartiles {
  n: number;
  p25: number;
  p50: number;
  p75: number;
}

export interface Benchmark extends Quartiles {
  /** 1 up to p25, 2 up to p50, 3 up to p75, 4 above, whatever is better; null of an unknown figure. */
  quarter: 1 | 2 | 3 | 4 | null;
}

/** How doing something early goes with staying; of too few only `id`, `within_days` and nulls. */
export interface LearnedLift {
  id: string;
  within_days: number;
  n: number | null;
  /** Stayed among those who did it, by stayed among all. */
  lift: number | null;
  reach?: number | null;
  base_rate?: number | null;
  ppv?: number | null;
  phi?: Bounded;
  risk_difference?: Bounded;
  adjusted?: Adjusted;
}

export interface PeerCell {
  /** null where they are too few; then nothing else is told either. */
  n: number | null;
  metrics: Readonly<Record<string, Quartiles>>;
  /** Of a period, the share of customers who use it. */
  capabilities: Readonly<Record<string, number>>;
  together: readonly {
    has: string;
    adds: string;
    n: number;
    support: number;
    confidence: number;
    lift: number;
  }[];
}

/** What `payoff learn` prints, fit to be published: no ids, and nothing of fewer than ten customers. */
export interface Model {
  payoff_model: 1;
  /** The version of the playbook that it was learned under; under another one it says nothing. */
  playbook: string;
  per: Per;
  period: Grain;
  learned_from: {
    first: string | null;
    last: string | null;
    as_of: string;
    zone: string;
    accounts: number | null;
    people: number | null;
    events: number | null;
    rejected: number | null;
    censored: number | null;
    outcome_days: readonly [number, number];
    peers_from: string;
    peers_to: string;
  };
  notes: readonly string[];
  /** What a page shows as the goal where the playbook has no `aha`. */
  goal: AhaRule | null;
  rules: readonly {
    rule: AhaRule;
    chosen_on: number | null;
    held_out: TestedTable;
    label: AhaLabel | null;
    too_good: boolean;
  }[];
  /** The most promising first. */
  lifts: { capabilities: readonly LearnedLift[]; steps: readonly LearnedLift[] };
  peers: { all: PeerCell; plans: Readonly<Record<string, PeerCell>> };
}

/** The model itself, without `ask`; with `part: true` a part. */
export type LearnAnswer = (Model | ModelPart) & { notes?: readonly string[] };
