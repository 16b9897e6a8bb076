// SPDX-License-Identifier: Apache-2.0
/** @file How does DuckDB-Wasm get the events, and how is it asked? In Node its own blocking build: no worker between, as with ours. */

import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';

const require = createRequire(import.meta.url);
const { createDuckDB, NODE_RUNTIME, PACKAGE_VERSION, VoidLogger } = require('@duckdb/duckdb-wasm/blocking');
const dist = dirname(require.resolve('@duckdb/duckdb-wasm'));

const COLUMNS = {
  time: 'TIMESTAMP',
  type: 'VARCHAR',
  event: 'VARCHAR',
  user_id: 'VARCHAR',
  anonymous_id: 'VARCHAR',
  account: 'VARCHAR',
  ticket: 'VARCHAR',
  amount: 'DOUBLE',
};

/** In time order, which is the order that DuckDB can skip by. An anonymous id is the first user that it met. */
const TABLES = `
  CREATE TABLE met AS
    SELECT anonymous_id, arg_min(user_id, time) AS met_user FROM rows
    WHERE user_id IS NOT NULL AND anonymous_id IS NOT NULL GROUP BY ALL;
  CREATE TABLE events AS
    SELECT time, event, coalesce(user_id, met_user) AS person, account, ticket, amount
    FROM rows LEFT JOIN met USING (anonymous_id) WHERE type = 'track' ORDER BY time;
  CREATE TYPE a_name AS ENUM (SELECT DISTINCT event FROM events);
  CREATE TYPE a_person AS ENUM (SELECT DISTINCT person FROM events WHERE person IS NOT NULL);
  CREATE TYPE a_ticket AS ENUM (SELECT DISTINCT ticket FROM events WHERE ticket IS NOT NULL);
  CREATE TABLE coded AS
    SELECT time, event::a_name AS event, person::a_person AS person, account, ticket::a_ticket AS ticket, amount
    FROM events`;

/**
 * Loads a file of Segment rows as two tables of one content: `events`, whose names are text as they came, and `coded`,
 * whose names are ENUMs, as dictionary ids are. `ask` gives an answer's rows as plain objects.
 */
export async function openDuckDB(ndjsonFile) {
  const bundle = (kind) => ({
    mainModule: join(dist, `duckdb-${kind}.wasm`),
    mainWorker: join(dist, `duckdb-node-${kind}.worker.cjs`),
  });
  const bundles = { mvp: bundle('mvp'), eh: bundle('eh') };
  const db = await createDuckDB(bundles, new VoidLogger(), NODE_RUNTIME);
  await db.instantiate(() => {});
  const connection = db.connect();
  const ask = (sql) => {
    try {
      return connection
        .query(sql)
        .toArray()
        .map((row) => row.toJSON());
    } catch ({ message }) {
      // Its own stack shows a line of a million characters.
      throw new Error(message);
    }
  };
  const columns = Object.entries(COLUMNS).map(([name, type]) => `'${name}': '${type}'`);
  ask(
    `CREATE TABLE rows AS FROM read_csv('${await csvFile(ndjsonFile)}', columns = {${columns.join(', ')}})`,
  );
  for (const statement of TABLES.split(';')) ask(statement);
  ask('DROP TABLE rows');
  return { ask, version: PACKAGE_VERSION };
}

/** Its JSON reader is an extension that it would have to download; CSV it reads by itself. */
async function csvFile(ndjsonFile) {
  const file = ndjsonFile.replace(/\.ndjson$/, '.csv');
  if (existsSync(file)) return file;
  await pipeline(csvLines(ndjsonFile), createWriteStream(`${file}.part`));
  await rename(`${file}.part`, file);
  return file;
}

async function* csvLines(ndjsonFile) {
  yield `${Object.keys(COLUMNS).join()}\n`;
  for await (const line of createInterface({ input: createReadStream(ndjsonFile) })) {
    const {
      timestamp,
      type,
      event = '',
      userId = '',
      anonymousId = '',
      context,
      properties,
    } = JSON.parse(line);
    const { ticket_id = '', amount = '' } = properties ?? {};
    const account = context?.groupId ?? '';
    yield `${[timestamp.slice(0, -1), type, event, userId, anonymousId, account, ticket_id, amount].join()}\n`;
  }
}
