// SPDX-License-Identifier: Apache-2.0
/** @file expenses_data.ts  Where the expense events lie, and the instants at which they are asked about. */

import { existsSync } from 'node:fs';

export const EVENTS = '../shared/data/expenses.segment.ndjson.gz';
export const skip = existsSync(EVENTS) ? false : `${EVENTS} is not there`;
export const AFTER_ALL = '2019-03-01T00:00:00Z';
/** In the middle of a month, an hour and a half into a working day. */
export const MIDWAY = '2018-07-19T08:30:00Z';
/** The same on a clock in Amsterdam. */
export const LOCAL: Readonly<Record<string, string>> = {
  [AFTER_ALL]: '2019-03-01 01:00:00',
  [MIDWAY]: '2018-07-19 10:30:00',
};
