// SPDX-License-Identifier: Apache-2.0
/** @file zoneinfo.cpp  See zoneinfo.h. TZif is RFC 8536; its last line is a POSIX TZ string, section 8.3
 * there. */
#include "zoneinfo.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>

#include "json/reader.h"
#include "store/calendar.h"

namespace payoff {
namespace {

/** In seconds, as the files have it. */
struct transition {
  std::int64_t at_s = 0;
  std::int32_t offset_seconds = 0;
};

constexpr std::int64_t day_s = 86'400;

tl::unexpected<error> broken(std::string what) {
  return fail(error_code::bad_value, "/zone", "the zone's file is no time zone file: " + std::move(what));
}

/** Big-endian integers of `size` bytes; the caller has checked that they are there. */
std::int64_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = (static_cast<unsigned char>(bytes[at]) & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return static_cast<std::int64_t>(value);
}

// The rule for the years after the last listed change, such as CET-1CEST,M3.5.0,M10.5.0/3

/** When in a year daylight saving starts or ends, on the wall clock as it is before that. */
struct yearly_date {
  char kind = 'M'; /**< M: week and day of a month. J: day 1..365 without leap day. 0: day 0..365. */
  std::int32_t month = 0;
  std::int32_t week = 0; /**< 5: the last. */
  std::int32_t day = 0;  /**< For M: 0 = Sunday. */
  std::int32_t time_seconds = 7200;

  std::int64_t local_s(std::int64_t year) const {
    const std::int64_t new_year = days_from_civil({year, 1, 1});
    if (kind == '0') return (new_year + day) * day_s + time_seconds;
    if (kind == 'J') {
      const bool after_leap_day = days_in_month(year, 2) == 29 && day >= 60;
      return (new_year + day - 1 + (after_leap_day ? 1 : 0)) * day_s + time_seconds;
    }
    const std::int64_t first = days_from_civil({year, month, 1});
    const int first_weekday = (static_cast<int>(weekday_of(first)) + 1) % 7;  // from Monday = 0 to Sunday = 0
    std::int32_t of_month = (day - first_weekday + 7) % 7 + 7 * (week - 1);
    if (of_month >= days_in_month(year, month)) of_month -= 7;
    return (first + of_month) * day_s + time_seconds;
  }
};

struct yearly_rule {
  std::int32_t standard_offset_seconds = 0;
  bool has_daylight = false;
  std::int32_t daylight_offset_seconds = 0;
  yearly_date start;
  yearly_date end;
};

struct rule_reader {
  std::string_view rest;

  bool accept(char wanted) {
    if (rest.empty() || rest.front() != wanted) return false;
    rest.remove_prefix(1);
    return true;
  }

  bool number(std::int32_t smallest, std::int32_t largest, std::int32_t& out) {
    if (rest.empty() || rest.front() < '0' || rest.front() > '9') return false;
    for (out = 0; !rest.empty() && rest.front() >= '0' && rest.front() <= '9'; rest.remove_prefix(1)) {
      out = out * 10 + (rest.front() - '0');
      if (out > largest) return false;
    }
    return out >= smallest;
  }

  /** `CET` or `<+0330>`: read over. */
  bool abbreviation() {
    if (accept('<')) {
      const std::size_t end = rest.find('>');
      if (end == std::string_view::npos) return false;
      rest.remove_prefix(end + 1);
      return true;
    }
    std::size_t length = 0;
    while (length < rest.size() && ((rest[length] | 0x20) >= 'a' && (rest[length] | 0x20) <= 'z')) ++length;
    rest.remove_prefix(length);
    return length >= 3;
  }

  /** `[+-]hh[:mm[:ss]]` */
  bool seconds(std::int32_t largest_hours, std::int32_t& out) {
    const bool negative = accept('-');
    if (!negative) accept('+');
    std::int32_t hour = 0;
    std::int32_t minute = 0;
    std::int32_t second = 0;
    if (!number(0, largest_hours, hour)) return false;
    if (accept(':')) {
      if (!number(0, 59, minute)) return false;
      if (accept(':') && !number(0, 59, second)) return false;
    }
    out = (hour * 60 + minute) * 60 + second;
    if (negative) out = -out;
    return true;
  }

