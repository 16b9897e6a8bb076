// SPDX-License-Identifier: Apache-2.0
/**
 * @file Which colours, sizes and times do all elements share?
 *
 * Knobs that a host sets on any ancestor, never declared here: `--payoff-accent`, `--payoff-font`, `--payoff-radius`.
 * Roles, declared on the element: override one on the element itself (`payoff-report { --payoff-surface: ... }`).
 * They follow the inherited `color-scheme`; `data-theme="light|dark|auto"` on the element decides for it. The lightness
 * of the accent is clamped in OKLCH, hue and chroma stay the host's, so text on it keeps its contrast.
 */

import { css } from 'lit';

export const tokens = css`
:where(:host) {
  --payoff-canvas: #f7f7f5; --payoff-surface: #ffffff; --payoff-sunken: #f6f6f4;
  --payoff-ink: #14171c; --payoff-ink-2: #4a5059; --payoff-ink-3: #646a73;
  --payoff-line: #e3e3df; --payoff-line-strong: #868c95; --payoff-ghost: #868c95; --payoff-track: #ecece8; --payoff-skeleton: #ecece8;
  --payoff-accent-fill: var(--payoff-accent, #2457c5); --payoff-accent-hover: var(--payoff-accent, #1d479f); --payoff-accent-ink: var(--payoff-accent, #2457c5);
  --payoff-accent-wash: #eef2fb; --payoff-accent-mid: #9db3e6; --payoff-on-accent: #ffffff; --payoff-focus: var(--payoff-accent, #2457c5);
  --payoff-good: #0a6b4b; --payoff-warn: #855000; --payoff-warn-wash: #fbf3e2; --payoff-bad: #b3261e; --payoff-neutral: #4a5059;
  --payoff-font-stack: var(--payoff-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans CJK SC", sans-serif);
  --payoff-text-xs: 0.75rem; --payoff-text-sm: 0.8125rem; --payoff-text-md: 0.875rem; --payoff-text-lg: 1rem;
  --payoff-text-xl: 1.375rem; --payoff-text-2xl: 1.75rem; --payoff-text-3xl: 3rem;
  --payoff-leading: 1.5; --payoff-weight: 400; --payoff-weight-medium: 500; --payoff-weight-strong: 600;
  --payoff-tracking-number: -0.022em; --payoff-numeric: tabular-nums lining-nums;
  --payoff-space-1: 0.25rem; --payoff-space-2: 0.5rem; --payoff-space-3: 0.75rem; --payoff-space-4: 1rem; --payoff-space-5: 1.25rem; --payoff-space-6: 1.5rem; --payoff-space-8: 2rem;
  --payoff-radius-card: var(--payoff-radius, 12px); --payoff-radius-control: calc(var(--payoff-radius, 12px) * 0.58); --payoff-radius-mark: 3px;
  --payoff-border: 1px solid var(--payoff-line); --payoff-target: 2.25rem;
  --payoff-shadow-float: 0 1px 2px rgb(16 20 28 / 6%), 0 12px 32px -8px rgb(16 20 28 / 18%);
  --payoff-duration-fast: 120ms; --payoff-duration: 220ms; --payoff-ease: cubic-bezier(0.2, 0, 0, 1); --payoff-pulse: 1.6s;
}
@supports (color: light-dark(#000, #fff)) {
  :where(:host) {
    --payoff-canvas: light-dark(#f7f7f5, #0d0e10); --payoff-surface: light-dark(#ffffff, #16181b); --payoff-sunken: light-dark(#f6f6f4, #1d2024);
    --payoff-ink: light-dark(#14171c, #eef0f3); --payoff-ink-2: light-dark(#4a5059, #b9bfc8); --payoff-ink-3: light-dark(#646a73, #979ea8);
    --payoff-line: light-dark(#e3e3df, #2b2f35); --payoff-line-strong: light-dark(#868c95, #737b86); --payoff-ghost: light-dark(#868c95, #7c848f); --payoff-track: light-dark(#ecece8, #2a2e34); --payoff-skeleton: light-dark(#ecece8, #262a2f);
    --payoff-on-accent: light-dark(#ffffff, #0d0e10); --payoff-good: light-dark(#0a6b4b, #5fcb9e); --payoff-warn: light-dark(#855000, #e8b661); --payoff-warn-wash: light-dark(#fbf3e2, #2b2314);
    --payoff-bad: light-dark(#b3261e, #ff9a90); --payoff-neutral: light-dark(#4a5059, #b9bfc8);
    --payoff-shadow-float: 0 1px 2px light-dark(rgb(16 20 28 / 6%), rgb(0 0 0 / 40%)), 0 12px 32px -8px light-dark(rgb(16 20 28 / 18%), rgb(0 0 0 / 60%));
  }
}
@supports (color: oklch(from red l c h)) and (color: light-dark(#000, #fff)) {
  :where(:host) {
    --payoff-accent-fill: light-dark(oklch(from var(--payoff-accent, #2457c5) min(l, 0.515) c h), oklch(from var(--payoff-accent, #2457c5) max(l, 0.72) min(c, 0.14) h));
    --payoff-accent-hover: light-dark(oklch(from var(--payoff-accent, #2457c5) min(l - 0.06, 0.46) c h), oklch(from var(--payoff-accent, #2457c5) max(l + 0.06, 0.8) min(c, 0.11) h));
    --payoff-accent-ink: light-dark(oklch(from var(--payoff-accent, #2457c5) min(l, 0.49) c h), oklch(from var(--payoff-accent, #2457c5) max(l, 0.78) min(c, 0.13) h));
    --payoff-accent-wash: color-mix(in oklab, var(--payoff-accent-fill) 8%, var(--payoff-surface)); --payoff-accent-mid: color-mix(in oklab, var(--payoff-accent-fill) 45%, var(--payoff-surface));
    --payoff-focus: var(--payoff-accent-ink);
  }
}
:host([data-theme="light"]) { color-scheme: light; }
:host([data-theme="dark"]) { color-scheme: dark; }
:host([data-theme="auto"]) { color-scheme: light dark; }
@media (pointer: coarse) { :where(:host) { --payoff-target: 2.75rem; } }
@media (prefers-reduced-motion: reduce) { :where(:host) { --payoff-duration-fast: 0ms; --payoff-duration: 0ms; --payoff-pulse: 0s; } }
@media (prefers-contrast: more) { :where(:host) { --payoff-line: var(--payoff-line-strong); --payoff-ink-2: var(--payoff-ink); --payoff-ink-3: var(--payoff-ink); } }
@media print { :host, :host([data-theme]) { color-scheme: light; --payoff-shadow-float: none; } }
`;
