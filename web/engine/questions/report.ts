// SPDX-License-Identifier: Apache-2.0
/** @file The question what the value report of one customer says, and its answer. Types only. */

import type { ReportPeriod } from '../playbook.js';
import type { ActivationOfOne } from './activation.js';
import type { AdoptionFigures } from './adoption.js';
import type { AhaProgress } from './aha_progress.js';
import type { RoiFigures, RoiOverrides } from './roi.js';
import type { Range, Ranged, Told } from './shared.js';
import type { MetricAnswer } from './usage.js';

export interface ReportQuestion extends Ranged {
  ask: 'report';
  /** The customer's own assumptions for `roi`. @default none */
  overrides?: RoiOverrides;
}

export interface ReportAnswer extends Told {
  ask: 'report';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The range that was answered. */
  range: Range;
  /** What `previous` is of; absent without a comparison. Local dates or instants. */
  compared_with?: { from: string; to: string };
  /** As the playbook names it. */
  product: {
    /** Its name. */
    name: string;
    /** ISO 4217 code. @null where the playbook names none */
    currency: string | null;
  };
  /** What the report is made for, as the playbook says. */
  period: ReportPeriod;
  /** Ids of the metrics that lead. */
  headline: readonly string[];
  /** Those of the headline, else all of the playbook's; as in `usage`, with `previous_series`. */
  metrics: readonly MetricAnswer[];
  /** As `roi` answers. @null where the playbook has no `roi` */
  roi: RoiFigures | null;
  /** As `activation` answers of one. @null where the playbook has none, or nobody was asked for */
  activation: ActivationOfOne | null;
  /** As `aha_progress` answers. @null without a rule or goal, or where nobody was asked for */
  aha: AhaProgress | null;
  /** As `adoption` answers, per user. @null where the playbook has no capabilities */
  adoption: AdoptionFigures | null;
  /** The capability to try next, by its id. @null without adoption, or where all is used */
  next_best: string | null;
  /** What is new: not answered by this version. @null always, with the note `not_available` */
  new: null;
  /** Flags meant for the customer: not answered by this version. @null always, with the note `not_available` */
  flags: null;
  /** The playbook's templates by language, untouched. */
  texts: Readonly<Record<string, string>>;
}
