// SPDX-License-Identifier: Apache-2.0
/** @file The question what all customers teach, and the model that answers it. Types only. */

import type { AhaRule, Grain, Selector } from '../playbook.js';
import type { AhaLabel } from './aha_discovery.js';
import type { Adjusted, Bounded, TestedTable } from './figures.js';
import type { Per, Timed } from './shared.js';

/** Of the whole base: neither `account` nor `user`. The fields from `start` on are those of aha_discovery. */
export interface LearnQuestion extends Timed {
  ask: 'learn';
  /** True: every count, for the vendor's own eyes; what `merge` adds. @default false */
  part?: boolean;
  /** Who the customers are. @default what activation is per, else "account" */
  per?: Per;
  /** How many of the last whole periods of the report peers are looked at in. @default 3 @unit periods */
  periods?: number;
  /** The event from which days run. @default activation's start, else any event */
  start?: Selector;
  /** The event that is staying. @default "@value" */
  return?: Selector;
  /** The behaviour to look at; "*" is every event name. @default "*" */
  events?: '*' | readonly Selector[];
  /** How often it must have been done. @default 1 to 10 @unit events */
  counts?: readonly number[];
  /** Within how long from the start. @default 1 to 14 @unit days of 24 hours */
  windows_days?: readonly number[];
  /** Days [first, second) after the start in which who returns has stayed. @default [28, 56] @unit days of 24 hours */
  outcome_days?: readonly [number, number];
  /** Fewest exposed, and fewest not exposed, for a rule to be chosen. @default 30 @unit customers */
  min_people?: number;
  account?: undefined;
  user?: undefined;
}

/** What `merge` adds. To be kept as it is. */
export interface ModelPart {
  /** Version of the format. @unit version */
  payoff_model: 1;
  /** That it is a part. */
  part: true;
  /** What was asked for; parts add up only where it is the same. */
  plan: Readonly<Record<string, unknown>>;
  /** From the first event to the last. */
  span: {
    /** Of the first. @unit ms since 1970 @null without an event */
    first_ms: number | null;
    /** Of the last. @unit ms since 1970 @null without an event */
    last_ms: number | null;
  };
  /** Whole counts, which add up. */
  counts: Readonly<Record<string, unknown>>;
}

/** Quartiles over customers of their mean period. */
export interface Quartiles {
  /** Of so many. @unit customers */
  n: number;
  /** A quarter has no more. @unit that of the metric */
  p25: number;
  /** Half has no more. @unit that of the metric */
  p50: number;
  /** Three quarters have no more. @unit that of the metric */
  p75: number;
}

/** Where a customer stands among those that a model knows. */
export interface Benchmark extends Quartiles {
  /** 1 up to p25, 2 up to p50, 3 up to p75, 4 above, whatever is better. @unit quarter, from 1 @null of an unknown figure */
  quarter: 1 | 2 | 3 | 4 | null;
}

/** How doing something early goes with staying; of too few only `id`, `within_days` and nulls. */
export interface LearnedLift {
  /** Of the capability or step. */
  id: string;
  /** How early it had to be done. @unit days of 24 hours */
  within_days: number;
  /** Of so many. @unit customers @null of too few */
  n: number | null;
  /** Stayed among those who did it, by stayed among all; 1 where chance would do. @unit ratio @null of too few */
  lift: number | null;
  /** Who did it. @unit share, 0 to 1 @null over nothing */
  reach?: number | null;
  /** Who stayed, of all. @unit share, 0 to 1 @null over nothing */
  base_rate?: number | null;
  /** Who stayed, of those who did it. @unit share, 0 to 1 @null over nothing */
  ppv?: number | null;
  /** Correlation of doing and staying. */
  phi?: Bounded;
  /** Stayed among those who did it, less that among the others. */
  risk_difference?: Bounded;
  /** The same among the equally busy. */
  adjusted?: Adjusted;
}

/** What is known of some peers. */
export interface PeerCell {
  /** Of so many. @unit customers @null where they are too few; then nothing else is told either */
  n: number | null;
  /** Quartiles by the metric's id. */
  metrics: Readonly<Record<string, Quartiles>>;
  /** By the capability's id: of a period, who use it. @unit share of customers, 0 to 1 */
  capabilities: Readonly<Record<string, number>>;
  /** Capabilities that go together, ten pairs at most, the largest lift first. */
  together: readonly {
    /** Id of the one in use. */
    has: string;
    /** Id of the one that goes with it. */
    adds: string;
    /** Of so many. @unit customers */
    n: number;
    /** Who use both. @unit share, 0 to 1 */
    support: number;
    /** Of those who use `has`, who use `adds`. @unit share, 0 to 1 */
    confidence: number;
    /** confidence / the share that uses `adds`; above 1. @unit ratio */
    lift: number;
  }[];
}

/** What `payoff learn` prints, fit to be published: no ids, and nothing of fewer than ten customers. */
export interface Model {
  /** Version of the format. @unit version */
  payoff_model: 1;
  /** The version of the playbook that it was learned under; under another one it says nothing. */
  playbook: string;
  /** Who the customers are. */
  per: Per;
  /** What peers are looked at by. */
  period: Grain;
  /** From which data. */
  learned_from: {
    /** Instant of the first event. @null without one */
    first: string | null;
    /** Instant of the last event. @null without one */
    last: string | null;
    /** Up to when the data counted: an instant. */
    as_of: string;
    /** The zone whose days these are. */
    zone: string;
    /** All with an event. @unit accounts @null of too few */
    accounts: number | null;
    /** All with an event. @unit people @null of too few */
    people: number | null;
    /** All that count. @unit events @null of too few customers */
    events: number | null;
    /** Rows that could not be read. @unit rows @null of too few customers */
    rejected: number | null;
    /** Left out: their outcome window has not ended. @unit customers @null of too few */
    censored: number | null;
    /** As asked for. @unit days of 24 hours */
    outcome_days: readonly [number, number];
    /** Local date from which peers were looked at. */
    peers_from: string;
    /** Local date up to which; not in it. */
    peers_to: string;
  };
  /** Codes of what the reader must know. */
  notes: readonly string[];
  /** What a page shows as the goal where the playbook has no `aha`. @null where no rule holds up */
  goal: AhaRule | null;
  /** The best cells of up to three events. */
  rules: readonly {
    /** Can stand as the playbook's `aha`. */
    rule: AhaRule;
    /** Customers of even hash, who chose it. @unit customers @null of too few */
    chosen_on: number | null;
    /** Figures of the other half. */
    held_out: TestedTable;
    /** How closely it goes with staying. @null where it may be chance, or too few customers */
    label: AhaLabel | null;
    /** ppv and sensitivity above .95: most often the outcome in disguise. */
    too_good: boolean;
  }[];
  /** How doing something early goes with staying. */
  lifts: {
    /** The most promising first. */
    capabilities: readonly LearnedLift[];
    /** The most promising first. */
    steps: readonly LearnedLift[];
  };
  /** How others do. */
  peers: {
    /** On whatever plan. */
    all: PeerCell;
    /** By plan. */
    plans: Readonly<Record<string, PeerCell>>;
  };
}

/** The model itself, without `ask`; with `part: true` a part. */
export type LearnAnswer = (Model | ModelPart) & {
  /** Codes of what the reader must know. */
  notes?: readonly string[];
};
