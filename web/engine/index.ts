// SPDX-License-Identifier: Apache-2.0
/** @file What does the entry `payoff-widget/engine` offer? What only its users need is no part of what pages load. */

export { createEngine, type Engine, type EngineOptions } from './create.js';
export { PayoffError } from './error.js';
export { QUESTION_NAMES, REJECT_REASONS } from './names.js';
export type * from './protocol.js';
export { CORE_ERROR_CODES, WEB_ERROR_CODES } from './protocol.js';
export { zoneChanges } from './zone.js';
