// SPDX-License-Identifier: Apache-2.0
/** @file Which error was thrown, also by another copy of this package? */

import { PayoffError } from '../../engine/error.js';
import { CORE_ERROR_CODES, WEB_ERROR_CODES } from '../../engine/protocol.js';

/** A Payoff of another copy of this package throws errors of another class; their code is what counts. */
export function errorOf(thrown: unknown): PayoffError {
  const { code, message, path } = Object(thrown) as Partial<PayoffError>;
  const known = [...CORE_ERROR_CODES, ...WEB_ERROR_CODES].find((each) => each === code);
  return known ? new PayoffError(known, String(message ?? ''), String(path ?? '')) : PayoffError.of(thrown);
}
