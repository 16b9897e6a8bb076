// SPDX-License-Identifier: Apache-2.0
/** @file zoneinfo.h  Which offset changes does this system's time zone database know for a zone? Native only.
 */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "payoff/result.h"
#include "payoff/zone.h"

namespace payoff {

/**
 * The changes of an IANA zone over [from_ms, to_ms], to be passed to the engine: the first one is at or
 * before from_ms (its offset also held before), the others lie in (from_ms, to_ms]. Only real changes of the
 * offset; a new abbreviation is none. "UTC" needs no database.
 *
 * Reads the compiled files (TZif, RFC 8536) with their rule for the years after the last listed change. Not
 * Debian's libhowardhinnant-date: it throws, and over system files it knows nothing beyond 2037.
 * @return unknown_zone, path `/zone`: no such name (the nearest known one is in the message) or no database;
 *         bad_value: a file that cannot be followed, or from_ms after to_ms.
 */
[[nodiscard]] result<std::vector<zone_change>> read_zone(
    std::string_view name, std::int64_t from_ms, std::int64_t to_ms,
    const std::string& directory = "/usr/share/zoneinfo");

/** The same from the bytes of one compiled file. @return bad_value: not TZif, cut short, or with leap
 * seconds. */
[[nodiscard]] result<std::vector<zone_change>> zone_changes_of_tzif(std::string_view bytes,
                                                                    std::int64_t from_ms, std::int64_t to_ms);

}  // namespace payoff
