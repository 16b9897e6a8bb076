// SPDX-License-Identifier: Apache-2.0
/** @file How is progress to the goal said? With the date and the pace in plain words, never as a countdown. */

import { localDay } from '../../i18n/format.js';
import type { Texts } from '../../i18n/index.js';
import type { AhaProgress } from './answers.js';

/** "conversations solved with a macro, by 12 October"; of a goal that was reached, on which day. */
export function goalWhat(texts: Texts, aha: AhaProgress, zone: string): string {
  const { label, reached_at, deadline } = aha;
  const when = reached_at ?? deadline;
  // Marks keep a name in another script together, whatever stands around it.
  const what = label ? `\u2068${label}\u2069` : '';
  if (!when) return what;
  const date = texts.date(localDay(when, zone), 'day_long');
  const how = reached_at ? 'on' : 'by';
  return texts.t(what ? `goal_label_${how}` : `goal_${how}`, { label: what, date });
}

export function goalHow(texts: Texts, aha: AhaProgress): string {
  switch (aha.status) {
    case 'on_track':
    case 'behind':
      return `${texts.t(`goal_${aha.status}`)} ${pace(texts, aha.pace_needed_per_day ?? 0)}`.trim();
    case 'missed':
    case 'not_started':
      return texts.t(`goal_${aha.status}`);
    default:
      return '';
  }
}

/** Whole things in whole days: nobody does a quarter of a thing a day. */
function pace(texts: Texts, perDay: number): string {
  if (!(perDay > 0)) return '';
  return perDay > 0.5
    ? texts.t('goal_pace', { count: Math.ceil(perDay) })
    : texts.t('goal_pace_days', { count: Math.floor(1 / perDay) });
}
