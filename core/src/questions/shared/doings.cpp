// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/doings.h"

#include <algorithm>

namespace payoff {

doings::doings(std::size_t things, std::size_t windows)
    : windows_(windows),
      by_thing_(things),
      now_(things * windows),
      activity_now_(windows),
      is_touched_(things) {}

bool doings::close_person() {
  bool fits = true;
  const auto append = [&](const std::uint32_t* seen, column<std::uint32_t>& to) {
    const std::size_t size = to.size() + windows_;
    if (to.capacity_bytes() < size * sizeof *seen && !to.reserve(size + size / 2)) {
      fits = false;
      return;
    }
    std::uint32_t sum = 0;
    for (std::size_t w = 0; w < windows_; ++w) to.push_back_reserved(sum += seen[w]);
  };
  for (const std::uint32_t thing : touched_) {
    of_thing& to = by_thing_[thing];
    fits = to.who.push_back(people_) && fits;
    append(now_.data() + thing * windows_, to.counts);
  }
  append(activity_now_.data(), activity_);
  ++people_;
  for (const std::uint32_t thing : touched_) {
    const auto first = now_.begin() + static_cast<std::ptrdiff_t>(thing * windows_);
    std::fill(first, first + static_cast<std::ptrdiff_t>(windows_), 0U);
    is_touched_[thing] = false;
  }
  touched_.clear();
  std::fill(activity_now_.begin(), activity_now_.end(), 0U);
  return fits;
}

std::vector<std::uint32_t> doings::counts(std::size_t thing, std::size_t window) const {
  std::vector<std::uint32_t> out(people_);
  const of_thing& from = by_thing_[thing];
  for (std::size_t i = 0; i < from.who.size(); ++i) out[from.who[i]] = from.counts[i * windows_ + window];
  return out;
}

std::vector<std::uint32_t> doings::activity(std::size_t window) const {
  std::vector<std::uint32_t> out(people_);
  for (std::uint32_t i = 0; i < people_; ++i) out[i] = activity_[i * windows_ + window];
  return out;
}

}  // namespace payoff
