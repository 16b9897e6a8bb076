// SPDX-License-Identifier: Apache-2.0
/** @file Which of the capabilities that are paid for are used? Drawn only where the core has an answer. */

import { html, type TemplateResult } from 'lit';
import { adoptionKey, adoptionStrip, type Use } from '../../charts/adoption_strip.js';
import { localDay } from '../../i18n/format.js';
import type { Texts } from '../../i18n/index.js';
import type { Adoption, CapabilityUse } from '../shared/answers.js';
import { heading } from '../shared/parts.js';

const ORDER: readonly Use[] = ['used', 'tried', 'unused'];

export function adoption(
  texts: Texts,
  answer: Adoption | null | undefined,
  zone: string,
  level: number,
): TemplateResult | '' {
  // What is not in the customer's plan is nothing that they leave lying.
  const all = (answer?.capabilities ?? [])
    .filter(({ available }) => available !== false)
    .map((capability) => ({ ...capability, use: useOf(capability) }));
  if (all.length === 0) return '';
  const of = (use: Use) => all.filter((capability) => capability.use === use);
  const counts = { used: of('used').length, tried: of('tried').length, unused: of('unused').length };
  // What was used before this period is not "not used yet".
  const before = of('unused').some((each) => each.last_used);
  const title = (use: Use) =>
    texts.t(use === 'unused' && before ? 'adoption_paused' : `adoption_${use}`, { count: counts[use] });
  const group = (use: Use) =>
    counts[use] === 0
      ? ''
      : html`<div class="cap-group">${heading(level + 1, { class: 'cap-h' }, html`${adoptionKey(use)}${title(use)}`)}
        <ul role="list">${of(use).map((each) => html`<li><bdi>${each.label || each.id}</bdi><span>${howMuch(texts, each, use, zone)}</span></li>`)}</ul></div>`;
  return html`<section class="sect" part="adoption">${heading(level, { class: 'h' }, texts.t('adoption_title'))}
    <p class="row"><span class="tile-n">${texts.t('adoption_count', { used: counts.used, total: all.length })}</span> <span class="sub">${texts.t('adoption_unit', { count: counts.used })}</span></p>
    <figure class="adopt-fig">${adoptionStrip(
      ORDER.flatMap((use) => of(use).map(() => use)),
      texts.t('adoption_alt', { count: all.length, ...counts }),
    )}</figure>
    <div class="caps">${group('used')}<div class="group">${group('tried')}${group('unused')}</div></div></section>`;
}

function howMuch(texts: Texts, each: CapabilityUse, use: Use, zone: string): string {
  if (use === 'unused') {
    return each.last_used
      ? texts.t('adoption_last', { date: texts.date(localDay(each.last_used, zone), 'full') })
      : texts.t('adoption_none');
  }
  // Some work is done without a person: there is nobody to count.
  if (!(each.people > 0)) return texts.t('adoption_whole');
  if (use === 'tried') return texts.t('adoption_once');
  return texts.t('adoption_people', { adopters: each.adopters, count: each.people });
}

/** One person once is a try, not a use. */
function useOf({ used, adopters, depth, people }: CapabilityUse): Use {
  if (!used) return 'unused';
  return people > 0 && adopters === 1 && depth !== null && depth <= 1 ? 'tried' : 'used';
}
