// SPDX-License-Identifier: Apache-2.0
/** @file What is asked, what is answered, and what page and worker say to each other? Types and lists only. */

import type { ActivationAnswerTo, ActivationBaseAnswer } from './activation_base.js';
import type { AdvocacyAnswer, AdvocacyQuestion } from './advocacy.js';
import type {
  FunnelAnswer,
  FunnelQuestion,
  LifecycleAnswer,
  LifecycleQuestion,
  PathsAnswer,
  PathsQuestion,
  StickinessAnswer,
  StickinessQuestion,
} from './behaviour.js';
import type { ChurnAnswer, ChurnQuestion } from './churn.js';
import type { CrossSellAnswer, CrossSellQuestion } from './cross_sell.js';
import type { CustomerValueAnswer, CustomerValueQuestion } from './customer_value.js';
import type {
  ActiveUsersAnswer,
  ActiveUsersQuestion,
  AdoptionAnswer,
  AdoptionFigures,
  AdoptionQuestion,
  AhaProgress,
  AhaProgressAnswer,
  AhaProgressQuestion,
  RetentionAnswer,
  RetentionQuestion,
} from './engagement.js';
import type { PayoffError } from './error.js';
import type {
  FlagsAnswer,
  FlagsQuestion,
  HealthAnswer,
  HealthAnswerTo,
  HealthBacktestAnswer,
  HealthBacktestQuestion,
  HealthQuestion,
  StageAnswer,
  StageAnswerTo,
  StageMovesAnswer,
  StageMovesQuestion,
  StageQuestion,
} from './health.js';
import type { Benchmark, LearnAnswer, LearnQuestion, MergeQuestion } from './learning.js';
import type { REJECT_REASONS } from './names.js';
import type {
  AssumptionSource,
  Direction,
  Estimate,
  Grain,
  Metric,
  ReportPeriod,
  Weekday,
} from './playbook.js';
import type { ProfileAnswer, ProfileQuestion } from './profile.js';
import type { SchemaAnswer, SchemaQuestion } from './schema_answer.js';
import type { SurveyAnswer, SurveyQuestion } from './survey.js';
import type { SurvivalAnswer, SurvivalQuestion } from './survival.js';
import type { TableAnswers, TableQuestion } from './tables.js';

export type * from './activation_base.js';
export type * from './advocacy.js';
export type * from './behaviour.js';
export type * from './churn.js';
export type * from './cross_sell.js';
export type * from './customer_value.js';
export type * from './engagement.js';
export type * from './health.js';
export type * from './learning.js';
export type * from './playbook.js';
export type * from './profile.js';
export type * from './schema_answer.js';
export type * from './survey.js';
export type * from './survival.js';
export type * from './tables.js';

/** Codes that the core gives, as its `error_name()` spells them; a test compares this list with `info()`. */
export const CORE_ERROR_CODES = [
  'bad_json',
  'wrong_type',
  'unknown_field',
  'missing_field',
  'bad_value',
  'unknown_name',
  'unknown_question',
  'missing_as_of',
  'unknown_zone',
  'needs_reload',
  'mixed_currencies',
  'out_of_memory',
  'limit_exceeded',
  'bad_state',
  'not_supported',
] as const;

/** Codes that only the web side can give. */
export const WEB_ERROR_CODES = [
  'engine_failed',
  'engine_closed',
  'wasm_unavailable',
  'http_error',
  'stream_broken',
  'not_events',
  'aborted',
  'bad_option',
] as const;

export type ErrorCode = (typeof CORE_ERROR_CODES)[number] | (typeof WEB_ERROR_CODES)[number];

/** `path` is a JSON pointer into the question or the playbook, `""` where there is none. */
export interface ErrorBody {
  code: ErrorCode;
  path: string;
  message: string;
}

/** A local date, a local date-time or an instant with an offset. */
export type Moment = string;

// ---- questions ----------------------------------------------------------------------------------------------

export interface Common {
  account?: string;
  user?: string;
  zone?: string;
  week_start?: Weekday;
  as_of?: string;
}

interface Ranged extends Common {
  from: Moment;
  to: Moment;
  grain?: Grain;
  compare?: 'previous' | 'none' | { from: Moment; to: Moment };
}

export interface UsageQuestion extends Ranged {
  ask: 'usage';
  metrics?: readonly Metric[];
}

/** Of one, if `account` or `user` is there or is filled in by the Payoff that is asked; else of the whole base. */
export interface ActivationQuestion extends Common {
  ask: 'activation';
}

/** What a customer puts in place of the playbook's assumptions. */
export interface RoiOverrides {
  hourly_cost?: Estimate;
  rules?: Readonly<Record<string, { minutes_saved: Estimate } | { value: Estimate }>>;
}

export interface RoiQuestion extends Ranged {
  ask: 'roi';
  overrides?: RoiOverrides;
}

