// SPDX-License-Identifier: Apache-2.0
/** @file The question what parts of the base teach together; it is answered as `learn` is. Types only. */

import type { ModelPart } from './learn.js';

/** Neither the engine's rows nor its playbook are looked at, so nothing says whose, where or until when. */
export interface MergeQuestion {
  ask: 'merge';
  /** Of customers that are in no other part: each as an object or as its text. */
  parts: readonly (ModelPart | string)[];
  /** True: the sum of the parts, to be merged again. @default false */
  part?: boolean;
  account?: undefined;
  user?: undefined;
}
