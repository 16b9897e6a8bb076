// SPDX-License-Identifier: Apache-2.0
/** @file How do figures become coordinates? Pure functions; a gap in the figures stays a gap in the line. */

export type Figure = number | null;

/** Bounds of the figures, widened to at least `share` of their mean, so that a small change looks small. */
export function calmBounds(figures: readonly Figure[], share = 0.4): { min: number; max: number } {
  const known = figures.filter((figure) => figure !== null);
  if (known.length === 0) return { min: 0, max: 1 };
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const mean = known.reduce((sum, figure) => sum + figure, 0) / known.length;
  const half = Math.max((Math.abs(mean) * share) / 2, (high - low) / 2) || 0.5;
  const middle = (low + high) / 2;
  return { min: middle - half, max: middle + half };
}

export interface Plane {
  width: number;
  height: number;
  /** Places along the x axis; figure 0 stands at its start, figure `places - 1` at its end. */
  places: number;
  min: number;
  max: number;
}

/** Room for the stroke at top and bottom. */
export const PAD = 3;

export function pointOf(plane: Plane, at: number, figure: number): { x: string; y: string } {
  const span = plane.max - plane.min || 1;
  const x = (at / Math.max(1, plane.places - 1)) * plane.width;
  const y = plane.height - PAD - ((figure - plane.min) / span) * (plane.height - 2 * PAD);
  return { x: x.toFixed(1), y: y.toFixed(1) };
}

/** The `d` of an SVG path. A figure alone between two gaps becomes a dot. */
export function linePath(plane: Plane, figures: readonly Figure[]): string {
  let path = '';
  let open = false;
  figures.forEach((figure, at) => {
    if (figure === null) {
      open = false;
      return;
    }
    const { x, y } = pointOf(plane, at, figure);
    path += `${open ? 'L' : 'M'}${x} ${y}`;
    if (!open && (figures[at + 1] ?? null) === null) path += 'h.01';
    open = true;
  });
  return path;
}

/** Sums up to each place. What is not known adds nothing and is a gap. */
export function runningTotal(figures: readonly Figure[]): Figure[] {
  let total = 0;
  return figures.map((figure) => {
    if (figure === null) return null;
    total += figure;
    return total;
  });
}

/** One figure for seven places: their sum, or the mean of those that are known. A week cut short is left out. */
export function weekly(figures: readonly Figure[], sum: boolean): Figure[] {
  return Array.from({ length: Math.floor(figures.length / 7) }, (_, week) => {
    const known = figures.slice(week * 7, week * 7 + 7).filter((figure) => figure !== null);
    if (known.length === 0) return null;
    const total = known.reduce((all, figure) => all + figure, 0);
    return sum ? total : total / known.length;
  });
}
