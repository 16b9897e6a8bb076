// SPDX-License-Identifier: Apache-2.0
/** @file Under which name does a browser keep a customer's own assumptions, and how are they forgotten? */

interface Whose {
  readonly account: string | undefined;
  readonly user: string | undefined;
}

export function ownFiguresKey({ account, user }: Whose): string {
  return `payoff.own.${account === undefined ? `user.${user ?? ''}` : `account.${account}`}`;
}

/** Storage may be missing or forbidden; then there is nothing to forget. */
export function forgetOwnFigures(whose: Whose): void {
  // On a server there is none, and some only warn of it.
  if (typeof document === 'undefined') return;
  try {
    localStorage.removeItem(ownFiguresKey(whose));
  } catch {}
}
