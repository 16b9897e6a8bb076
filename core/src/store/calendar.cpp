// SPDX-License-Identifier: Apache-2.0
/** @file calendar.cpp  See calendar.h. */
#include "store/calendar.h"

#include <algorithm>

namespace payoff {
namespace {

/** Months from year 0 to the day's month. */
std::int64_t month_index(std::int64_t day_number) {
  const civil_date date = civil_from_days(day_number);
  return date.year * 12 + date.month - 1;
}

std::int64_t first_day_of_month(std::int64_t index) {
  const std::int64_t year = floor_div(index, 12);
  return days_from_civil({year, static_cast<std::int32_t>(index - year * 12 + 1), 1});
}

/** Months in a period that is made of months. */
std::int64_t months_of(grain period) { return period == grain::year ? 12 : period == grain::quarter ? 3 : 1; }

/** What a clock without daylight saving showed when the period began: midnight, if it began with a day. */
std::int64_t nominal_local_ms(const zone& place, std::int64_t from_ms) {
  return is_day_start(place, from_ms) ? place.day_number(from_ms) * day_ms : place.local_ms(from_ms);
}

/** True for the first instant of a month, also where the month's first day was skipped. */
bool is_month_start(const zone& place, std::int64_t at_ms) {
  return day_start(place, first_day_of_month(month_index(place.day_number(at_ms)))) == at_ms;
}

/** The period that holds an instant, whole. */
time_range hour_around(const zone& place, std::int64_t at_ms, zone_cursor& cursor) {
  const std::int64_t local = place.local_ms(at_ms, cursor);
  const std::int64_t offset_ms = local - at_ms;
  const std::int64_t start_ms = floor_div(local, hour_ms) * hour_ms - offset_ms;
  return {std::max(start_ms, place.last_change_ms(at_ms, cursor)),
          std::min(start_ms + hour_ms, place.next_change_ms(at_ms, cursor))};
}

tl::unexpected<error> too_many_buckets(grain period) {
  return fail(error_code::limit_exceeded, "/grain",
              "the range holds more than " + std::to_string(bucket_limit) + " buckets of one " +
                  std::string(grain_name(period)) + "; take a shorter range or a longer grain");
}

}  // namespace

std::optional<grain> parse_grain(std::string_view name) {
  for (std::size_t i = 0; i < grain_names.size(); ++i) {
    if (grain_names[i] == name) return static_cast<grain>(i);
  }
  return std::nullopt;
}

std::optional<weekday> parse_weekday(std::string_view name) {
  for (std::size_t i = 0; i < weekday_names.size(); ++i) {
    if (weekday_names[i] == name) return static_cast<weekday>(i);
  }
  return std::nullopt;
}

// The two conversions are Howard Hinnant's, "chrono-Compatible Low-Level Date Algorithms"
// (howardhinnant.github.io/date_algorithms.html, public domain): years are taken from March, so that the
// leap day is a year's last, in eras of 400 years or 146,097 days; 719,468 days lie between 0000-03-01 and
// 1970.

std::int64_t days_from_civil(const civil_date& date) {
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_div(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * ((date.month + 9) % 12) + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

civil_date civil_from_days(std::int64_t day_number) {
  const std::int64_t shifted = day_number + 719'468;
  const std::int64_t era = floor_div(shifted, 146'097);
  const std::int64_t day_of_era = shifted - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const auto day = static_cast<std::int32_t>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  const auto month =
      static_cast<std::int32_t>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

std::int32_t days_in_month(std::int64_t year, std::int32_t month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool is_date(const civil_date& date) {
  return date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= days_in_month(date.year, date.month);
}

weekday weekday_of(std::int64_t day_number) {
  const std::int64_t from_monday = day_number + 3;  // 1970-01-01 was a Thursday
  return static_cast<weekday>(from_monday - floor_div(from_monday, 7) * 7);
}

std::int64_t period_start_day(std::int64_t day_number, grain period, weekday week_start) {
  switch (period) {
    case grain::hour:
    case grain::day:
      return day_number;
    case grain::week:
      return day_number - (static_cast<int>(weekday_of(day_number)) - static_cast<int>(week_start) + 7) % 7;
    case grain::month:
    case grain::quarter:
    case grain::year:
      break;
  }
  const std::int64_t months = months_of(period);
  return first_day_of_month(floor_div(month_index(day_number), months) * months);
}

std::int64_t period_add(std::int64_t start_day, grain period, std::int64_t count) {
  switch (period) {
    case grain::hour:
    case grain::day:
      return start_day + count;
    case grain::week:
      return start_day + 7 * count;
    case grain::month:
    case grain::quarter:
    case grain::year:
      break;
  }
  return first_day_of_month(month_index(start_day) + months_of(period) * count);
}

std::int32_t days_in_period(std::int64_t day_number, grain period) {
  const std::int64_t start_day = period_start_day(day_number, period, weekday::monday);
  return static_cast<std::int32_t>(period_add(start_day, period, 1) - start_day);
}

std::int64_t day_start(const zone& place, std::int64_t day_number) {
  return place.instant_ms(day_number * day_ms);
}

bool is_day_start(const zone& place, std::int64_t at_ms) {
  return day_start(place, place.day_number(at_ms)) == at_ms;
}

std::int64_t days_between(const zone& place, std::int64_t from_ms, std::int64_t to_ms) {
  return place.day_number(to_ms) - place.day_number(from_ms);
}

result<std::vector<bucket>> buckets(const zone& place, grain period, weekday week_start, std::int64_t from_ms,
                                    std::int64_t to_ms) {
  std::vector<bucket> out;
  zone_cursor cursor;
  std::int64_t first_day = period_start_day(place.day_number(from_ms), period, week_start);
  for (std::int64_t at_ms = from_ms; at_ms < to_ms;) {
    time_range full;
    if (period == grain::hour) {
      full = hour_around(place, at_ms, cursor);
    } else {
      const std::int64_t next_first_day = period_add(first_day, period, 1);
      full = {day_start(place, first_day), day_start(place, next_first_day)};
      first_day = next_first_day;
      if (full.to_ms <= at_ms) continue;  // every day of it was skipped
    }
    if (out.size() == bucket_limit) return too_many_buckets(period);
    const std::int64_t end_ms = std::min(full.to_ms, to_ms);
    out.push_back({at_ms, end_ms, full.from_ms, full.to_ms});
    at_ms = end_ms;
  }
  return out;
}

time_range previous_period(const zone& place, std::int64_t from_ms, std::int64_t to_ms) {
  if (from_ms >= to_ms) return {from_ms, from_ms};
  const std::int64_t from_day = place.day_number(from_ms);
  const std::int64_t to_day = place.day_number(to_ms);
  if (is_month_start(place, from_ms) && is_month_start(place, to_ms)) {
    const std::int64_t from_month = month_index(from_day);
    return {day_start(place, first_day_of_month(2 * from_month - month_index(to_day))), from_ms};
  }
  if (is_day_start(place, from_ms) && is_day_start(place, to_ms)) {
    std::int64_t previous_day = 2 * from_day - to_day;
    while (day_start(place, previous_day) == from_ms) --previous_day;  // the day before was skipped
    return {day_start(place, previous_day), from_ms};
  }
  const std::int64_t elapsed_ms = to_ms - from_ms;
  if (elapsed_ms < day_ms) return {from_ms - elapsed_ms, from_ms};
  const std::int64_t shown_ms = place.local_ms(to_ms) - place.local_ms(from_ms);
  const std::int64_t previous_ms = place.instant_ms(place.local_ms(from_ms) - shown_ms);
  // A clock moved by a whole day can make either length nothing.
  return {previous_ms < from_ms ? previous_ms : from_ms - elapsed_ms, from_ms};
}

std::int64_t elapsed_cut(const zone& place, std::int64_t from_ms, std::int64_t as_of_ms,
                         std::int64_t previous_from_ms, std::int64_t previous_to_ms) {
  std::int64_t cut_ms = 0;
  if (as_of_ms - from_ms < day_ms && !is_day_start(place, from_ms)) {
    cut_ms = previous_from_ms + (as_of_ms - from_ms);
  } else {
    const std::int64_t shown_ms = place.local_ms(as_of_ms) - nominal_local_ms(place, from_ms);
    cut_ms = place.instant_ms(nominal_local_ms(place, previous_from_ms) + shown_ms);
  }
  return std::max(previous_from_ms, std::min(cut_ms, previous_to_ms));
}

}  // namespace payoff
