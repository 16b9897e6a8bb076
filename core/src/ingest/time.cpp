// SPDX-License-Identifier: Apache-2.0
#include "ingest/time.h"

#include <cstddef>

#include "ingest/simd.h"

namespace payoff {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_ms = 86'400'000;

constexpr time_value unreadable{time_status::unreadable, 0};
constexpr time_value out_of_range{time_status::out_of_range, 0};

/** Days since 1970-01-01 of a day in the proleptic Gregorian calendar, for years from 0 on. */
constexpr std::int64_t days_of(unsigned year, unsigned month, unsigned day) {
  // Years are taken from March on, so that the leap day comes last; 400 of them have 146,097 days.
  const unsigned shifted = year + 400 - (month <= 2 ? 1 : 0);
  const unsigned era = shifted / 400;
  const unsigned year_of_era = shifted % 400;
  const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return static_cast<std::int64_t>(era) * 146'097 + static_cast<std::int64_t>(day_of_era) - 719'468 - 146'097;
}
static_assert(days_of(1970, 1, 1) == 0 && days_of(2000, 3, 1) == 11'017);
static_assert(days_of(2201, 1, 1) * day_ms == end_of_time_ms);

constexpr bool is_day(unsigned year, unsigned month, unsigned day) {
  constexpr unsigned char lengths[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= lengths[month] + (month == 2 && leap ? 1U : 0U);
}

constexpr bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

time_value in_range(std::int64_t time_ms) {
  return time_ms < 0 || time_ms >= end_of_time_ms ? out_of_range : time_value{time_status::ok, time_ms};
}

/** Reads from the front of a text; what is not there turns `good` off and reads as 0. */
class reader {
 public:
  explicit reader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return text_.empty(); }
  [[nodiscard]] char peek() const { return text_.empty() ? '\0' : text_.front(); }

  bool take(char c) {
    const bool there = peek() == c && !text_.empty();
    if (there) text_.remove_prefix(1);
    return there;
  }
  void need(char c) { good_ = take(c) && good_; }
  unsigned digits(std::size_t count) {
    unsigned value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(peek())) {
        good_ = false;
        return 0;
      }
      value = value * 10 + static_cast<unsigned>(peek() - '0');
      text_.remove_prefix(1);
    }
    return value;
  }
  /** Any number of digits after the point, as whole milliseconds. */
  unsigned fraction_ms() {
    if (!is_digit(peek())) good_ = false;
    unsigned value = 0;
    for (unsigned scale = 100; is_digit(peek()); scale /= 10) {
      value += scale * static_cast<unsigned>(peek() - '0');
      text_.remove_prefix(1);
    }
    return value;
  }
  /** Minutes east of UTC. */
  std::int64_t zone_minutes() {
    if (take('Z') || take('z') || at_end()) return 0;
    if (text_ == " UTC") {
      text_ = {};
      return 0;
    }
    const bool west = peek() == '-';
    if (!west && peek() != '+') good_ = false;
    text_.remove_prefix(1);
    const unsigned hours = digits(2);
    unsigned minutes = 0;
    if (!at_end()) {
      take(':');
      minutes = digits(2);
    }
    if (hours > 23 || minutes > 59) good_ = false;
    const auto offset = static_cast<std::int64_t>(hours * 60 + minutes);
    return west ? -offset : offset;
  }

 private:
  std::string_view text_;
  bool good_{true};
};

time_value parse_calendar_text(std::string_view text) {
  reader read(text);
  const unsigned year = read.digits(4);
  read.need('-');
  const unsigned month = read.digits(2);
  read.need('-');
  const unsigned day = read.digits(2);
  if (!read.good() || !is_day(year, month, day)) return unreadable;
  const std::int64_t midnight_ms = days_of(year, month, day) * day_ms;
  if (read.at_end()) return in_range(midnight_ms);

  if (!read.take('T') && !read.take('t')) read.need(' ');
  const unsigned hour = read.digits(2);
  read.need(':');
  const unsigned minute = read.digits(2);
  unsigned second = 0;
  unsigned millisecond = 0;
  if (read.take(':')) {
    second = read.digits(2);
    if (read.take('.') || read.take(',')) millisecond = read.fraction_ms();
  }
  const std::int64_t zone_minutes = read.zone_minutes();
  if (!read.good() || !read.at_end() || hour > 23 || minute > 59 || second > 60) return unreadable;
  const std::int64_t minutes = static_cast<std::int64_t>(hour * 60 + minute) - zone_minutes;
  return in_range(midnight_ms + minutes * minute_ms + static_cast<std::int64_t>(second * 1000 + millisecond));
}

/** Digits that are wrong, or bytes that differ from the letters of the shape, leave bits at 0x80. */
constexpr std::uint64_t misfit(std::uint64_t xored, std::uint64_t slack) {
  return ((xored + slack) | xored) & 0x8080'8080'8080'8080U;
}
constexpr std::uint64_t word(const char (&text)[9]) {
  std::uint64_t value = 0;
  for (int i = 7; i >= 0; --i) value = value << 8 | static_cast<unsigned char>(text[i]);
  return value;
}
/** What may be added to a byte before it reaches 0x80: 0x76 leaves digits 0..9, 0x7F only a match. */
constexpr std::uint64_t slack_of(const char (&shape)[9]) {
  std::uint64_t value = 0;
  for (int i = 7; i >= 0; --i) value = value << 8 | (shape[i] == '0' ? 0x76U : 0x7FU);
  return value;
}

