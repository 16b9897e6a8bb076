// SPDX-License-Identifier: Apache-2.0
/**
 * @file What can a playbook say? Types only; the core checks a playbook, nothing here does. What a field means, its
 * unit, range and default stand in web/playbook.schema.json, which has the same fields.
 */

/** Days that a week may begin on. */
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/** Three guesses of one thing. */
export interface Estimate {
  /** The careful one. @unit that of the figure */
  low: number;
  /** The best one. @unit that of the figure */
  expected: number;
  /** The hopeful one. @unit that of the figure */
  high: number;
}

/** As a playbook may write an estimate: one number is all three, and what is left out is as expected. */
export type Assumption = number | { low?: number; expected: number; high?: number };

/** Lengths of a bucket, in local calendar time. */
export type Grain = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

export type FilterOperator = 'eq' | 'ne' | 'in' | 'gt' | 'gte' | 'lt' | 'lte' | 'exists' | 'contains';
export type Scalar = string | number | boolean;

export type Filter =
  | {
      prop: string;
      on?: 'event' | 'user' | 'account';
      op?: FilterOperator;
      value?: Scalar | readonly Scalar[];
      at?: 'event' | 'latest';
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
  stat?: Stat;
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
  count?: number;
  within_days?: number;
  start?: Selector;
  label?: string;
}

/** What `retention` asks unless a question says otherwise. */
export interface RetentionPlan {
  /** The event that puts somebody into a cohort. @default the playbook's, else "@active" */
  start?: Selector;
  /** The event that is coming back: better what people come for than a login. @default the playbook's, else "@value" */
  return?: Selector;
  /** The length of a bucket. @default the playbook's, else "week" */
  grain?: Grain;
  /** How many buckets after the cohort's are followed. @default the playbook's, else 8 @unit buckets */
  periods?: number;
  /** Who is together: see the rules below. @default the playbook's, else "first_time" */
  cohort?: RetentionCohort;
  /** Back in the k-th bucket itself, or in that or any later one. @default the playbook's, else "on" */
  mode?: 'on' | 'on_or_after';
  /** So many return events in one bucket. @default the playbook's, else 1 @unit events */
  min_returns?: number;
}

/** By a person's first start, by each start, or by the value of an attribute at the first: `attribute:user.plan`, or bare. */
export type RetentionCohort = 'first_time' | 'every' | `attribute:${string}`;

export type AssumptionSource = 'vendor' | 'customer' | 'measured';

export type RoiRule = {
  id: string;
  label?: string;
  of: Selector;
  currency?: string;
  source?: AssumptionSource;
} & (
  | { minutes_saved: Assumption | { prop: string }; value?: never }
  | { value: Assumption | { prop: string }; minutes_saved?: never }
);

export interface RoiPlan {
  hourly_cost?:
    | number
    | { low?: number; expected: number; high?: number; currency?: string; source?: AssumptionSource };
  /** `amount` is a number or the name of an attribute, such as `account.mrr`. */
  subscription?: { amount: number | string; period?: Exclude<Grain, 'hour'>; currency?: string };
  rules?: readonly RoiRule[];
}

export interface HealthMeasure {
  id: string;
  weight: number;
  measure: string;
  bad: number;
  good: number;
}

/** Where a customer may stand. */
export type Stage =
  | 'reach'
  | 'acquired'
  | 'onboarding'
  | 'adopting'
  | 'retained'
  | 'expansion'
  | 'advocate'
  | 'at_risk'
  | 'churned';

/** At least one of the bounds must be there. */
export interface StageCondition {
  measure: string;
  gte?: number;
  lt?: number;
}

/** Holds where all of its conditions do; the first that holds is the customer's. */
export interface StageRule {
  id: string;
  stage: Stage;
  when?: readonly StageCondition[];
}

export type NudgeKind = 'tip' | 'announcement' | 'notice' | 'social_proof';

export interface Nudge {
  id: string;
  when?: { flag: string };
  kind?: NudgeKind;
  /** The same for everybody, or by language tag. */
  text?: string | Readonly<Record<string, string>>;
  href?: string;
  max_per_days?: number;
}

/** The ids of Stripe's cancellation feedback. */
export type CancelReason =
  | 'customer_service'
  | 'low_quality'
  | 'missing_features'
  | 'other'
  | 'switched_service'
  | 'too_complex'
  | 'too_expensive'
  | 'unused';

export interface CancelOffer {
  kind: string;
  href?: string;
  label?: string;
  text?: string;
  months?: number;
  percent?: number;
}

interface ByDays {
  high_days?: number;
  medium_days?: number;
  low_days?: number;
}

interface BySeverity {
  high?: number;
  medium?: number;
  low?: number;
}

/** Thresholds of each flag. */
export interface FlagThresholds {
  silent?: ByDays;
  usage_drop?: BySeverity & { p?: number };
  engagement_drop?: BySeverity;
  logins_drop?: BySeverity;
  session_drop?: BySeverity;
  capability_dropped?: { window_days?: number };
  champion_risk?: BySeverity & { people?: number; window_days?: number };
  champion_left?: ByDays;
  payment_failed?: Record<string, never>;
  card_expiring?: ByDays;
  renewal_near?: ByDays & { health?: number };
  support_load?: BySeverity;
  detractor?: BySeverity;
  onboarding_stalled?: ByDays;
}

/** Attributes such as `account.plan`, and events. */
export interface SubscriptionPlaces {
  plan?: string;
  mrr?: string;
  renews_on?: string;
  card_expires_on?: string;
  seats?: string;
  started?: Selector;
  /** Of `started`: the recurring revenue of a month from then on. */
  mrr_prop?: string;
  payment_failed?: Selector;
  payment_succeeded?: Selector;
  canceled?: Selector;
  /** Of `canceled`. */
  reason_prop?: string;
}

export type ReportPeriod = 'week' | 'month' | 'quarter' | 'year';

/** What counts as value in one product. Only `payoff` and `version` must be there. */
export interface Playbook {
  $schema?: string;
  payoff: 1;
  version: string;
  product?: { name?: string; currency?: string };
  time?: { zone?: string; week_start?: Weekday; session_gap_minutes?: number };
  data?: {
    format?:
      | 'auto'
      | 'segment'
      | 'rudderstack'
      | 'jitsu'
      | 'mixpanel'
      | 'posthog'
      | 'amplitude'
      | 'ga4'
      | 'snowplow'
      | 'cloudevents'
      | 'csv';
    /** Field name to JSON pointer into a row. */
    fields?: Partial<
      Record<'event' | 'time' | 'user' | 'anonymous' | 'account' | 'id' | 'type' | 'properties', string>
    >;
    identify?: { user_attributes?: string; account_attributes?: string };
    columns?: readonly string[];
  };
  sets?: Readonly<Record<string, Selector>>;
  capabilities?: readonly Capability[];
  activation?: ActivationPlan;
  aha?: AhaRule;
  retention?: RetentionPlan;
  metrics?: readonly Metric[];
  roi?: RoiPlan;
  subscription?: SubscriptionPlaces;
  survey?: Readonly<
    Record<string, { event?: Selector; score_prop?: string; comment_prop?: string; question?: string }>
  >;
  flags?: FlagThresholds;
  health?: readonly HealthMeasure[];
  stages?: readonly StageRule[];
  nudges?: readonly Nudge[];
  cancel?: {
    reasons?: readonly CancelReason[];
    offers?: Readonly<Partial<Record<CancelReason, CancelOffer>>>;
  };
  report?: {
    period?: ReportPeriod;
    headline?: readonly string[];
    /** Language tag to template. */
    texts?: Readonly<Record<string, string>>;
  };
}
