// SPDX-License-Identifier: Apache-2.0
/** @file Names for those who list or check them: apart from the protocol, so that no page downloads them for nothing. */

import type { QuestionName } from './protocol.js';

/** Every name in `Question`; a test compares it with what the core says it can answer. */
export const QUESTION_NAMES = [
  'usage',
  'active_users',
  'stickiness',
  'lifecycle',
  'funnel',
  'paths',
  'retention',
  'adoption',
  'activation',
  'aha_progress',
  'roi',
  'report',
  'schema',
  'association',
  'survival',
  'education',
  'aha_discovery',
  'churn',
  'survey',
  'flags',
  'health',
  'stage',
  'customer_value',
  'cross_sell',
  'advocacy',
  'profile',
  'learn',
  'merge',
] as const satisfies readonly QuestionName[];

/** In the order in which they are tried. */
export const REJECT_REASONS = ['bad_json', 'not_an_object', 'no_event', 'no_time', 'bad_time'] as const;
