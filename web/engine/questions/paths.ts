// SPDX-License-Identifier: Apache-2.0
/** @file The question which way people go from an event, or came to it, and its answer. Types only. */

import type { Selector } from '../playbook.js';
import type { Common, Moment, Range, Told } from './shared.js';

interface PathsFields extends Common {
  ask: 'paths';
  /** Where the range begins; it is in it. */
  from: Moment;
  /** Where the range ends; it is not in it. */
  to: Moment;
  /** Which events may be steps; the match always is one. @default "*", any event */
  of?: Selector;
  /** How far to look: 1 to 20. @default 3 @unit events */
  steps?: number;
  /** So many names at each step, the others are one rest: 1 to 100. @default 10 @unit names */
  top?: number;
  /** The longest gap within a session. @default the playbook's, else 30 @unit minutes */
  session_gap_minutes?: number;
}

/** What comes next. */
interface PathsAfter extends PathsFields {
  /** The event that paths begin with: its first match in a session. */
  after: Selector;
  before?: never;
}

/** What came before. */
interface PathsBefore extends PathsFields {
  /** The event that paths end with: its last match in a session. */
  before: Selector;
  after?: never;
}

export type PathsQuestion = PathsAfter | PathsBefore;

/** An event name at a step, or the rest of them. */
export interface PathNode {
  /** "<step>:<rank>" or "<step>:rest". */
  id: string;
  /** 0 is the event that was asked for; negative on the way back. @unit events away from it */
  step: number;
  /** The event's name. @null of the rest */
  event: string | null;
  /** Of the rest: how many names it holds. @unit names */
  events?: number;
  /** Paths that go through. @unit paths */
  count: number;
  /** Distinct users of them. @unit people */
  people: number;
  /** Of all paths. @unit share, 0 to 1 */
  share: number;
  /** Paths that end here with their session. @unit paths @null at the last step, beyond which nobody looked */
  ends: number | null;
}

/** From one node to the next. */
export interface PathEdge {
  /** Id of the node of the earlier event, on the way back too. */
  from: string;
  /** Id of the node of the later event. */
  to: string;
  /** Paths that go this way. @unit paths */
  count: number;
  /** Distinct users of them. @unit people */
  people: number;
  /** Of the node that is nearer to the event that was asked for. @unit share, 0 to 1 */
  share: number;
}

export interface PathsAnswer extends Told {
  ask: 'paths';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The range that was answered. */
  range: Range;
  /** Which way was looked. */
  direction: 'after' | 'before';
  /** One for each session with a match. @unit paths */
  paths: number;
  /** Who took one. @unit people */
  people: number;
  /** By step, the most frequent first, the rest last. */
  nodes: readonly PathNode[];
  /** By step, the most frequent first. */
  edges: readonly PathEdge[];
}
