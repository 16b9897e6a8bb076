// SPDX-License-Identifier: Apache-2.0
/** @file What did the command line ask for? Same flags, same errors as core/cli. */

import { PayoffError } from '../engine/error.js';

export const USAGE = `Usage: payoff ask --events FILE... --question Q|- [options]
       payoff schema --events FILE... [options]
       payoff learn --events FILE... [--part] [options] > model.json
       payoff merge [--part] PART... > model.json
       payoff convert --events FILE... --out FILE.payoff [--playbook P]

Answers questions about events, and learns from all customers what one customer's page may know. The answer is JSON on
stdout, exit status 0; an error is JSON too, exit status 2.

  --events FILE...     events: NDJSON, JSON or CSV, plain or gzip; a directory is all files
                       below it; - reads stdin; what convert wrote may be the first
  --question Q         a question in JSON, or an array of them; - reads stdin
  --part               print counts that merge adds, for your own eyes, in place of a model
  --out FILE           where convert writes the events as one block, which this version reads
                       ten times as fast with the same playbook
  --playbook P         what counts as value (JSON file)
  --model M            what learn or merge printed, for ask
  --zone IANA          time zone, such as Europe/Berlin
  --week-start DAY     monday to sunday
  --as-of T            the instant that counts as now, such as 2026-11-03T09:00:00Z
  --help, --version
`;

export interface AskOptions {
  events: string[];
  question: string;
  playbook?: string;
  model?: string;
  zone?: string;
  weekStart?: string;
  asOf?: string;
}

export interface ConvertOptions {
  events: string[];
  out: string;
  playbook?: string;
}

export interface MergeOptions {
  parts: string[];
  isPart: boolean;
}

export type Command =
  | { name: 'help' }
  | { name: 'version' }
  | { name: 'ask'; options: AskOptions }
  | { name: 'convert'; options: ConvertOptions }
  | { name: 'merge'; options: MergeOptions };

/** The commands that read events. */
const READING = ['ask', 'schema', 'learn', 'convert'] as const;
type Reading = (typeof READING)[number];

/** With the commands that know them. */
const VALUES: Readonly<Record<string, { field: keyof Given; of: readonly Reading[] }>> = {
  '--question': { field: 'question', of: ['ask'] },
  '--out': { field: 'out', of: ['convert'] },
  '--playbook': { field: 'playbook', of: READING },
  '--model': { field: 'model', of: ['ask'] },
  '--zone': { field: 'zone', of: ['ask', 'schema', 'learn'] },
  '--week-start': { field: 'weekStart', of: ['ask', 'schema', 'learn'] },
  '--as-of': { field: 'asOf', of: ['ask', 'schema', 'learn'] },
};
type Given = Partial<Omit<AskOptions & ConvertOptions, 'events'>>;
const COMMANDS = 'ask, schema, learn, merge, convert';

export function usageError(message: string): PayoffError {
  return new PayoffError('bad_option', message);
}

export function parseCommand(args: readonly string[]): Command {
  const [name, ...rest] = args;
  if (name === undefined) throw usageError(`a command is missing; there are: ${COMMANDS} (see --help)`);
  if (args.includes('--help') || args.includes('-h')) return { name: 'help' };
  if (name === '--version') return { name: 'version' };
  const reading = READING.find((each) => each === name);
  if (reading) return parseReading(reading, rest);
  if (name === 'merge') return { name: 'merge', options: parseMerge(rest) };
  if (name === 'sql') throw usageError(`the command "sql" does not exist yet; there are: ${COMMANDS}`);
  throw usageError(`there is no command "${name}"; there are: ${COMMANDS} (see --help)`);
}

function parseReading(command: Reading, args: readonly string[]): Command {
  const given: Given = {};
  const events: string[] = [];
  let isPart = false;
  for (let at = 0; at < args.length; ) {
    const flag = args[at++] ?? '';
    if (flag === '--events') {
      const before = events.length;
      while (at < args.length && isValue(args[at])) events.push(args[at++] as string);
      if (events.length === before) throw usageError('--events needs a file');
      continue;
    }
    if (command === 'learn' && flag === '--part') {
      isPart = true;
      continue;
    }
    const known = Object.hasOwn(VALUES, flag) ? VALUES[flag] : undefined;
    if (!known?.of.includes(command))
      throw usageError(`there is no option ${flag} of ${command} (see --help)`);
    const value = args[at++];
    if (value === undefined) throw usageError(`${flag} needs a value`);
    given[known.field] = value;
  }
  if (command === 'learn') given.question = `{"ask":"learn","part":${isPart}}`;
  if (command === 'schema') given.question = '{"ask":"schema"}';
  const { question, out, ...options } = given;
  if (events.length === 0) throw usageError('--events is missing');
  if (command === 'convert') {
    if (out === undefined) throw usageError('--out is missing');
    refuseStdinTwice(events);
    return { name: 'convert', options: { ...options, events, out } };
  }
  if (question === undefined) throw usageError('--question is missing');
  refuseStdinTwice([...events, question]);
  return { name: 'ask', options: { ...options, events, question } };
}

function parseMerge(args: readonly string[]): MergeOptions {
  const parts = args.filter((argument) => argument !== '--part');
  const flag = parts.find((argument) => !isValue(argument));
  if (flag !== undefined) throw usageError(`there is no option ${flag} of merge (see --help)`);
  if (parts.length === 0) throw usageError('merge needs the files that learn --part printed');
  refuseStdinTwice(parts);
  return { parts, isPart: parts.length < args.length };
}

function refuseStdinTwice(sources: readonly string[]): void {
  if (sources.filter((source) => source === '-').length > 1) {
    throw usageError('stdin (-) can be read once only');
  }
}

function isValue(argument: string | undefined): boolean {
  return argument !== undefined && (argument === '-' || !argument.startsWith('--'));
}
