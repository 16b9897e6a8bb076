// SPDX-License-Identifier: Apache-2.0
/** @file What can a playbook say? Types only; the core checks a playbook, nothing here does. */

export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/** A fixed figure of an assumption: three guesses of one thing. */
export interface Estimate {
  low: number;
  expected: number;
  high: number;
}

export type FilterOperator = 'eq' | 'ne' | 'in' | 'gt' | 'gte' | 'lt' | 'lte' | 'exists' | 'contains';
export type Scalar = string | number | boolean | null;

export type Filter =
  | {
      prop: string;
      on?: 'event' | 'user' | 'account';
      op: FilterOperator;
      value?: Scalar | readonly Scalar[];
      at?: 'latest';
    }
  | { all: readonly Filter[] }
  | { any: readonly Filter[] }
  | { not: Filter };

/** A name, `"*"`, `"@set"`, a list of these (`{"not": ...}` takes away), or names with a filter. */
export type Selector =
  | string
  | { event: Selector; where?: Filter }
  | readonly (Selector | { not: Selector })[];

export type Stat =
  | 'count'
  | 'users'
  | 'accounts'
  | 'sum'
  | 'mean'
  | 'median'
  | 'p90'
  | 'min'
  | 'max'
  | 'sessions'
  | 'session_minutes'
  | 'events_per_user';

export type Direction = 'up' | 'down';

/** A figure over events, or over the time between two events that share a key. */
export type Metric = {
  id: string;
  label?: string;
  stat: Stat;
  unit?: string;
  better?: Direction;
} & (
  | { of: Selector; prop?: string; between?: never }
  | { between: { start: Selector; end: Selector; key: string }; of?: never; prop?: never }
);

export interface Capability {
  id: string;
  label?: string;
  events: Selector;
  plans?: readonly string[];
  href?: string;
}

export interface ActivationStep {
  id: string;
  label?: string;
  event: Selector;
  count?: number;
  within_days?: number;
  where?: Filter;
  href?: string;
}

export interface ActivationPlan {
  start: Selector;
  per?: 'user' | 'account';
  within_days?: number;
  rule?: 'all' | { at_least: number };
  steps: readonly ActivationStep[];
}

export interface AhaRule {
  event: Selector;
  count: number;
  within_days: number;
  start?: Selector;
  label?: string;
}

/** What `retention` asks unless a question says otherwise. */
export interface RetentionPlan {
  /** `"@active"` unless given. */
  start?: Selector;
  /** `"@value"` unless given: better what people come for than a login. */
  return?: Selector;
  grain?: 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';
  /** Buckets after the cohort's; 8 unless given. */
  periods?: number;
  cohort?: RetentionCohort;
  mode?: 'on' | 'on_or_after';
  /** So many return events in one bucket; 1 unless given. */
  min_returns?: number;
}

/** Cohorts by attribute are understood, but this build has no answer to them yet. */
export type RetentionCohort = 'first_time' | 'every' | `attribute:${string}`;

export type AssumptionSource = 'vendor' | 'customer' | 'measured';

export type RoiRule = {
  id: string;
  label?: string;
  of: Selector;
  currency?: string;
  source?: AssumptionSource;
} & (
  | { minutes_saved: Estimate | { prop: string }; value?: never }
  | { value: Estimate | { prop: string }; minutes_saved?: never }
);

export interface RoiPlan {
  hourly_cost?: Estimate & { currency?: string; source?: AssumptionSource };
  /** `amount` is a number or the name of an attribute, such as `account.mrr`. */
  subscription?: { amount: number | string; period?: 'month' | 'year'; currency?: string };
  rules?: readonly RoiRule[];
}

export interface HealthMeasure {
  id: string;
  weight: number;
  measure: string;
  bad: number;
  good: number;
}

export type NudgeKind = 'tip' | 'announcement' | 'notice' | 'social_proof';

export interface Nudge {
  id: string;
  when: { flag: string };
  kind: NudgeKind;
  text: string;
  href?: string;
  max_per_days?: number;
}

export type ReportPeriod = 'week' | 'month' | 'quarter' | 'year';

/** What counts as value in one product. Only `payoff` and `version` must be there. */
export interface Playbook {
  payoff: 1;
  version: string;
  product?: { name?: string; currency?: string };
  time?: { zone?: string; week_start?: Weekday; session_gap_minutes?: number };
  data?: {
    format?: string;
    /** Field name to JSON pointer into a row. */
    fields?: Partial<Record<'event' | 'time' | 'user' | 'account' | 'id' | 'properties', string>>;
    identify?: { user_attributes?: string; account_attributes?: string };
  };
  sets?: Readonly<Record<string, Selector>>;
  capabilities?: readonly Capability[];
  activation?: ActivationPlan;
  aha?: AhaRule;
  retention?: RetentionPlan;
  metrics?: readonly Metric[];
  roi?: RoiPlan;
  subscription?: Readonly<Record<string, string>>;
  survey?: { nps?: { event: string; score_prop: string; comment_prop?: string } };
  flags?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  health?: readonly HealthMeasure[];
  nudges?: readonly Nudge[];
  cancel?: {
    reasons?: readonly string[];
    offers?: Readonly<Record<string, { kind: string; href?: string; months?: number }>>;
  };
  report?: {
    period?: ReportPeriod;
    headline?: readonly string[];
    /** Language tag to template. */
    texts?: Readonly<Record<string, string>>;
  };
}
