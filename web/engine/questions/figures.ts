// SPDX-License-Identifier: Apache-2.0
/** @file Figures of tables of two by two, as several questions tell them. Types only. */

/** People by exposure and outcome. */
export interface Table {
  /** Exposed, with the outcome. @unit people */
  tp: number;
  /** Exposed, without it. @unit people */
  fp: number;
  /** Not exposed, with it. @unit people */
  fn: number;
  /** Neither. @unit people */
  tn: number;
}

/** A figure with its 95% interval. */
export interface Bounded {
  /** The figure. @unit none: a ratio, a difference of shares, or a correlation from -1 to 1 @null over nothing */
  value: number | null;
  /** Lower end of the interval. @unit that of `value` @null where there is no interval */
  low: number | null;
  /** Upper end of the interval. @unit that of `value` @null where there is no interval */
  high: number | null;
}

/** A statistic, its degrees of freedom, and how likely one as large is by chance. */
export interface Tested {
  /** The statistic. @unit none @null where a margin of the table is empty */
  value: number | null;
  /** Degrees of freedom. @unit count */
  df: number;
  /** How likely a statistic as large is by chance alone. @unit probability, 0 to 1 @null without the statistic */
  p: number | null;
}

/** Mantel-Haenszel over strata: does it hold among those who are alike in something else? */
export interface Adjusted {
  /** Common odds ratio, with the interval of Robins, Breslow & Greenland. */
  odds_ratio: Bounded;
  /** Common risk difference, with the interval of Greenland & Robins. */
  risk_difference: Bounded;
  /** The Cochran-Mantel-Haenszel test. */
  cmh: Tested;
  /** Strata that hold anybody. @unit count */
  strata: number;
}

/** What a table says by itself. */
export interface TableFigures {
  /** The four cells as they were counted. */
  table: Table;
  /** All people of the table. @unit people */
  n: number;
  /** Share of all with the outcome. @unit share, 0 to 1 @null with nobody */
  base_rate: number | null;
  /** Share of the exposed with the outcome. @unit share, 0 to 1 @null with nobody exposed */
  ppv: number | null;
  /** Share of those not exposed without the outcome. @unit share, 0 to 1 @null with everybody exposed */
  npv: number | null;
  /** Share of those with the outcome who were exposed. @unit share, 0 to 1 @null without an outcome */
  sensitivity: number | null;
  /** Share of those without the outcome who were not exposed. @unit share, 0 to 1 @null where all have the outcome */
  specificity: number | null;
  /** Share of all who were exposed. @unit share, 0 to 1 @null with nobody */
  reach: number | null;
  /** `ppv` / `base_rate`: 1 is no difference. @unit ratio @null where either is unknown or `base_rate` is 0 */
  lift: number | null;
  /** Correlation of the two facts. */
  phi: Bounded;
  /** Odds of the outcome with exposure, by odds without. */
  odds_ratio: Bounded;
  /** Share with the outcome among exposed, by that among the others. */
  risk_ratio: Bounded;
  /** The same two shares, one less the other. */
  risk_difference: Bounded;
  /** Pearson's chi-square. */
  chi_square: Tested;
  /** Fisher's exact test, two-sided. @unit probability, 0 to 1 @null of an empty table, or with a prior that is no whole number */
  fisher_p: number | null;
}

/** A table among others. */
export interface TestedTable extends TableFigures {
  /** `fisher_p` after Benjamini & Hochberg, over the rows it stands among. @unit probability, 0 to 1 @null where `fisher_p` is */
  q: number | null;
  /** The same over strata of people who are equally busy. @null where nothing is stratified */
  adjusted: Adjusted | null;
}

/** How tables are read. */
export interface TableOptions {
  /** Added to all four cells before anything is computed. @default 0 @unit people */
  prior?: number;
  /** Yates' correction of both chi-squares. @default false */
  correction?: boolean;
}
