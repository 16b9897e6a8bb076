// SPDX-License-Identifier: Apache-2.0
/** @file The question how well one customer is, and whether that foretells who leaves, and its answers. Types only. */

import type { Common, Moment, Per, Timed, Told } from './shared.js';

/** Of one: `account` or `user` must be there, or be filled in by the Payoff that is asked. */
export interface HealthQuestion extends Common {
  ask: 'health';
}

/** strong from 80, healthy from 60, watch from 40. */
export type HealthBand = 'strong' | 'healthy' | 'watch' | 'at_risk';

/** Of all customers: how well the score foretold who would leave. */
export interface HealthBacktestQuestion extends Timed {
  ask: 'health';
  /** When the score is taken, and for how long customers are watched from then on. */
  backtest: {
    /** When the score was taken. @default so many days before `as_of` */
    at?: Moment;
    /** They must have ended by `as_of`. @default 90 @unit days of 24 hours */
    days?: number;
  };
  /** Who the customers are. @default "account" */
  per?: Per;
  account?: undefined;
  user?: undefined;
}

/** Of all customers. */
export interface HealthBacktestAnswer extends Told {
  ask: 'health';
  /** Who the customers are. */
  per: Per;
  /** The score at one instant against what came after. */
  backtest: {
    /** When the score was taken: an instant. */
    at: string;
    /** For how long customers were watched. @unit days of 24 hours */
    days: number;
    /** What counts as lost: an event of canceling, or silence for all of the days. */
    churn: 'canceled' | 'inactive';
    /** Could be lost, and had a score. @unit customers */
    customers: number;
    /** Of these, lost. @unit customers */
    churned: number;
    /** Could have been lost, but had no score. @unit customers */
    unscored: number;
    /** How likely one who stayed had the higher score; 0.5 tells nothing. */
    auc: {
      /** Area under the ROC curve. @unit probability, 0 to 1 @null unless some stayed and some were lost */
      value: number | null;
      /** Lower end of DeLong's 95% interval. @unit probability, 0 to 1 @null where there is no interval */
      low: number | null;
      /** Upper end of DeLong's 95% interval. @unit probability, 0 to 1 @null where there is no interval */
      high: number | null;
    };
    /** By band, the lowest first. */
    calibration: readonly {
      /** Which band of scores. */
      band: HealthBand;
      /** Lowest score of the band. @unit points */
      from: number;
      /** Where the next band begins; 100 is in the last. @unit points */
      to: number;
      /** Who had a score in it. @unit customers */
      customers: number;
      /** Of these, lost. @unit customers */
      churned: number;
      /** churned / customers. @unit share, 0 to 1 @null with nobody */
      rate: number | null;
      /** Lower end of Wilson's 95% interval. @unit share, 0 to 1 @null with nobody */
      low: number | null;
      /** Upper end of Wilson's 95% interval. @unit share, 0 to 1 @null with nobody */
      high: number | null;
      /** Of those in it. @unit points @null with nobody */
      mean_score: number | null;
    }[];
  };
}

export type HealthAnswerTo<Q extends object> = Q extends { backtest: object }
  ? HealthBacktestAnswer
  : HealthAnswer;

/** What health says, also as a part of a profile. */
export interface HealthFigures {
  /** 0 to 100. @unit points @null where nothing is known */
  score: number | null;
  /** strong from 80, healthy from 60, watch from 40, else at_risk. @null where `score` is */
  band: HealthBand | null;
  /** The score less that of 28 days before. @unit points @null where either is unknown */
  trend: number | null;
  /** One entry for each measure that is known. */
  contributions: readonly {
    /** The measure's, in the playbook. */
    id: string;
    /** What was measured. @unit that of the measure */
    measure: number;
    /** 0 at `bad` to 100 at `good`. @unit points */
    points: number;
    /** Of those that are known; together 1. @unit share, 0 to 1 */
    weight: number;
    /** weight x points; they add up to the score exactly. @unit points */
    contribution: number;
    /** weight x (points - 50); they add up to the score less 50 exactly. @unit points */
    versus_50: number;
  }[];
  /** Measures that are unknown, by their ids; their weight went to the others. */
  missing: readonly string[];
}

/** Of one account or user. */
export interface HealthAnswer extends Told, HealthFigures {
  ask: 'health';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
}