export interface ReportQuestion extends Ranged {
  ask: 'report';
  overrides?: RoiOverrides;
}

export type Question =
  | UsageQuestion
  | ActiveUsersQuestion
  | StickinessQuestion
  | LifecycleQuestion
  | FunnelQuestion
  | PathsQuestion
  | RetentionQuestion
  | AdoptionQuestion
  | ActivationQuestion
  | AhaProgressQuestion
  | RoiQuestion
  | ReportQuestion
  | SchemaQuestion
  | SurvivalQuestion
  | ChurnQuestion
  | SurveyQuestion
  | FlagsQuestion
  | HealthQuestion
  | HealthBacktestQuestion
  | StageQuestion
  | StageMovesQuestion
  | TableQuestion
  | CustomerValueQuestion
  | CrossSellQuestion
  | AdvocacyQuestion
  | ProfileQuestion
  | LearnQuestion
  | MergeQuestion;
export type QuestionName = Question['ask'];

// ---- answers ------------------------------------------------------------------------------------------------

export type RejectReason = (typeof REJECT_REASONS)[number];

export interface Quality {
  rows: number;
  accepted: number;
  duplicates: number;
  after_as_of: number;
  rejected: Partial<Record<RejectReason, number>>;
  /** `file` counts from 1 and is there once a second file was read; lines begin at 1 in each. */
  examples: readonly { file?: number; line: number; reason: RejectReason; detail?: string }[];
  /** A file ended where rows may be missing: an array, a string or a bracket was not closed. */
  truncated: boolean;
}

export interface Range {
  from: string;
  to: string;
  zone: string;
  grain: Grain;
  week_start: Weekday;
  as_of: string;
}

export interface Told {
  notes?: readonly string[];
  quality?: Quality;
}

export interface Point {
  start: string;
  value: number | null;
  partial?: true;
}

export type Verdict = 'better' | 'worse' | 'same' | 'unknown';

export interface MetricAnswer {
  id: string;
  label?: string;
  better?: Direction;
  unit: string;
  total: number | null;
  previous: number | null;
  /** Relative: 0.08 is 8% more than before. */
  change: number | null;
  verdict: Verdict;
  /** Of customers like the one that is asked for; absent where no model knows it. */
  benchmark?: Benchmark;
  partial: boolean;
  series: readonly Point[];
  previous_series?: readonly Point[];
  /** Of a duration: starts without an end before `as_of`; they are in no figure. */
  censored?: number;
}

export interface UsageAnswer extends Told {
  ask: 'usage';
  account?: string;
  user?: string;
  range: Range;
  /** What `previous` is of; absent without a comparison. */
  compared_with?: { from: string; to: string };
  metrics: readonly MetricAnswer[];
}

export interface ActivationStepAnswer {
  id: string;
  label: string;
  progress: number;
  count: number;
  done_at: string | null;
  /** Of steps with a deadline of their own, once started. */
  deadline?: string;
  href?: string;
}

export type ActivationStatus = 'done' | 'in_progress' | 'late' | 'not_started';

/** Of one account or user. */
export interface ActivationOfOne {
  account?: string;
  user?: string;
  status: ActivationStatus;
  started_at: string | null;
  deadline: string | null;
  /** 0 to 100. */
  percent: number;
  version: string;
  steps: readonly ActivationStepAnswer[];
  next_step: string | null;
}

export interface ActivationAnswer extends Told, ActivationOfOne {
  ask: 'activation';
}

interface EstimateOrNull {
  low: number | null;
  expected: number | null;
  high: number | null;
}

export interface RoiAuditRow {
  rule: string;
  label: string;
  count: number;
  minutes_each?: Estimate | null;
  minutes_saved?: Estimate | null;
  hourly_cost?: Estimate | null;
  value_each?: Estimate | null;
  amount: Estimate;
  source: AssumptionSource;
  /** Where `hourly_cost` comes from; of rules that save minutes. */
  hourly_cost_source?: AssumptionSource;
  overridden?: true;
}

export interface RoiFigures {
  currency: string | null;
  minutes_saved: Estimate;
  money_saved: Estimate;
  value_made: Estimate;
  value: Estimate;
  /** These three are null without a subscription, and all of payback_days. */
  cost: number | null;
  net: Estimate | null;
  roi: EstimateOrNull | null;
  payback_days: EstimateOrNull;
  per_active_person: EstimateOrNull | null;
  audit: readonly RoiAuditRow[];
  running: { value: Estimate; cost: number | null; since: string | null };
  series: readonly {
    start: string;
    minutes_saved: Estimate;
    value: Estimate;
    cost: number | null;
    partial?: true;
  }[];
  previous: {
    from: string;
    to: string;
    minutes_saved: Estimate;
    value: Estimate;
    cost: number | null;
    net: Estimate | null;
    roi: EstimateOrNull | null;
    series: readonly { start: string; minutes_saved: Estimate; value: Estimate }[];
  } | null;
}

