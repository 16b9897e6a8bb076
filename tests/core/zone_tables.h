// SPDX-License-Identifier: Apache-2.0
/** @file zone_tables.h  Offset changes of real places, as `zdump -v` (tzdata 2025b) and Python's zoneinfo
 * list them. */
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "store/zone.h"

namespace payoff::testing {

/** The zone, or UTC under the name "broken table", which no test expects. */
inline zone zone_of(std::string name, std::vector<zone_change> changes) {
  return zone::make(std::move(name), std::move(changes)).value_or(zone::make("broken table", {}).value());
}

/** 2026-03-29 02:00 to 03:00, 2026-10-25 03:00 to 02:00; 2027-03-28, 2027-10-31. */
inline zone berlin() {
  return zone_of("Europe/Berlin", {{1767225600000, 3600},
                                   {1774746000000, 7200},
                                   {1792890000000, 3600},
                                   {1806195600000, 7200},
                                   {1824944400000, 3600}});
}

/** 2026-03-08 02:00 to 03:00, 2026-11-01 02:00 to 01:00. */
inline zone new_york() {
  return zone_of("America/New_York",
                 {{1767225600000, -18000}, {1772953200000, -14400}, {1793512800000, -18000}});
}

/** Half an hour: 2026-04-05 02:00 to 01:30, 2026-10-04 02:00 to 02:30. */
inline zone lord_howe() {
  return zone_of("Australia/Lord_Howe",
                 {{1767225600000, 39600}, {1775314800000, 37800}, {1791041400000, 39600}});
}

/** A quarter of an hour, once: 1986-01-01 00:00 to 00:15; +05:45 since. */
inline zone kathmandu() { return zone_of("Asia/Kathmandu", {{473385600000, 19800}, {504901800000, 20700}}); }

/** Over the date line: after 2011-12-29 24:00 came 2011-12-31 00:00. */
inline zone apia() {
  return zone_of("Pacific/Apia", {{1293840000000, -36000},
                                  {1301752800000, -39600},
                                  {1316872800000, -36000},
                                  {1325239200000, 50400},
                                  {1333202400000, 46800}});
}

/** At midnight: 2018-02-18 00:00 to 02-17 23:00, 2018-11-04 00:00 to 01:00. */
inline zone sao_paulo() {
  return zone_of("America/Sao_Paulo",
                 {{1514764800000, -7200}, {1518919200000, -10800}, {1541300400000, -7200}});
}

/** 2010-04-30 00:00 to 01:00; back for Ramadan 08-11 00:00 to 23:00; 09-10 00:00 to 01:00; 10-01 00:00 to
 * 23:00. */
inline zone cairo() {
  return zone_of("Africa/Cairo", {{1262304000000, 7200},
                                  {1272578400000, 10800},
                                  {1281474000000, 7200},
                                  {1284069600000, 10800},
                                  {1285880400000, 7200}});
}

/** 2023-03-26 00:00 to 01:00, 2023-10-29 00:00 to 23:00. */
inline zone beirut() {
  return zone_of("Asia/Beirut", {{1672531200000, 7200}, {1679781600000, 10800}, {1698526800000, 7200}});
}

/** One minute after midnight: 2008-03-09 00:01 to 01:01, 2008-11-02 00:01 to 11-01 23:01. */
inline zone st_johns() {
  return zone_of("America/St_Johns",
                 {{1199145600000, -12600}, {1205033460000, -9000}, {1225593060000, -12600}});
}

/** Seconds: 44 min 30 s behind until 1972-01-07 00:00, which became 00:44:30. */
inline zone monrovia() { return zone_of("Africa/Monrovia", {{31536000000, -2670}, {63593070000, 0}}); }

}  // namespace payoff::testing
