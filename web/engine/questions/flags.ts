// SPDX-License-Identifier: Apache-2.0
/** @file The question which warning signs one customer shows, and its answer. Types only. */

import type { FlagThresholds } from '../playbook.js';
import type { Common, Told } from './shared.js';

/** Of one: `account` or `user` must be there, or be filled in by the Payoff that is asked. */
export interface FlagsQuestion extends Common {
  ask: 'flags';
}

/** Which sign it is; the rules say what raises each. */
export type FlagId = keyof FlagThresholds;
export type Severity = 'high' | 'medium' | 'low';

/** A warning sign that is raised, with its evidence. */
export interface Flag {
  /** Which sign it is. */
  id: FlagId;
  /** The gravest whose threshold is met. */
  severity: Severity;
  /** A local date. */
  since: string;
  /** What was measured. @unit days, events, sessions, a share or a score, as the rules of the flag say */
  value: number;
  /** What it is compared with. @unit that of `value` @null where it is measured against the threshold alone */
  baseline: number | null;
  /** What had to be met: days, a share of the fall, a factor or a score. @unit as the rules of the flag say @null where the flag has none */
  threshold: number | null;
  /** Of falls and rises: how likely chance alone makes one as unlikely. @unit probability, 0 to 1 */
  p?: number;
  /** Of `capability_dropped`: its id. */
  capability?: string;
  /** Of `champion_risk` and `champion_left`: who it is. */
  user?: string;
  /** Of `renewal_near`: the score of the same instant. @unit points, 0 to 100 */
  health?: number;
  /** Of `champion_risk`: the fewest people who made half of the value. @unit people */
  bus_factor?: number;
}

/** What flags says, also as a part of a profile. */
export interface FlagFigures {
  /** The gravest first. */
  flags: readonly Flag[];
  /** What could not be judged from these data and this playbook. */
  unknown: readonly FlagId[];
}

export interface FlagsAnswer extends Told, FlagFigures {
  ask: 'flags';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
}
