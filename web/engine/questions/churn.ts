// SPDX-License-Identifier: Apache-2.0
/** @file The question of which customers are lost, and its answer. Types only. */

import type { CancelReason, Grain } from '../playbook.js';
import type { Bounded } from './figures.js';
import type { Common, Moment, Per, Range, Told } from './shared.js';

export interface ChurnQuestion extends Common {
  ask: 'churn';
  /** Where the range begins; it is in it. */
  from: Moment;
  /** Where the range ends; it is not in it. */
  to: Moment;
  /** The length of a period. @default "month" */
  grain?: Grain;
  /** Who the customers are. @default those who have the attribute of the price, else of the plan, else "account" */
  per?: Per;
  /** Attributes at whose values `prone` looks. @default all that were kept */
  attributes?: readonly string[];
  /** Fewest customers of a value of `prone`. @default 10 @unit customers */
  min_people?: number;
}

/** Of one period; all null where it has not begun. */
export interface ChurnFigures {
  /** Had a contract just before the period began. @unit customers @null in a period that has not begun */
  customers: number | null;
  /** The same just before it ended, or at `as_of`. @unit customers @null in a period that has not begun */
  customers_end: number | null;
  /** Of the former, who are none of the latter. @unit customers @null in a period that has not begun */
  lost: number | null;
  /** lost / customers. @unit share, 0 to 1 @null without customers */
  logo_rate: number | null;
  /** What customers paid a month at the start. @unit currency a month @null where no price is known */
  mrr_start: number | null;
  /** What of that was lost, with those who left or who pay less at the end. @unit currency a month @null where no price is known */
  mrr_lost: number | null;
  /** Of that, with those who pay less. @unit currency a month @null where no price is known */
  mrr_contraction: number | null;
  /** What those who stayed pay more. @unit currency a month @null where no price is known */
  mrr_expansion: number | null;
  /** mrr_lost / mrr_start. @unit share, 0 to 1 @null where no price is known, or it is 0 */
  gross_rate: number | null;
  /** (mrr_lost - mrr_expansion) / mrr_start; below 0 where the rest grew by more than was lost. @unit share @null where no price is known, or it is 0 */
  net_rate: number | null;
  /** The rest of the lost. @unit customers @null where the playbook does not say which payments failed */
  voluntary: number | null;
  /** Lost with a payment that failed. @unit customers @null where the playbook does not say which payments failed */
  involuntary: number | null;
  /** Had had a contract, had none at the start, have one at the end. @unit customers @null in a period that has not begun */
  won_back: number | null;
  /** Had no contract ever before, have one at the end. @unit customers @null in a period that has not begun */
  new: number | null;
  /** Came, or came back, and left within the period. @unit customers @null in a period that has not begun */
  gone_again: number | null;
}

/** A value of an attribute whose holders left more often than all other customers. */
export interface ProneValue {
  /** `account.plan=basic` */
  id: string;
  /** `account.plan` */
  attribute: string;
  /** `basic` */
  value: string;
  /** Different ones who had the value. @unit customers */
  customers: number;
  /** Each at the start of each period. @unit customers x periods */
  n: number;
  /** Of `n`, who were none at the period's end. @unit customers x periods */
  lost: number;
  /** lost / n: the risk of one period. @unit share, 0 to 1 */
  rate: number;
  /** `n` of all others. @unit customers x periods */
  others: number;
  /** Of these, lost. @unit customers x periods */
  others_lost: number;
  /** others_lost / others. @unit share, 0 to 1 */
  others_rate: number;
  /** rate / others_rate, with Katz's interval. */
  risk_ratio: Bounded;
  /** Fisher's exact test. @unit probability, 0 to 1 @null of an empty table */
  p: number | null;
  /** The same where some of so many must look good by chance (Benjamini-Hochberg). @unit probability, 0 to 1 @null where `p` is */
  q: number | null;
}

export interface ChurnAnswer extends Told {
  ask: 'churn';
  /** The range that was answered. */
  range: Range;
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** Who the customers are. */
  per: Per;
  /** ISO 4217 code of all money here. @null where the playbook names none */
  currency: string | null;
  /** One entry for each period of the range. */
  series: readonly (ChurnFigures & {
    /** Local start of the period. */
    start: string;
    /** The period had not ended at `as_of`: so far. */
    partial?: true;
  })[];
  /** The range as one period. */
  total: ChurnFigures;
  /** The most frequent first, then by id. @unit `count`: losses */
  reasons: readonly { id: CancelReason; count: number }[];
  /** Losses of which no reason is known. @unit losses */
  without_reason: number;
  /** The highest risk ratio first. */
  prone: readonly ProneValue[];
}
