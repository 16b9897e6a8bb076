// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/selection.h"

namespace payoff {

// A file of its own because nearly every row of nearly every question passes here: it is optimised for speed.
row_id selection::next_candidate(row_id row, row_id end) const {
  const decision* const by_name = by_name_.data();
  while (row != end && by_name[store_->name(row)] == decision::no) ++row;
  return row;
}

void for_each_match(const event_store& store, const scope& in, const selection& of, row_use use) {
  for_each_person(store, in, [&](const person_rows& rows) {
    for (row_id row = of.next_candidate(rows.begin, rows.end); row != rows.end;
         row = of.next_candidate(row + 1, rows.end)) {
      if ((!in.account || store.account(row) == *in.account) && of.matches(row)) use(rows.person, row);
    }
  });
}

}  // namespace payoff