/** YYYY-MM-DDTHH:MM:SS.sssZ, what JavaScript writes, eight bytes at a time. false: another shape. */
bool parse_javascript_text(const char* text, time_value& value, known_day& known) {
  // Named constants: a call that could be made at compile time is made at run time where size counts.
  constexpr std::uint64_t letters[] = {word("0000-00-"), word("00T00:00"), word(":00.000Z")};
  constexpr std::uint64_t slacks[] = {slack_of("0000-00-"), slack_of("00T00:00"), slack_of(":00.000Z")};
  const std::uint64_t a = simd::load_word(text) ^ letters[0];
  const std::uint64_t b = simd::load_word(text + 8) ^ letters[1];
  const std::uint64_t c = simd::load_word(text + 16) ^ letters[2];
  const std::uint64_t wrong = misfit(a, slacks[0]) | misfit(b, slacks[1]) | misfit(c, slacks[2]);
  if (wrong != 0) return false;
  // Byte i of the sum is ten times the digit there plus the digit behind it.
  const auto pairs = [](std::uint64_t digits) { return digits * 10 + (digits >> 8U); };
  const auto byte = [](std::uint64_t from, unsigned i) {
    return static_cast<unsigned>(from >> (8 * i) & 0xFFU);
  };
  const std::uint64_t clock = pairs(b);
  const std::uint64_t below_minutes = pairs(c);
  const unsigned hour = byte(clock, 3);
  const unsigned minute = byte(clock, 6);
  const unsigned second = byte(below_minutes, 1);
  const unsigned millisecond = byte(below_minutes, 4) * 10 + byte(c, 6);
  value = unreadable;
  if (hour > 23 || minute > 59 || second > 60) return true;
  const std::uint64_t tail = b & 0xFFFFU;  // the digits of the day of the month
  if (a != known.text || tail != known.tail) {
    const std::uint64_t date = pairs(a);
    const unsigned year = byte(date, 0) * 100 + byte(date, 2);
    const unsigned month = byte(date, 5);
    const unsigned day = byte(clock, 0);
    if (!is_day(year, month, day)) return true;
    known = {a, tail, days_of(year, month, day) * day_ms};
  }
  const unsigned ms_of_day = ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
  value = in_range(known.midnight_ms + static_cast<std::int64_t>(ms_of_day));
  return true;
}

}  // namespace

time_value parse_time_text(std::string_view text, known_day& day) {
  time_value value = unreadable;
  if (text.size() == 24 && parse_javascript_text(text.data(), value, day)) return value;
  bool digits = !text.empty();
  std::size_t points = 0;
  for (std::size_t i = text.size() > 1 && text[0] == '-' ? 1 : 0; i < text.size() && digits; ++i) {
    const bool inner_point =
        text[i] == '.' && points++ == 0 && i != 0 && i + 1 != text.size() && text[i - 1] != '-';
    digits = is_digit(text[i]) || inner_point;
  }
  return digits ? parse_time_number(text) : parse_calendar_text(text);
}

time_value parse_time_number(std::string_view json_number) {
  // The number as digits * 10^exponent, rounded down to 18 digits.
  const bool negative = !json_number.empty() && json_number.front() == '-';
  std::uint64_t digits = 0;
  std::int64_t exponent = 0;
  bool after_point = false;
  std::size_t i = negative ? 1 : 0;
  for (; i < json_number.size() && (is_digit(json_number[i]) || json_number[i] == '.'); ++i) {
    if (json_number[i] == '.') {
      after_point = true;
    } else if (digits < 100'000'000'000'000'000U) {
      digits = digits * 10 + static_cast<unsigned>(json_number[i] - '0');
      exponent -= after_point ? 1 : 0;
    } else {
      exponent += after_point ? 0 : 1;
    }
  }
  if (digits == 0) return {time_status::ok, 0};
  if (negative) return out_of_range;
  if (i < json_number.size()) {  // 'e'
    ++i;
    const bool shrinks = json_number[i] == '-';
    if (shrinks || json_number[i] == '+') ++i;
    std::int64_t power = 0;
    for (; i < json_number.size() && power < 1'000'000'000'000; ++i)
      power = power * 10 + (json_number[i] - '0');
    exponent += shrinks ? -power : power;
  }

  // digits < 10^18, so its magnitude is between 10^exponent and 10^(exponent + 18).
  if (exponent >= 17) return out_of_range;
  if (exponent < -21) return {time_status::ok, 0};
  const auto scaled = [](std::uint64_t value, std::int64_t power) {  // rounded down; saturates
    for (; power > 0 && value < 100'000'000'000'000'000U; --power) value *= 10;
    for (; power < 0; ++power) value /= 10;
    return value;
  };
  const std::uint64_t whole = scaled(digits, exponent);
  std::uint64_t time_ms = 0;
  if (whole < 100'000'000'000U) {
    time_ms = scaled(digits, exponent + 3);
  } else if (whole < 100'000'000'000'000U) {
    time_ms = whole;
  } else if (whole < 100'000'000'000'000'000U) {
    time_ms = whole / 1000;
  } else {
    return out_of_range;
  }
  return in_range(static_cast<std::int64_t>(time_ms));
}

}  // namespace payoff
