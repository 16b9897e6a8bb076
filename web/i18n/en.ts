// SPDX-License-Identifier: Apache-2.0
/**
 * @file What do the elements say in English, the report's own words apart? Other languages may leave some out.
 *
 * A page that shows no report does not load what the report says: that is in en_report.ts.
 */

import type { enReport } from './en_report.js';

/** `{name}` is a place for a value. A message with plural forms is chosen by the value called `count`. */
export type Message = string | { readonly one: string; readonly other: string };

export const en = {
  // ---- every element
  retry: 'Try again',
  code: 'Code: {code}',
  show_table: 'Show as table',
  not_known: 'not known',
  provider: 'your provider',
  part_failed: 'This part could not be shown. The rest is not affected.',
  loading_rows: 'Reading events: {size}',
  loading_of: 'Reading events: {size} of {total}',

  // ---- failures: what happened and what to do, by code; the element's own title stands above it
  failed_http_error:
    'The events could not be fetched. Check your connection and try again; if it stays like this, tell the support team the code below.',
  failed_stream_broken: 'The connection broke while events were being read. Try again; nothing was changed.',
  failed_not_events:
    'What came back is not a list of events. Signing in again often helps; otherwise tell the support team the code below.',
  failed_wasm_unavailable:
    'This browser or its settings do not let the calculation start. Try a current browser, or ask your administrator to allow WebAssembly.',
  failed_out_of_memory: 'There was not enough memory for the calculation. Close some tabs and try again.',
  failed_engine_closed: 'The calculation was ended. Reload the page to start it again.',
  failed_playbook:
    'The settings of this page have a mistake. Tell the support team the code below; it is not something you did.',
  failed_other:
    'The figures are computed in your browser, and that did not work this time. Nothing was changed.',

  // ---- time
  day_count: { one: '{count} day', other: '{count} days' },
  hours_minutes: '{h} h {m} m',
  hours: '{count} h',
  minutes: '{count} min',
  seconds: '{count} s',

  // ---- checklist
  checklist_title: 'Set up {product}',
  checklist_title_plain: 'Set up your account',
  checklist_done_title: '{product} is set up',
  checklist_done_title_plain: 'Everything is set up',
  checklist_list: 'Steps',
  checklist_progress: 'Setup progress',
  checklist_sub: { one: '{done} of {count} step done.', other: '{done} of {count} steps done.' },
  checklist_sub_skipped: '{done} of {total} steps done, {skipped} skipped.',
  checklist_deadline: 'Plan to finish by {date}.',
  checklist_finished: 'Finished on {date}.',
  checklist_late: {
    one: 'The planned date, {date}, has passed with {count} step to go. Everything done so far counts, and the step stays open.',
    other:
      'The planned date, {date}, has passed with {count} steps to go. Everything done so far counts, and the steps stay open.',
  },
  checklist_intro: {
    one: '{count} short step. It is ticked off by itself when the work is done.',
    other: '{count} short steps. They are ticked off by themselves as your team works.',
  },
  checklist_none: 'There are no steps here yet.',
  checklist_none_text: 'As soon as steps are set up for your account, they appear here.',
  checklist_foot: 'A step completes by itself when the work is done.',
  checklist_hide: 'Hide checklist',
  checklist_show: 'Show checklist',
  checklist_skip: 'Skip this step',
  checklist_unskip: 'Take it up again',
  checklist_start: 'Start',
  checklist_continue: 'Continue',
  checklist_left: { one: 'One more to go.', other: '{count} more to go.' },
  checklist_of: '{done} of {total}',
  checklist_status_done: 'Done',
  checklist_status_now: 'In progress',
  checklist_status_todo: 'To do',
  checklist_status_skip: 'Skipped',
  checklist_loading: 'Loading your setup checklist',
  checklist_failed: 'The checklist did not load',
  checklist_safe: 'Your progress is safe: steps are counted from your work, not from this page.',
  goal_title: 'Your first payoff',
  goal_of: ' of {target}',
  goal_by: 'by {date}',
  goal_on: 'on {date}',
  goal_label_by: '{label}, by {date}',
  goal_label_on: '{label}, on {date}',
  goal_on_track: 'On course.',
  goal_behind: 'Behind the plan so far.',
  goal_missed: 'That date has passed. Everything you do still counts.',
  goal_not_started: 'Counting begins with your first step.',
  goal_pace: {
    one: 'One a day gets you there in time.',
    other: '{count} a day get you there in time.',
  },
  goal_pace_days: {
    one: 'One a day gets you there in time.',
    other: 'One every {count} days gets you there in time.',
  },
} as const satisfies Record<string, Message>;

export type MessageKey = keyof typeof en | keyof typeof enReport;
export type Messages = Readonly<Record<MessageKey, Message>>;