export interface RoiAnswer extends Told, RoiFigures {
  ask: 'roi';
  account?: string;
  user?: string;
  range: Range;
}

export interface ReportAnswer extends Told {
  ask: 'report';
  account?: string;
  user?: string;
  range: Range;
  compared_with?: { from: string; to: string };
  product: { name: string; currency: string | null };
  period: ReportPeriod;
  headline: readonly string[];
  metrics: readonly MetricAnswer[];
  roi: RoiFigures | null;
  activation: ActivationOfOne | null;
  aha: AhaProgress | null;
  adoption: AdoptionFigures | null;
  /** A capability's id. */
  next_best: string | null;
  new: null;
  flags: null;
  texts: Readonly<Record<string, string>>;
}

export interface Answers extends TableAnswers {
  usage: UsageAnswer;
  active_users: ActiveUsersAnswer;
  stickiness: StickinessAnswer;
  lifecycle: LifecycleAnswer;
  funnel: FunnelAnswer;
  paths: PathsAnswer;
  retention: RetentionAnswer;
  adoption: AdoptionAnswer;
  activation: ActivationAnswer | ActivationBaseAnswer;
  aha_progress: AhaProgressAnswer;
  roi: RoiAnswer;
  report: ReportAnswer;
  schema: SchemaAnswer;
  survival: SurvivalAnswer;
  churn: ChurnAnswer;
  survey: SurveyAnswer;
  stage: StageAnswer | StageMovesAnswer;
  health: HealthAnswer | HealthBacktestAnswer;
  flags: FlagsAnswer;
  customer_value: CustomerValueAnswer;
  cross_sell: CrossSellAnswer;
  advocacy: AdvocacyAnswer;
  profile: ProfileAnswer;
  learn: LearnAnswer;
  merge: LearnAnswer;
}

export type Answer = Answers[QuestionName];

/** The answer to a question: `ask({ ask: 'usage', ... })` gives a `UsageAnswer`. */
export type AnswerTo<Q extends Question> = Q['ask'] extends 'activation'
  ? ActivationAnswerTo<Q>
  : Q['ask'] extends 'health'
    ? HealthAnswerTo<Q>
    : Q['ask'] extends 'stage'
      ? StageAnswerTo<Q>
      : Answers[Q['ask']];

// ---- page and worker ----------------------------------------------------------------------------------------

/** What a question does not say itself. */
export interface Defaults {
  zone?: string;
  week_start?: Weekday;
  as_of?: string;
}

export interface ZoneChange {
  at_ms: number;
  offset_seconds: number;
}

export interface EngineInfo {
  version: string;
  questions: readonly string[];
  error_codes: readonly string[];
}

/** What `end()` settles: how much could be read, and what could not. */
export interface LoadSummary {
  first_ms: number | null;
  last_ms: number | null;
  format: string;
  rows: number;
  quality: Quality;
}

/**
 * Which questions an engine can answer, and so how much a page downloads: `'elements'` those that the elements ask
 * (payoff.wasm: usage, adoption, activation, aha_progress, roi, report), `'all'` every one (payoff-full.wasm).
 */
export type QuestionSet = 'elements' | 'all';

/** Where the compiled core comes from; without any of these, from beside the script. */
export interface WasmPlace {
  wasmUrl?: string;
  wasmBinary?: Uint8Array | ArrayBuffer;
  wasmModule?: WebAssembly.Module;
}

/**
 * The one map of operations that client, worker and host are typed by: a new operation is one line here and one
 * handler in host.ts. Questions and answers cross as JSON text, so that the bytes of an answer stay what the core wrote.
 */
export interface Operations {
  start: { input: WasmPlace; output: EngineInfo };
  /** Both are JSON text: `""` for the playbook of defaults, and for no model. */
  configure: { input: { playbook: string; model: string; defaults: Defaults }; output: null };
  /** Forgets all rows and starts a load. */
  begin: { input: null; output: null };
  append: { input: Uint8Array; output: null };
  end: { input: null; output: LoadSummary };
  ask: { input: string; output: string };
  close: { input: null; output: null };
}

export type OperationName = keyof Operations;

/** Page to worker. */
export type Call = {
  [N in OperationName]: { id: number; name: N; input: Operations[N]['input'] };
}[OperationName];

/** Worker to page. */
export type Reply =
  | { id: number; ok: true; output: Operations[OperationName]['output'] }
  | { id: number; ok: false; error: ErrorBody };

/** Anything that executes operations: the worker's client, or the host on the page's own thread. */
export interface Executor {
  run<N extends OperationName>(name: N, input: Operations[N]['input']): Promise<Operations[N]['output']>;
  /** Settles everything that is open with the error (`engine_closed`) and gives the memory back. */
  close(error?: PayoffError): void;
}
