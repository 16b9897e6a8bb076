// SPDX-License-Identifier: Apache-2.0
/** @file How is a bench timed? In turns, so that a machine that slows down slows every side, and by medians. */

import { loadavg } from 'node:os';

export const rounds = Number(process.env.PAYOFF_BENCH_ROUNDS ?? 7);

export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** `cpu`: the time that the process's threads were at work, for a machine that is busy with other things. */
const ofCpu = process.env.PAYOFF_BENCH_CLOCK === 'cpu';

function now_us() {
  if (!ofCpu) return Number(process.hrtime.bigint()) / 1e3;
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** The seconds that some work took, and what it gave. */
export async function timed(work) {
  const start_us = now_us();
  const result = await work();
  return { result, seconds: (now_us() - start_us) / 1e6 };
}

/**
 * Runs each side once a round; the first round warms up and does not count. A side is a function of the round, sync or
 * not. Gives by name the median seconds and what the side gave last.
 */
export async function inTurns(sides, count = rounds) {
  const names = Object.keys(sides);
  const spent = Object.fromEntries(names.map((name) => [name, []]));
  const results = {};
  for (let round = 0; round <= count; round++) {
    for (const name of names) {
      const { result, seconds } = await timed(() => sides[name](round));
      results[name] = result;
      if (round > 0) spent[name].push(seconds);
    }
  }
  const seconds = Object.fromEntries(names.map((name) => [name, median(spent[name])]));
  return { seconds, results };
}

/** Figures of a busy machine are worth less: say so beside them. */
export const machine = () =>
  `Node ${process.version}, load ${loadavg()[0].toFixed(1)}${ofCpu ? ', CPU time' : ''}`;
