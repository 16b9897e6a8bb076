// SPDX-License-Identifier: Apache-2.0
/** @file time.h  Which instant does this text or number name? */
#pragma once

#include <cstdint>
#include <string_view>

namespace payoff {

enum class time_status : std::uint8_t { ok, unreadable, out_of_range };

struct time_value {
  time_status status;
  std::int64_t time_ms; /**< Since 1970-01-01T00:00Z, rounded down; 0 unless ok. */
};

/** The first instant that is too late to be a time: 2201-01-01T00:00Z. The first that is not too early is 0.
 */
inline constexpr std::int64_t end_of_time_ms = 7'289'654'400'000;

/** The day that a time was read of last, as bytes of its text. Rows mostly come day by day. */
struct known_day {
  std::uint64_t text{UINT64_MAX}; /**< No text's. */
  std::uint64_t tail{0};
  std::int64_t midnight_ms{0};
};

/**
 * ISO 8601 and RFC 3339, as far as exports write them:
 *
 *     2026-03-02                      midnight, UTC
 *     2026-03-02T08:15                'T', 't' or a space between; seconds may be left out
 *     2026-03-02T08:15:00.123456      any number of digits after '.' or ','
 *     2026-03-02T08:15:60Z            a leap second is the second after
 *     ...Z  +02:00  +0200  +02        no zone: UTC. 'z' and, after a space, "UTC" are Z
 *
 * or digits, which count as parse_time_number counts them. Days are checked against their month.
 * `day` only makes it faster.
 */
[[nodiscard]] time_value parse_time_text(std::string_view text, known_day& day);
[[nodiscard]] inline time_value parse_time_text(std::string_view text) {
  known_day day;
  return parse_time_text(text, day);
}

/**
 * A JSON number since 1970: below 1e11 in seconds, below 1e14 in milliseconds, below 1e17 in microseconds,
 * decimals allowed and rounded down without going through a double.
 */
[[nodiscard]] time_value parse_time_number(std::string_view json_number);

}  // namespace payoff
