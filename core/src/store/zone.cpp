// SPDX-License-Identifier: Apache-2.0
/** @file zone.cpp  See zone.h. */
#include "store/zone.h"

#include <algorithm>
#include <utility>

namespace payoff {
namespace {

constexpr std::int64_t one_day_ms = 86'400'000;

}  // namespace

zone::zone() : name_("UTC"), spans_{{-limit_ms, limit_ms, limit_ms - 1, 0}} {}

result<zone> zone::make(std::string name, std::vector<zone_change> changes) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const zone_change& change = changes[i];
    const auto refuse = [i](const char* field, std::int64_t value, const char* rule) {
      return fail(error_code::bad_value, "/" + std::to_string(i) + "/" + field,
                  std::string(field) + " is " + std::to_string(value) + "; " + rule);
    };
    if (change.at_ms < -limit_ms || change.at_ms > limit_ms) {
      return refuse("at_ms", change.at_ms, "it may be +-8640000000000000");
    }
    if (i > 0 && change.at_ms <= changes[i - 1].at_ms) {
      return refuse("at_ms", change.at_ms, "changes must be ascending");
    }
    if (change.offset_seconds < -limit_offset_seconds || change.offset_seconds > limit_offset_seconds) {
      return refuse("offset_seconds", change.offset_seconds, "it may be +-93600 (26 hours)");
    }
  }

  zone made;
  made.name_ = std::move(name);
  if (!changes.empty()) made.spans_[0].offset_ms = changes[0].offset_seconds * 1000;
  for (std::size_t i = 1; i < changes.size(); ++i) {
    span& last = made.spans_.back();
    const std::int32_t offset_ms = changes[i].offset_seconds * 1000;
    if (offset_ms == last.offset_ms) continue;  // only the abbreviation changed, as far as we can see
    last.end_ms = changes[i].at_ms;
    made.spans_.push_back({changes[i].at_ms, limit_ms, 0, offset_ms});
  }
  std::int64_t peak_local_ms = -2 * limit_ms;
  for (span& s : made.spans_) {
    peak_local_ms = std::max(peak_local_ms, s.end_ms - 1 + s.offset_ms);
    s.peak_local_ms = peak_local_ms;
  }
  return made;
}

std::uint32_t zone::search(std::int64_t at_ms, zone_cursor& cursor) const {
  // The last span that starts at or before the instant; the outer ones also hold beyond the limits.
  const auto after = std::upper_bound(spans_.begin() + 1, spans_.end(), at_ms,
                                      [](std::int64_t at, const span& s) { return at < s.start_ms; });
  cursor.index = static_cast<std::uint32_t>(after - spans_.begin() - 1);
  return cursor.index;
}

std::int32_t zone::offset_seconds(std::int64_t at_ms) const {
  zone_cursor cursor;
  return offset_seconds(at_ms, cursor);
}

std::int64_t zone::local_ms(std::int64_t at_ms) const {
  zone_cursor cursor;
  return local_ms(at_ms, cursor);
}

std::int64_t zone::day_number(std::int64_t at_ms) const {
  zone_cursor cursor;
  return day_number(at_ms, cursor);
}

std::int64_t zone::day_number(std::int64_t at_ms, zone_cursor& cursor) const {
  const std::uint32_t i = find(at_ms, cursor);
  std::int64_t latest_local_ms = at_ms + spans_[i].offset_ms;
  if (i > 0) latest_local_ms = std::max(latest_local_ms, spans_[i - 1].peak_local_ms);
  return floor_div(latest_local_ms, one_day_ms);
}

std::int64_t zone::instant_ms(std::int64_t local) const {
  // No span before this one ever showed `local` or later, and this one does.
  auto first = std::lower_bound(spans_.begin(), spans_.end(), local,
                                [](const span& s, std::int64_t wanted) { return s.peak_local_ms < wanted; });
  if (first == spans_.end()) --first;
  return std::max(first->start_ms, local - first->offset_ms);
}

}  // namespace payoff