  bool date(yearly_date& out) {
    if (!accept(',')) return false;
    if (accept('M')) {
      out.kind = 'M';
      if (!number(1, 12, out.month) || !accept('.') || !number(1, 5, out.week) || !accept('.')) return false;
      if (!number(0, 6, out.day)) return false;
    } else if (accept('J')) {
      out.kind = 'J';
      if (!number(1, 365, out.day)) return false;
    } else {
      out.kind = '0';
      if (!number(0, 365, out.day)) return false;
    }
    return !accept('/') || seconds(167, out.time_seconds);
  }
};

std::optional<yearly_rule> parse_rule(std::string_view text) {
  rule_reader in{text};
  yearly_rule rule;
  // POSIX counts west of Greenwich as positive; we count east.
  if (!in.abbreviation() || !in.seconds(24, rule.standard_offset_seconds)) return std::nullopt;
  rule.standard_offset_seconds = -rule.standard_offset_seconds;
  if (in.rest.empty()) return rule;
  rule.has_daylight = true;
  if (!in.abbreviation()) return std::nullopt;
  rule.daylight_offset_seconds = rule.standard_offset_seconds + 3600;
  if (!in.rest.empty() && in.rest.front() != ',') {
    if (!in.seconds(24, rule.daylight_offset_seconds)) return std::nullopt;
    rule.daylight_offset_seconds = -rule.daylight_offset_seconds;
  }
  if (!in.date(rule.start) || !in.date(rule.end) || !in.rest.empty()) return std::nullopt;
  return rule;
}

/** Appends what the rule says after the last listed change, up to to_s. */
void follow_rule(const yearly_rule& rule, std::int64_t from_s, std::int64_t to_s,
                 std::vector<transition>& out) {
  if (!rule.has_daylight) {
    if (out.empty()) out.push_back({from_s, rule.standard_offset_seconds});
    return;
  }
  const bool listed = !out.empty();
  const std::int64_t last_s = listed ? out.back().at_s : from_s;
  // From the year before, so that the offset at from_s is known too; what the list holds already is left out.
  const std::int64_t first_year = civil_from_days(floor_div(std::max(last_s, from_s), day_s)).year - 1;
  const std::int64_t last_year = civil_from_days(floor_div(to_s, day_s)).year + 1;
  std::vector<transition> ruled;
  for (std::int64_t year = first_year; year <= last_year; ++year) {
    ruled.push_back({rule.start.local_s(year) - rule.standard_offset_seconds, rule.daylight_offset_seconds});
    ruled.push_back({rule.end.local_s(year) - rule.daylight_offset_seconds, rule.standard_offset_seconds});
  }
  // Stable: where daylight saving lasts all year, each new start meets the old end and must come after it.
  std::stable_sort(ruled.begin(), ruled.end(),
                   [](const transition& a, const transition& b) { return a.at_s < b.at_s; });
  for (const transition& t : ruled) {
    if (!listed || t.at_s > last_s) out.push_back(t);
  }
}

/** All that the file lists, then what its rule adds; ascending, equal times possible (the later one holds).
 */
result<std::vector<transition>> read_tzif(std::string_view bytes, std::int64_t from_s, std::int64_t to_s) {
  constexpr std::size_t header_size = 44;
  std::size_t at = 0;
  std::size_t time_size = 4;  // the first block; a newer file repeats it all with 8 bytes a time
  for (;;) {
    if (bytes.size() < at + header_size || bytes.substr(at, 4) != "TZif")
      return broken("it does not start with TZif");
    const bool has_second_block = bytes[at + 4] >= '2';
    std::size_t counts[6];
    for (std::size_t i = 0; i < 6; ++i) {
      const std::int64_t count = big_endian(bytes, at + 20 + 4 * i, 4);
      if (count < 0 || count > 1'000'000) return broken("a count is out of bounds");
      counts[i] = static_cast<std::size_t>(count);
    }
    const auto [universal_count, standard_count, leap_count, change_count, type_count, name_size] = counts;
    const std::size_t body_size = change_count * (time_size + 1) + type_count * 6 + name_size +
                                  leap_count * (time_size + 4) + standard_count + universal_count;
    at += header_size;
    if (bytes.size() < at + body_size) return broken("it is cut short");
    if (has_second_block && time_size == 4) {
      at += body_size;
      time_size = 8;
      continue;
    }
    if (leap_count != 0) return broken("it counts leap seconds, which no event's time does");
    if (type_count == 0) return broken("it lists no offset");

    std::vector<transition> out;
    const std::size_t types_at = at + change_count * (time_size + 1);
    const auto offset_of = [&](std::size_t type) {
      return static_cast<std::int32_t>(big_endian(bytes, types_at + type * 6, 4));
    };
    // Before the first change the first type holds.
    constexpr std::int64_t long_ago_s = -(std::int64_t{1} << 60);
    const bool rule_only = change_count == 0 && time_size == 8;
    if (!rule_only) out.push_back({long_ago_s, offset_of(0)});
    for (std::size_t i = 0; i < change_count; ++i) {
      const auto type = static_cast<unsigned char>(bytes[at + change_count * time_size + i]);
      if (type >= type_count) return broken("a change names an offset that is not listed");
      const std::int64_t at_s = big_endian(bytes, at + i * time_size, time_size);
      if (i > 0 && at_s <= out.back().at_s) return broken("its changes are not ascending");
      out.push_back({at_s, offset_of(type)});
    }
    if (time_size == 8) {
      std::string_view footer = bytes.substr(at + body_size);
      if (footer.size() < 2 || footer.front() != '\n' || footer.back() != '\n')
        return broken("its last line is missing");
      footer = footer.substr(1, footer.size() - 2);
      if (!footer.empty()) {
        const auto rule = parse_rule(footer);
        if (!rule)
          return broken("its rule for later years is not understood: " + std::string(footer.substr(0, 80)));
        follow_rule(*rule, from_s, to_s, out);
      }
      if (out.empty()) out.push_back({long_ago_s, offset_of(0)});
    }
    return out;
  }
}

bool may_be_a_zone_name(std::string_view name) {
  if (name.empty() || name.size() > 64 || name.front() == '/' || name.find("..") != std::string_view::npos)
    return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '-' || c == '+';
  });
}

