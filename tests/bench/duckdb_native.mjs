// SPDX-License-Identifier: Apache-2.0
/** @file How does native DuckDB read the same file into a table? Its JSON reader is told all names and types, so it guesses nothing. */

import { DuckDBInstance } from '@duckdb/node-api';

/** Of Segment's rows; what is not named here DuckDB skips, as Payoff does. */
const FEW = {
  type: 'VARCHAR',
  timestamp: 'TIMESTAMP',
  event: 'VARCHAR',
  userId: 'VARCHAR',
  context: 'STRUCT(groupId VARCHAR)',
};

const BODIES = {
  few: { columns: FEW, select: 'type, timestamp, event, userId, context.groupId AS account' },
  /** What Payoff's store holds: also the ids that duplicates and anonymous people are known by, and `properties`. */
  same: {
    columns: { ...FEW, messageId: 'VARCHAR', anonymousId: 'VARCHAR' },
    select:
      'type, timestamp, event, userId, anonymousId, messageId, context.groupId AS account, properties.*',
  },
};

export async function connect(threads) {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  return instance.connect();
}

/**
 * Reads an NDJSON file into a table in memory; gives its rows. `which`: the four columns that every question needs, or
 * the same columns as Payoff with `properties` (name to type). It looks for no duplicates, groups nothing and sorts
 * nothing: less work than Payoff's.
 */
export async function readJson(connection, file, which, properties) {
  const { columns, select } = BODIES[which];
  const fields = Object.entries(properties).map(([name, type]) => `${name} ${type}`);
  const all = which === 'same' ? { ...columns, properties: `STRUCT(${fields.join(', ')})` } : columns;
  const named = Object.entries(all).map(([name, type]) => `'${name}': '${type}'`);
  await connection.run(`CREATE OR REPLACE TABLE loaded AS SELECT ${select}
    FROM read_json('${file}', format = 'newline_delimited', columns = {${named.join(', ')}})`);
  const reader = await connection.runAndReadAll('SELECT count(*) FROM loaded');
  return Number(reader.getRowsJS()[0][0]);
}
