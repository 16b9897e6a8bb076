// SPDX-License-Identifier: Apache-2.0
/** @file How is a bench timed? */

export const rounds = Number(process.env.PAYOFF_BENCH_ROUNDS ?? 7);

export function seconds(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
