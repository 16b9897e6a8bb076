// SPDX-License-Identifier: Apache-2.0
/** @file What do the elements say in English? Every key there is; other languages may leave some out. */

/** `{name}` is a place for a value. A message with plural forms is chosen by the value called `count`. */
export type Message = string | { readonly one: string; readonly other: string };

export const en = {
  // ---- every element
  retry: 'Try again',
  code: 'Code: {code}',
  show_table: 'Show as table',
  not_known: 'not known',
  provider: 'your provider',
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
  goal_reached: 'Reached on {date}.',
  goal_deadline: 'Plan to reach it by {date}.',

  // ---- report: frame
  report_label: 'Value report',
  report_loading: 'Loading your value report',
  report_shown: 'Value report for {period}',
  report_failed: 'The report for {period} did not load',
  report_failed_plain: 'The report did not load',
  report_toolbar: 'Period',
  report_previous: 'Earlier: {period}',
  report_next: 'Later: {period}',
  report_print: 'Print',
  report_partial: '{period} is not over: figures count up to {date}.',
  report_partial_compared:
    '{period} is not over: figures count up to {date}, and are compared with the same part of {previous}.',
  report_truncated: 'The event file ended early.',
  report_truncated_text: 'Totals are a minimum, and nothing is compared.',
  report_at_least: 'at least',
  report_so_far: 'so far',
  report_not_compared: 'No comparison for this period',
  report_nothing: 'Nothing was recorded in {period}',
  report_nothing_text: 'No work that counts as value happened in this time. Choose another period above.',
  report_first: 'Your first report comes on {date}',
  report_first_text: 'It needs one full month. We have been counting since {date}; so far:',
  report_first_plain: 'It needs one full month.',
  report_first_cap: 'No comparison yet: there is no earlier month to compare with.',

  // ---- report: hero
  time_title: 'Time saved',
  time_hours: { one: 'hour', other: 'hours' },
  time_minutes: { one: 'minute', other: 'minutes' },
  time_delta_up: '+{value}',
  time_delta_down: '\u2212{value}',
  time_against: 'against {period} ({change})',
  time_against_plain: 'against {period}',
  time_against_same: 'About the same as in {period}',
  time_first: 'There is no earlier figure to compare with.',
  time_chart: 'Hours saved, running total',
  time_chart_minutes: 'Minutes saved, running total',
  time_alt: '{title}. {period} ends at {value}.',
  time_alt_previous: '{title}. {period} ends at {value}; {previous}, the dashed line, ended at {before}.',
  table_up_to: 'Up to',
  table_end: 'End',
  roi_title: 'Return on your plan',
  roi_unit: 'the cost',
  roi_times: '{value}\u00d7',
  roi_ahead: '{value} of value for {cost} paid. That is {net} ahead.',
  roi_ahead_work: '{value} of work saved for {cost} paid. That is {net} ahead.',
  roi_behind:
    '{value} of value for {cost} paid. In this period the plan cost {net} more than it brought, by our estimate.',
  roi_behind_work:
    '{value} of work saved for {cost} paid. In this period the plan cost {net} more than the time it saved, by our estimate.',
  roi_even: '{value} of value for {cost} paid: the same, by our estimate.',
  roi_low_above: 'Even the low estimate is {times} times the cost.',
  roi_low_below: 'The low estimate is below the cost: {times} times.',
  roi_paid: 'You paid',
  roi_saved: 'You saved, estimated',
  roi_made: 'What it was worth, estimated',
  worth_title: 'What it was worth',
  worth_unit: 'estimated',
  worth_range:
    'Between {low} and {high}, by the low and the high estimate. What the plan costs is not known here.',
  worth_exact: 'What the plan costs is not known here.',
  low: 'Low',
  expected: 'Expected',
  high: 'High',
  roi_alt:
    'You paid {cost}. It was worth an estimated {expected}; the low estimate is {low} and the high estimate {high}.',
  worth_alt: 'Worth an estimated {expected}; the low estimate is {low} and the high estimate {high}.',
  col_estimate: 'Estimate',
  col_against: 'Against cost',

  // ---- report: tiles
  tiles_title: 'This period in numbers',
  delta_up: '+{value}',
  delta_down: '\u2212{value}',
  delta_same: 'About the same',
  delta_faster: '{value} faster',
  delta_slower: '{value} slower',
  delta_longer: '{value} more',
  delta_shorter: '{value} less',
  verdict_better: 'Better',
  verdict_worse: 'Worse',
  verdict_same: 'Small change',
  in_period: '{value} in {period}',
  in_days: '{period}: {value}',
  still_open: {
    one: '{count} is still open and not in this figure',
    other: '{count} are still open and not in this figure',
  },
  nothing_before: 'Nothing to compare with in {period}',
  tile_alt: '{label}, mean of the days, week by week: from {first} to {last}, lowest {min}, highest {max}.',
  tile_alt_sum: '{label} week by week: from {first} to {last}, lowest {min}, highest {max}.',

  // ---- report: where the hours came from
  sources_title: 'Where the hours came from',
  sources_title_plain: 'Where the value came from',
  col_rule: 'Work done for you',
  col_count: 'Times',
  col_minutes: 'Minutes each',
  col_hours: 'Hours',
  col_time: 'Time',
  col_minutes_total: 'Minutes',
  col_worth: 'Worth',
  total: 'Total',
  source_vendor: 'Minutes assumed by {product}',
  source_customer: 'Minutes set by you',
  source_measured: 'Minutes measured',
  source_vendor_value: 'Value assumed by {product}',
  source_customer_value: 'Value set by you',
  source_measured_value: 'Value measured',
  rate: 'Worth is counted at {money} an hour.',
  rate_range: 'Worth is counted at {money} an hour (low estimate {low}, high estimate {high}).',
  rate_vendor: 'The figure was assumed by {product}.',
  rate_customer: 'You set this figure.',
  rate_measured: 'The figure was measured.',
  running_total: 'Since {date}: {value} of value.',
  running_total_cost: 'Since {date}: {value} of value for {cost} paid.',

  // ---- report: adoption
  adoption_title: 'What you pay for and use',
  adoption_count: '{used} of {total}',
  adoption_unit: { one: 'capability in use', other: 'capabilities in use' },
  adoption_alt: {
    one: '{count} capability: {used} used, {tried} tried, {unused} not used yet.',
    other: '{count} capabilities: {used} used, {tried} tried, {unused} not used yet.',
  },
  adoption_used: 'Used: {count}',
  adoption_tried: 'Tried: {count}',
  adoption_unused: 'Not used yet: {count}',
  adoption_people: { one: '{adopters} of {count} person', other: '{adopters} of {count} people' },
  adoption_none: 'Not used in this period',

  // ---- report: method
  method_range: 'Counts come from your own events, {range} ({zone}).',
  method_hours: 'Hours are estimates: times \u00d7 minutes each, with a low and a high value for every row.',
  method_rejected: {
    one: '{count} row of {rows} could not be read and is left out.',
    other: '{count} rows of {rows} could not be read and are left out.',
  },
  method_browser: 'Computed in your browser.',
} as const satisfies Record<string, Message>;

export type MessageKey = keyof typeof en;
export type Messages = Readonly<Record<MessageKey, Message>>;
