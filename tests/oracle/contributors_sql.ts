// SPDX-License-Identifier: Apache-2.0
/** @file What does SQL say about who contributed to a repository? DuckDB over the file itself; times are UTC seconds. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Query } from './engagement_sql.js';
import type { Row } from './expenses_sql.js';

interface FileRow {
  event: string;
  properties: { time: number; distinct_id: string; files?: number };
}

/** The table `events` that engagement_sql.ts reads, with `files` beside it. */
export async function openContributors(path: string): Promise<Query> {
  const db = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
  await db.run('CREATE TABLE rows (person VARCHAR, name VARCHAR, at_ms BIGINT, files INTEGER)');
  const appender = await db.createAppender('rows');
  for (const line of gunzipSync(readFileSync(path)).toString('utf8').split('\n')) {
    if (line === '') continue;
    const { event, properties } = JSON.parse(line) as FileRow;
    appender.appendVarchar(properties.distinct_id);
    appender.appendVarchar(event);
    appender.appendBigInt(BigInt(properties.time) * 1000n);
    if (properties.files === undefined) appender.appendNull();
    else appender.appendInteger(properties.files);
    appender.endRow();
  }
  appender.closeSync();
  await db.run(`CREATE TABLE events AS SELECT NULL::VARCHAR AS account, *, make_timestamp(at_ms * 1000) AS utc_at,
    make_timestamp(at_ms * 1000) AS local_at FROM rows`);
  return async (text) => {
    const reader = await db.runAndReadAll(text);
    return reader
      .getRowObjectsJS()
      .map(
        (row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [
              name,
              typeof value === 'bigint' ? Number(value) : value,
            ]),
          ) as Row,
      );
  };
}
