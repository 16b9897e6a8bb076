// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/progress.h"

#include <functional>
#include <vector>

#include "store/sort_keys.h"

namespace payoff {

std::optional<std::int64_t> first_match_ms(const frame& in, const selection& of) {
  return first_match_ms(in.context().store, in.scope_of(0, in.as_of_ms()), of);
}

progress progress_of(const frame& in, const selection& of, std::int64_t target, std::int64_t from_ms,
                     std::int64_t to_ms) {
  return progress_of(in.context().store, in.scope_of(from_ms, to_ms), of, target);
}

progress progress_of(const event_store& store, const scope& in, const selection& of, std::int64_t target) {
  std::vector<std::int64_t> times;
  for_each_match(store, in, of, [&](person_id, row_id row) { times.push_back(store.time_ms(row)); });
  progress out;
  out.count = static_cast<std::int64_t>(times.size());
  if (out.count >= target) {
    // People's rows come one after another, each person's in order.
    sort_few(times.data(), times.data() + times.size(), std::less<>());
    out.reached_at_ms = times[static_cast<std::size_t>(target - 1)];
  }
  return out;
}

json instant_or_null(std::optional<std::int64_t> at_ms) {
  return at_ms ? json(instant_name(*at_ms)) : json(nullptr);
}

}  // namespace payoff
