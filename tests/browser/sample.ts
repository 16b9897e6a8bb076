// SPDX-License-Identifier: Apache-2.0
/** @file A small account for pages in tests: a playbook, its events, and the page with the script tag. */

export const PLAYBOOK = {
  payoff: 1,
  version: '2026-04-01',
  product: { name: 'Helpdesk', currency: 'EUR' },
  time: { zone: 'Europe/Berlin' },
  sets: { value: ['ticket_resolved'] },
  activation: {
    start: 'signed_up',
    per: 'account',
    within_days: 14,
    steps: [
      {
        id: 'connect',
        label: 'Connect your mailbox',
        event: 'integration_connected',
        href: '/settings/mail',
      },
      { id: 'resolve', label: 'Resolve your first ticket', event: 'ticket_resolved', href: '/tickets' },
    ],
  },
  metrics: [
    { id: 'resolved', label: 'Tickets resolved', of: 'ticket_resolved', stat: 'count', better: 'up' },
  ],
  report: { period: 'month', headline: ['resolved'] },
} as const;

function rows(): object[] {
  const list: object[] = [];
  const add = (event: string, timestamp: string): void => {
    list.push({
      type: 'track',
      messageId: `m${list.length}`,
      event,
      timestamp,
      userId: `u${list.length % 3}`,
      context: { groupId: 'acct_3' },
    });
  };
  add('signed_up', '2026-02-02T09:00:00Z');
  add('integration_connected', '2026-02-02T09:30:00Z');
  for (let day = 3; day <= 28; day++)
    add('ticket_resolved', `2026-02-${String(day).padStart(2, '0')}T10:00:00Z`);
  for (let day = 1; day <= 31; day++)
    add('ticket_resolved', `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`);
  return list;
}

export const EVENTS = rows()
  .map((one) => `${JSON.stringify(one)}\n`)
  .join('');

export const AS_OF = '2026-04-10T09:00:00Z';

/** A page with the script tag. `head` comes before it, `body` after. */
export function pageHtml({
  events = '/events',
  body = ELEMENTS,
  head = '',
  script = '/payoff/payoff.js',
} = {}): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sample</title>${head}
<script type="module" src="${script}" data-playbook="/playbook.json" data-events="${events}"
  data-account="acct_3" data-as-of="${AS_OF}"></script>
${body}</html>`;
}

export const ELEMENTS =
  '<payoff-checklist></payoff-checklist><payoff-report period="2026-03"></payoff-report>';

export const FILES = { '/playbook.json': JSON.stringify(PLAYBOOK), '/events': EVENTS };
