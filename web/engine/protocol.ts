// SPDX-License-Identifier: Apache-2.0
/**
 * @file Which questions are there, and what do page and worker say to each other? Types and lists only. What is asked
 * and answered stands in questions/, one file a question.
 */

import type { PayoffError } from './error.js';
import type { Weekday } from './playbook.js';
import type {
  ActivationAnswer,
  ActivationAnswerTo,
  ActivationBaseAnswer,
  ActivationQuestion,
} from './questions/activation.js';
import type { ActiveUsersAnswer, ActiveUsersQuestion } from './questions/active_users.js';
import type { AdoptionAnswer, AdoptionQuestion } from './questions/adoption.js';
import type { AdvocacyAnswer, AdvocacyQuestion } from './questions/advocacy.js';
import type { AhaDiscoveryAnswer, AhaDiscoveryQuestion } from './questions/aha_discovery.js';
import type { AhaProgressAnswer, AhaProgressQuestion } from './questions/aha_progress.js';
import type { AssociationAnswer, AssociationQuestion } from './questions/association.js';
import type { ChurnAnswer, ChurnQuestion } from './questions/churn.js';
import type { CrossSellAnswer, CrossSellQuestion } from './questions/cross_sell.js';
import type { CustomerValueAnswer, CustomerValueQuestion } from './questions/customer_value.js';
import type { EducationAnswer, EducationQuestion } from './questions/education.js';
import type { FlagsAnswer, FlagsQuestion } from './questions/flags.js';
import type { FunnelAnswer, FunnelQuestion } from './questions/funnel.js';
import type {
  HealthAnswer,
  HealthAnswerTo,
  HealthBacktestAnswer,
  HealthBacktestQuestion,
  HealthQuestion,
} from './questions/health.js';
import type { LearnAnswer, LearnQuestion } from './questions/learn.js';
import type { LifecycleAnswer, LifecycleQuestion } from './questions/lifecycle.js';
import type { MergeQuestion } from './questions/merge.js';
import type { PathsAnswer, PathsQuestion } from './questions/paths.js';
import type { ProfileAnswer, ProfileQuestion } from './questions/profile.js';
import type { ReportAnswer, ReportQuestion } from './questions/report.js';
import type { RetentionAnswer, RetentionQuestion } from './questions/retention.js';
import type { RoiAnswer, RoiQuestion } from './questions/roi.js';
import type { SchemaAnswer, SchemaQuestion } from './questions/schema.js';
import type { Quality } from './questions/shared.js';
import type {
  StageAnswer,
  StageAnswerTo,
  StageMovesAnswer,
  StageMovesQuestion,
  StageQuestion,
} from './questions/stage.js';
import type { StickinessAnswer, StickinessQuestion } from './questions/stickiness.js';
import type { SurveyAnswer, SurveyQuestion } from './questions/survey.js';
import type { SurvivalAnswer, SurvivalQuestion } from './questions/survival.js';
import type { UsageAnswer, UsageQuestion } from './questions/usage.js';

export type * from './playbook.js';
export type * from './questions/activation.js';
export type * from './questions/active_users.js';
export type * from './questions/adoption.js';
export type * from './questions/advocacy.js';
export type * from './questions/aha_discovery.js';
export type * from './questions/aha_progress.js';
export type * from './questions/association.js';
export type * from './questions/churn.js';
export type * from './questions/cross_sell.js';
export type * from './questions/customer_value.js';
export type * from './questions/education.js';
export type {
  Adjusted,
  Bounded,
  Table,
  TableFigures,
  Tested,
  TestedTable,
} from './questions/figures.js';
export type * from './questions/flags.js';
export type * from './questions/funnel.js';
export type * from './questions/health.js';
export type * from './questions/learn.js';
export type * from './questions/lifecycle.js';
export type * from './questions/merge.js';
export type * from './questions/paths.js';
export type * from './questions/profile.js';
export type * from './questions/report.js';
export type * from './questions/retention.js';
export type * from './questions/roi.js';
export type * from './questions/schema.js';
export type {
  Common,
  Moment,
  Per,
  Point,
  Quality,
  Range,
  RejectReason,
  Told,
  Verdict,
} from './questions/shared.js';
export type * from './questions/stage.js';
export type * from './questions/stickiness.js';
export type * from './questions/survey.js';
export type * from './questions/survival.js';
export type * from './questions/usage.js';

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

// ---- questions and answers ----------------------------------------------------------------------------------

export type TableQuestion = AssociationQuestion | AhaDiscoveryQuestion | EducationQuestion;

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

export interface TableAnswers {
  association: AssociationAnswer;
  aha_discovery: AhaDiscoveryAnswer;
  education: EducationAnswer;
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
 * (payoff.wasm: usage, adoption, activation, aha_progress, roi, report), `'all'` every one (payoff-full.wasm). Tables
 * (CSV), what servers export of themselves and the playbook's parts about staying and leaving are read by the latter only.
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
  snapshot: { input: null; output: Uint8Array };
  /** In place of begin, append and end. */
  restore: { input: Uint8Array; output: LoadSummary };
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
