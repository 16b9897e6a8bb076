// SPDX-License-Identifier: Apache-2.0
/**
 * @file Where does the sample's chance come from? From a seed alone.
 *
 * Everything here is integers, + - * / and comparisons: exp and log may differ in their last bit between engines,
 * and one bit makes another file.
 */

/** xoshiro128** by Blackman and Vigna (public domain), seeded by splitmix32. */
export class Random {
  readonly #state: Uint32Array;

  /** Other seeds, other draws; the order of the seeds counts. */
  constructor(...seeds: number[]) {
    let mixed = 0;
    for (const seed of seeds) mixed = splitmix32((mixed ^ seed) >>> 0);
    this.#state = new Uint32Array(4);
    for (let i = 0; i < 4; i++) {
      mixed = (mixed + 0x9e3779b9) >>> 0;
      this.#state[i] = splitmix32(mixed);
    }
  }

  /** One that goes on from the four words given, as the reference implementation does. */
  static from(words: readonly [number, number, number, number]): Random {
    const made = new Random(0);
    made.#state.set(words);
    return made;
  }

  /** 0 to 2^32 - 1. */
  word(): number {
    const s = this.#state as unknown as [number, number, number, number];
    const result = Math.imul(rotated(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotated(s[3], 11);
    return result;
  }

  /** At least 0, less than 1. */
  share(): number {
    return this.word() / 0x1_0000_0000;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.share();
  }

  /** A whole number from `low` to `high`, both possible. */
  whole(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.share());
  }

  chance(probability: number): boolean {
    return this.share() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.whole(0, list.length - 1)] as T;
  }

  /** An index, as often as its weight says; the weights need not add up to 1. */
  weighted(weights: readonly number[]): number {
    let all = 0;
    for (const weight of weights) all += weight;
    let left = this.share() * all;
    for (let index = 0; index < weights.length; index++) {
      left -= weights[index] as number;
      if (left < 0) return index;
    }
    return weights.length - 1;
  }

  /** From a distribution that is given by equally spaced quantiles, the smallest first, the largest last. */
  quantile(table: readonly number[]): number {
    const at = this.share() * (table.length - 1);
    const below = Math.floor(at);
    const low = table[below] as number;
    return low + ((table[below + 1] as number) - low) * (at - below);
  }

  /** Poisson, by Knuth's products; for means up to some dozens. */
  count(mean: number): number {
    const floor = expOfMinus(mean);
    let product = this.share();
    let count = 0;
    while (product > floor) {
      product *= this.share();
      count++;
    }
    return count;
  }
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function splitmix32(seed: number): number {
  let z = (seed + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** (1 - x / 2^16)^(2^16), by squaring. */
function expOfMinus(x: number): number {
  let power = 1 - x / 65_536;
  for (let i = 0; i < 16; i++) power *= power;
  return power;
}
