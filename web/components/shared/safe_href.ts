// SPDX-License-Identifier: Apache-2.0
/** @file Which addresses may become a link? */

const ALLOWED = new Set(['http:', 'https:', 'mailto:']);

/**
 * The address as it was written if it is http, https, mailto or relative, else undefined. Browsers drop tabs and line
 * breaks inside an address and control characters around it, and read "\" as "/"; URL does all of that too, so what is
 * judged here is what a click would open.
 */
export function safeHref(href: unknown): string | undefined {
  if (typeof href !== 'string' || href.trim() === '') return undefined;
  try {
    return ALLOWED.has(new URL(href, 'https://relative.invalid/').protocol) ? href : undefined;
  } catch {
    return undefined;
  }
}
