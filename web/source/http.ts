// SPDX-License-Identifier: Apache-2.0
/** @file How is an address fetched so that a busy server is given time and a refusal says what to do? */

import { abortedError, PayoffError } from '../engine/error.js';

export interface HttpOptions {
  /** In place of the global one: own authentication, a service worker's, a test's. */
  fetch?: typeof globalThis.fetch | undefined;
  headers?: HeadersInit | undefined;
  signal?: AbortSignal | undefined;
  /** How to wait between tries; tests do not wait. */
  wait?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

const TRIES = 4;
const FIRST_WAIT_MS = 500;
/** A server that asks for more than this is told of as it is: nobody looks at a loading bar for longer. */
const LONGEST_WAIT_MS = 30_000;

/**
 * The answer, if its status is 2xx. 429 and 5xx are tried again, each time after about twice as long.
 * Rejects with `http_error`, `stream_broken` (no answer at all) or `aborted`.
 */
export async function request(
  url: string,
  credentials: RequestCredentials,
  options: HttpOptions = {},
): Promise<Response> {
  const { fetch = globalThis.fetch, headers, signal, wait = pause } = options;
  for (let attempt = 1; ; attempt++) {
    let response: Response;
    try {
      response = await fetch(url, { credentials, ...(headers && { headers }), ...(signal && { signal }) });
    } catch (cause) {
      if (signal?.aborted) throw abortedError(signal);
      throw new PayoffError(
        'stream_broken',
        `${url} gave no answer: is the network up, does connect-src of the page's policy allow it, and CORS if it is another origin?`,
        '',
        { cause },
      );
    }
    if (response.ok) return response;
    const { status } = response;
    const again = status === 429 || status >= 500;
    const waitMs = retryAfterMs(response.headers.get('retry-after')) ?? backOffMs(attempt);
    await response.body?.cancel().catch(() => {});
    if (!again || attempt === TRIES || waitMs > LONGEST_WAIT_MS) throw statusError(url, status, attempt);
    await wait(waitMs, signal);
  }
}

/** Half of it fixed, half of it chance: many pages that failed together do not come back together. */
function backOffMs(attempt: number): number {
  const full = FIRST_WAIT_MS * 2 ** (attempt - 1);
  return full / 2 + Math.random() * (full / 2);
}

/** `Retry-After` is seconds or a date. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function statusError(url: string, status: number, tries: number): PayoffError {
  const times = tries > 1 ? ` ${tries} times` : '';
  return new PayoffError('http_error', `${url} answered ${status}${times}: ${adviceFor(status)}`);
}

function adviceFor(status: number): string {
  if (status === 401) return 'sign in again, or pass the headers that the address asks for.';
  if (status === 403) return 'this person may not read it; check what the server allows.';
  if (status === 404 || status === 410) return 'nothing is there; check the address.';
  if (status === 429) return 'it is asked too often; try again in a while.';
  if (status >= 500) return 'the server failed; try again in a while.';
  return 'check the address and what the server says there.';
}

export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortedError(signal));
    const stop = (): void => {
      clearTimeout(timer);
      reject(abortedError(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
