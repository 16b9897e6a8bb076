// SPDX-License-Identifier: Apache-2.0
/** @file moment.cpp  The part of calendar.h that reads and writes moments as text. */
#include <cstdlib>

#include "store/calendar.h"

namespace payoff {
namespace {

/** Eats a text from the left; every step says whether what it wanted was there. */
struct text_reader {
  std::string_view rest;

  bool done() const { return rest.empty(); }

  bool accept(char wanted) {
    if (rest.empty() || rest.front() != wanted) return false;
    rest.remove_prefix(1);
    return true;
  }

  bool digit(std::int32_t& out) {
    if (rest.empty() || rest.front() < '0' || rest.front() > '9') return false;
    out = rest.front() - '0';
    rest.remove_prefix(1);
    return true;
  }

  /** Exactly `count` digits, at most `largest`. */
  bool number(int count, std::int32_t largest, std::int32_t& out) {
    out = 0;
    for (int i = 0; i < count; ++i) {
      std::int32_t next = 0;
      if (!digit(next)) return false;
      out = out * 10 + next;
    }
    return out <= largest;
  }
};

bool read_date(text_reader& in, civil_date& out) {
  std::int32_t year = 0;
  if (!in.number(4, 9999, year) || year == 0 || !in.accept('-')) return false;
  out.year = year;
  return in.number(2, 12, out.month) && in.accept('-') && in.number(2, 31, out.day) && is_date(out);
}

/** `09:00`, `09:00:30`, `09:00:30.5`: ms since midnight. */
bool read_time(text_reader& in, std::int64_t& out_ms) {
  std::int32_t hour = 0;
  std::int32_t minute = 0;
  std::int32_t second = 0;
  std::int32_t milliseconds = 0;
  if (!in.number(2, 23, hour) || !in.accept(':') || !in.number(2, 59, minute)) return false;
  if (in.accept(':')) {
    if (!in.number(2, 59, second)) return false;
    if (in.accept('.')) {
      std::int32_t next = 0;
      if (!in.digit(next)) return false;
      std::int32_t unit = 100;
      do {
        milliseconds += next * unit;
        unit /= 10;
      } while (in.digit(next));
    }
  }
  out_ms = ((hour * 60 + minute) * 60 + second) * std::int64_t{1000} + milliseconds;
  return true;
}

/** `Z`, `+01:00`, `+0100`, `+01`, and `-00:44:30` as old local times have it. */
bool read_offset(text_reader& in, std::int64_t& out_ms) {
  out_ms = 0;
  if (in.accept('Z')) return true;
  const bool negative = in.accept('-');
  if (!negative && !in.accept('+')) return false;
  std::int32_t hour = 0;
  std::int32_t minute = 0;
  std::int32_t second = 0;
  if (!in.number(2, 26, hour)) return false;
  if (in.accept(':')) {
    if (!in.number(2, 59, minute)) return false;
    if (in.accept(':') && !in.number(2, 59, second)) return false;
  } else if (!in.done() && !in.number(2, 59, minute)) {
    return false;
  }
  out_ms = ((hour * 60 + minute) * 60 + second) * std::int64_t{1000};
  if (negative) out_ms = -out_ms;
  return true;
}

/** As much of a caller's text as a message should repeat, never half a UTF-8 character. */
std::string excerpt(std::string_view text) {
  constexpr std::size_t longest = 40;
  if (text.size() <= longest) return std::string(text);
  std::size_t length = longest;
  while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  return std::string(text.substr(0, length)) + "...";
}

void append_number(std::string& out, std::int64_t value, std::size_t width) {
  const std::string digits = std::to_string(value);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

void append_date(std::string& out, std::int64_t day_number) {
  const civil_date date = civil_from_days(day_number);
  const bool four_digits = date.year >= 0 && date.year <= 9999;
  if (!four_digits) out += date.year < 0 ? '-' : '+';  // as ECMAScript writes such years
  append_number(out, std::llabs(date.year), four_digits ? 4 : 6);
  out += '-';
  append_number(out, date.month, 2);
  out += '-';
  append_number(out, date.day, 2);
}

void append_date_time(std::string& out, std::int64_t local_ms, bool always_seconds) {
  const std::int64_t day_number = floor_div(local_ms, day_ms);
  const std::int64_t of_day_ms = local_ms - day_number * day_ms;
  append_date(out, day_number);
  out += 'T';
  append_number(out, of_day_ms / hour_ms, 2);
  out += ':';
  append_number(out, of_day_ms / 60'000 % 60, 2);
  const std::int64_t milliseconds = of_day_ms % 1000;
  if (!always_seconds && of_day_ms % 60'000 == 0) return;
  out += ':';
  append_number(out, of_day_ms / 1000 % 60, 2);
  if (milliseconds == 0) return;
  out += '.';
  append_number(out, milliseconds, 3);
}

void append_offset(std::string& out, std::int32_t offset_seconds) {
  const std::int32_t ahead = std::abs(offset_seconds);
  out += offset_seconds < 0 ? '-' : '+';
  append_number(out, ahead / 3600, 2);
  out += ':';
  append_number(out, ahead / 60 % 60, 2);
  if (ahead % 60 == 0) return;
  out += ':';
  append_number(out, ahead % 60, 2);
}

std::string local_name(std::int64_t at_ms, const zone& place) {
  std::string out;
  append_date_time(out, place.local_ms(at_ms), false);
  append_offset(out, place.offset_seconds(at_ms));
  return out;
}

}  // namespace

result<std::int64_t> parse_moment(std::string_view text, const zone& place) {
  text_reader in{text};
  civil_date date;
  if (read_date(in, date)) {
    const std::int64_t day_number = days_from_civil(date);
    if (in.done()) return day_start(place, day_number);
    std::int64_t of_day_ms = 0;
    if (in.accept('T') && read_time(in, of_day_ms)) {
      const std::int64_t local_ms = day_number * day_ms + of_day_ms;
      if (in.done()) return place.instant_ms(local_ms);
      std::int64_t offset_ms = 0;
      if (read_offset(in, offset_ms) && in.done()) return local_ms - offset_ms;
    }
  }
  return fail(
      error_code::bad_value, "",
      "\"" + excerpt(text) +
          "\" is no moment; a local date (2026-03-01), a local date-time (2026-03-01T09:00) or an instant "
          "with its offset (2026-03-01T09:00:00Z, 2026-03-01T09:00+01:00) would be accepted");
}

std::string bucket_name(const bucket& b, grain period, const zone& place) {
  if (period == grain::hour) return local_name(b.full_start_ms, place);
  return date_name(place.day_number(b.full_start_ms));
}

std::string moment_name(std::int64_t at_ms, const zone& place) {
  return is_day_start(place, at_ms) ? date_name(place.day_number(at_ms)) : local_name(at_ms, place);
}

std::string instant_name(std::int64_t at_ms) {
  std::string out;
  append_date_time(out, at_ms, true);
  out += 'Z';
  return out;
}

std::string date_name(std::int64_t day_number) {
  std::string out;
  append_date(out, day_number);
  return out;
}

}  // namespace payoff
