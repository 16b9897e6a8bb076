// SPDX-License-Identifier: Apache-2.0
/** @file The question of how long until something happens, and its answer. Types only. */

import type { Per } from './engagement.js';
import type { Selector } from './playbook.js';
import type { Common, Grain, Moment, Range, Told } from './protocol.js';

interface SurvivalOfEvents extends Common {
  ask: 'survival';
  from: Moment;
  to: Moment;
  /** Activation's start unless given. */
  start?: Selector;
  /** `"inactive:28"`: so many days without an `"@active"` event. */
  end: Selector | `inactive:${number}`;
  /** The unit of the times: `day` unless given. */
  grain?: Grain;
  /** An attribute, as known at the start. */
  by?: string;
  horizon?: number;
  per?: Per;
}

/** Of figures that the caller has: neither events nor `as_of` are needed. */
interface SurvivalOfFigures extends Common {
  ask: 'survival';
  durations: readonly number[];
  observed: readonly (boolean | 0 | 1)[];
  group?: readonly (string | number | boolean | null)[];
  horizon?: number;
}

export type SurvivalQuestion = SurvivalOfEvents | SurvivalOfFigures;

export interface SurvivalGroup {
  /** `all`, then by value. */
  id: string;
  n: number;
  events: number;
  /** null where the curve, or the end of its interval, does not reach a half. */
  median: number | null;
  median_low: number | null;
  median_high: number | null;
  /** Area under the curve to `horizon`. */
  restricted_mean: number | null;
  horizon: number | null;
  curve: readonly {
    time: number;
    at_risk: number;
    events: number;
    censored: number;
    survival: number;
    /** null where survival is 1 or 0. */
    low: number | null;
    high: number | null;
  }[];
}

export interface SurvivalAnswer extends Told {
  ask: 'survival';
  account?: string;
  user?: string;
  /** These two are absent where the figures were brought along. */
  range?: Range;
  per?: Per;
  groups: readonly SurvivalGroup[];
  /** null with fewer than two groups that can be compared. */
  logrank: { statistic: number; df: number; p: number | null } | null;
}