std::optional<std::string> read_whole_file(const std::string& path) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed) || failed) return std::nullopt;
  struct closer {
    void operator()(std::FILE* f) const { std::fclose(f); }
  };
  const std::unique_ptr<std::FILE, closer> file(std::fopen(path.c_str(), "rb"));
  if (!file) return std::nullopt;
  std::string bytes;
  char block[4096];
  for (std::size_t size; (size = std::fread(block, 1, sizeof block, file.get())) > 0;)
    bytes.append(block, size);
  return bytes;
}

/** All names below the directory; zone names and their folders start with a capital, other files do not. */
std::vector<std::string> known_names(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code failed;
  std::filesystem::recursive_directory_iterator entry(directory, failed);
  for (; !failed && entry != std::filesystem::recursive_directory_iterator(); entry.increment(failed)) {
    const std::string file_name = entry->path().filename().string();
    std::error_code unknown_type;
    const bool capital = file_name.front() >= 'A' && file_name.front() <= 'Z';
    if (entry->is_directory(unknown_type)) {
      if (!capital) entry.disable_recursion_pending();
    } else if (capital && entry->path().extension().empty()) {
      names.push_back(entry->path().lexically_relative(directory).generic_string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

tl::unexpected<error> unknown_zone(std::string_view name, const std::string& directory) {
  const std::vector<std::string> names = known_names(directory);
  std::string message = "`" + std::string(name.substr(0, 80)) + "` is no time zone of this system";
  if (names.empty()) {
    message += ": there is no database in " + directory + "; install tzdata";
  } else {
    const std::vector<std::string_view> views(names.begin(), names.end());
    const std::string_view near = nearest_name(name, views);
    message += near.empty() ? "; an IANA name such as Europe/Berlin would be accepted"
                            : "; did you mean `" + std::string(near) + "`?";
  }
  return fail(error_code::unknown_zone, "/zone", std::move(message));
}

}  // namespace

result<std::vector<zone_change>> zone_changes_of_tzif(std::string_view bytes, std::int64_t from_ms,
                                                      std::int64_t to_ms) {
  if (from_ms > to_ms || from_ms < -zone::limit_ms || to_ms > zone::limit_ms) {
    return fail(error_code::bad_value, "/zone",
                "a zone was asked for over a span that ends before it starts");
  }
  const std::int64_t from_s = floor_div(from_ms, 1000);
  const std::int64_t to_s = floor_div(to_ms, 1000);
  PAYOFF_ASSIGN(transitions, read_tzif(bytes, from_s, to_s));

  std::vector<zone_change> out{{from_ms, transitions.front().offset_seconds}};
  for (const transition& t : transitions) {
    if (t.at_s <= from_s) {
      out.front().offset_seconds = t.offset_seconds;
      continue;
    }
    if (t.at_s > to_s) break;
    if (out.size() > 1 && out.back().at_ms == t.at_s * 1000) out.pop_back();
    if (t.offset_seconds != out.back().offset_seconds) out.push_back({t.at_s * 1000, t.offset_seconds});
  }
  return out;
}

result<std::vector<zone_change>> read_zone(std::string_view name, std::int64_t from_ms, std::int64_t to_ms,
                                           const std::string& directory) {
  if (name == "UTC") return std::vector<zone_change>{{from_ms, 0}};
  if (!may_be_a_zone_name(name)) return unknown_zone(name, directory);
  const auto bytes = read_whole_file(directory + "/" + std::string(name));
  if (!bytes || bytes->compare(0, 4, "TZif") != 0) return unknown_zone(name, directory);
  return zone_changes_of_tzif(*bytes, from_ms, to_ms);
}

}  // namespace payoff
