// SPDX-License-Identifier: Apache-2.0
/** @file What went wrong, and what is to be done about it? */

import type { ErrorBody, ErrorCode } from './protocol.js';

/** The one error of Payoff: a stable code, a JSON pointer (or `""`) and a message that says what to do. */
export class PayoffError extends Error {
  readonly code: ErrorCode;
  readonly path: string;

  constructor(code: ErrorCode, message: string, path = '', options?: ErrorOptions) {
    super(message, options);
    this.name = 'PayoffError';
    this.code = code;
    this.path = path;
  }

  static from(body: ErrorBody): PayoffError {
    return new PayoffError(body.code, body.message, body.path);
  }

  /** Whatever was thrown, as a PayoffError; what is one already stays itself. */
  static of(thrown: unknown, code: ErrorCode = 'engine_failed'): PayoffError {
    if (thrown instanceof PayoffError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new PayoffError(code, message, '', { cause: thrown });
  }

  toJSON(): ErrorBody {
    return { code: this.code, path: this.path, message: this.message };
  }
}

/** The error that a JSON text of the core holds, if it holds one. */
export function errorIn(json: string): PayoffError | undefined {
  if (!json.startsWith('{"error":')) return undefined;
  const body = (JSON.parse(json) as { error: ErrorBody }).error;
  return PayoffError.from(body);
}

/** The error of an AbortSignal that has fired. */
export function abortedError(signal?: AbortSignal): PayoffError {
  const reason: unknown = signal?.reason;
  return new PayoffError('aborted', 'Stopped before it was finished, as the caller asked.', '', {
    cause: reason,
  });
}
