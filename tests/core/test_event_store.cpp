// SPDX-License-Identifier: Apache-2.0
/** @file test_event_store.cpp  Events as columns, grouped by person and ordered by time. */
#include "store/event_store.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>
#include <vector>

using namespace payoff;

namespace {

store_outcome put(event_store& to, std::int64_t time_ms, std::string_view name, std::string_view user,
                  std::string_view anonymous = "", std::string_view account = "",
                  const cell* properties = nullptr, const std::uint64_t* keys = nullptr) {
  event_row row;
  row.time_ms = time_ms;
  row.name = name;
  row.user = user;
  row.anonymous = anonymous;
  row.account = account;
  row.properties = properties;
  row.keys = keys;
  return to.add(row);
}

std::vector<std::int64_t> times_of(const event_store& in, person_id person) {
  std::vector<std::int64_t> out;
  const row_range rows = in.rows_of(person);
  for (row_id row = rows.begin; row < rows.end; ++row) out.push_back(in.time_ms(row));
  return out;
}

using times = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("rows stand together by person, each ascending in time, nobody first") {
  event_store store({}, {}, 1);
  REQUIRE(put(store, 30, "a", "u1") == store_outcome::ok);
  REQUIRE(put(store, 10, "a", "") == store_outcome::ok);
  REQUIRE(put(store, 20, "b", "u2") == store_outcome::ok);
  REQUIRE(put(store, 5, "b", "u1") == store_outcome::ok);
  REQUIRE(put(store, 7, "a", "", "anon") == store_outcome::ok);
  REQUIRE(store.group());
  CHECK(store.rows() == 5);
  CHECK(store.people() == 3);
  CHECK(times_of(store, nobody) == times{7, 10});
  CHECK(times_of(store, 1) == times{5, 30});
  CHECK(times_of(store, 2) == times{20});
  CHECK(store.names()[store.name(store.rows_of(1).begin)] == "b");
  CHECK(store.first_ms() == 5);
  CHECK(store.last_ms() == 30);
}

TEST_CASE("nobody's rows stand together by account, behind all people") {
  event_store store({}, {}, 1);
  REQUIRE(put(store, 30, "a", "", "", "acme") == store_outcome::ok);
  REQUIRE(put(store, 20, "a", "", "", "initech") == store_outcome::ok);
  REQUIRE(put(store, 10, "a", "", "anon", "acme") == store_outcome::ok);
  REQUIRE(put(store, 5, "a", "") == store_outcome::ok);
  REQUIRE(put(store, 1, "a", "u1", "", "acme") == store_outcome::ok);
  REQUIRE(store.group());
  CHECK(store.people() == 2);
  CHECK(store.groups() == 4);
  CHECK(times_of(store, nobody) == times{5});
  CHECK(times_of(store, 1) == times{1});
  CHECK(times_of(store, 2) == times{10, 30});
  CHECK(times_of(store, 3) == times{20});
  CHECK(store.person_of_group(1) == 1);
  CHECK(store.person_of_group(2) == nobody);
  CHECK(store.person_of_group(3) == nobody);
}

TEST_CASE("an account knows the groups that hold its rows, each once") {
  event_store store({}, {}, 1);
  const auto groups_of = [&](std::string_view account) {
    const auto groups = store.groups_of(store.accounts().find(account));
    return std::vector<std::uint32_t>(groups.begin(), groups.end());
  };
  using numbers = std::vector<std::uint32_t>;
  for (const std::int64_t time : {1, 2, 3}) {
    REQUIRE(put(store, time, "a", "u1", "", "acme") == store_outcome::ok);
    REQUIRE(put(store, time, "a", "u2", "", time == 2 ? "initech" : "acme") == store_outcome::ok);
    REQUIRE(put(store, time, "a", "u3") == store_outcome::ok);
  }
  REQUIRE(store.group());
  CHECK(groups_of("acme") == numbers{1, 2});
  CHECK(groups_of("initech") == numbers{2});
  REQUIRE(put(store, 9, "a", "", "", "initech") == store_outcome::ok);
  REQUIRE(put(store, 9, "a", "u3", "", "hooli") == store_outcome::ok);
  REQUIRE(store.group());
  CHECK(groups_of("acme") == numbers{1, 2});
  CHECK(groups_of("initech") == numbers{2, 5});
  CHECK(groups_of("hooli") == numbers{3});
}

TEST_CASE("a range of a person's rows includes its first instant and not its last") {
  event_store store({}, {}, 1);
  for (const std::int64_t time : {10, 20, 20, 30, 40})
    REQUIRE(put(store, time, "a", "u") == store_outcome::ok);
  REQUIRE(store.group());
  const auto size = [&](std::int64_t from, std::int64_t to) {
    const row_range rows = store.rows_of(1, from, to);
    return rows.end - rows.begin;
  };
  CHECK(size(0, 100) == 5);
  CHECK(size(10, 40) == 4);
  CHECK(size(20, 30) == 2);
  CHECK(size(20, 20) == 0);
  CHECK(size(21, 30) == 0);
  CHECK(size(40, 41) == 1);
  CHECK(size(41, 50) == 0);
  CHECK(size(0, 10) == 0);
}

TEST_CASE("properties and accounts follow their rows through sorting and growth") {
  event_store store({.properties = {"n", "t"}, .keys = {}, .user_attributes = {}, .account_attributes = {}},
                    {}, 1);
  constexpr int count = 70'000;  // several pages of each column (paged_column.h)
  for (int i = 0; i < count; ++i) {
    const int time = (i * 7919) % count;
    const cell cells[] = {cell::of_number(time), time % 2 == 0 ? cell() : cell::of_boolean(true)};
    REQUIRE(put(store, time, "e" + std::to_string(time % 10), "u" + std::to_string(time % 3), "",
                "a" + std::to_string(time % 7), cells) == store_outcome::ok);
    if (i == count / 2 || i == count - 100) REQUIRE(store.group());
  }
  REQUIRE(store.group());
  CHECK(store.property_index("n") == 0);
  CHECK(store.property_index("t") == 1);
  CHECK(store.property_index("x") == event_store::npos);
  CHECK(store.key_index("n") == event_store::npos);
  REQUIRE(store.rows() == count);
  for (person_id person = 0; person < store.people(); ++person) {
    std::int64_t before = -1;
    const row_range rows = store.rows_of(person);
    for (row_id row = rows.begin; row < rows.end; ++row) {
      const std::int64_t time = store.time_ms(row);
      REQUIRE(time > before);
      before = time;
      REQUIRE(store.users()[person - 1] == "u" + std::to_string(time % 3));
      REQUIRE(store.property(0, row).number() == static_cast<double>(time));
      REQUIRE(store.property(1, row).kind() == (time % 2 == 0 ? cell_kind::absent : cell_kind::boolean));
      REQUIRE(store.names()[store.name(row)] == "e" + std::to_string(time % 10));
      REQUIRE(store.accounts()[store.account(row)] == "a" + std::to_string(time % 7));
    }
  }
}

TEST_CASE("a range of a person's rows is found on whichever pages it begins and ends") {
  event_store store({}, {}, 1);
  constexpr std::int64_t count = 30'000;
  for (std::int64_t time = 0; time < count; ++time) {
    REQUIRE(put(store, time, "a", "u") == store_outcome::ok);
    REQUIRE(put(store, time, "a", "later") == store_outcome::ok);
  }
  REQUIRE(store.group());
  for (const std::int64_t from : {0, 1, 8'191, 8'192, 8'193, 20'000, 29'999}) {
    for (const std::int64_t to : {1, 8'191, 8'192, 16'384, 16'385, 30'000, 40'000}) {
      const row_range rows = store.rows_of(2, from, to);
      const std::int64_t last = std::min(to, count);
      CAPTURE(from, to);
      REQUIRE(rows.end - rows.begin == std::max<std::int64_t>(last - from, 0));
      if (from >= last) continue;
      CHECK(store.time_ms(rows.begin) == from);
      CHECK(store.time_ms(rows.end - 1) == last - 1);
    }
  }
}

TEST_CASE("the rows of a visitor fill pages, and move to the user with all that is in them") {
  event_store store({.properties = {"n"}, .keys = {"k"}, .user_attributes = {}, .account_attributes = {}}, {},
                    1);
  constexpr int count = 40'000;
  for (int i = 0; i < count; ++i) {
    const cell property = cell::of_number(i);
    const auto key = static_cast<std::uint64_t>(i) + 1;
    REQUIRE(put(store, i, i % 5 == 0 ? "a" : "b", "", i % 2 == 0 ? "x" : "y", "acme", &property, &key) ==
            store_outcome::ok);
    if (i == count - 10) REQUIRE(store.group());
  }
  REQUIRE(store.group());
  CHECK(store.rows_of(nobody).end == 0);
  CHECK(store.rows_of(1).end - store.rows_of(1).begin == count);  // nobody's of acme
  REQUIRE(store.add_identity("u", "x", 7) == store_outcome::ok);
  REQUIRE(store.group());
  const std::uint32_t users[] = {1, 2};  // u has the even ones, nobody's of acme are the odd ones
  for (const std::uint32_t group : users) {
    const row_range rows = store.rows_of(group);
    REQUIRE(rows.end - rows.begin == count / 2);
    for (row_id row = rows.begin; row < rows.end; ++row) {
      const int i = 2 * static_cast<int>(row - rows.begin) + (group == 1 ? 0 : 1);
      REQUIRE(store.time_ms(row) == i);
      REQUIRE(store.names()[store.name(row)] == (i % 5 == 0 ? "a" : "b"));
      REQUIRE(store.property(0, row).number() == i);
      REQUIRE(store.key(0, row) == static_cast<std::uint64_t>(i) + 1);
      REQUIRE(store.accounts()[store.account(row)] == "acme");
    }
  }
}

TEST_CASE("an anonymous id's rows move to its user at the next grouping") {
  event_store store({}, {}, 1);
  REQUIRE(put(store, 10, "a", "", "x") == store_outcome::ok);
  REQUIRE(put(store, 20, "a", "u1") == store_outcome::ok);
  REQUIRE(store.group());
  CHECK(times_of(store, nobody) == times{10});
  REQUIRE(store.add_identity("u1", "x", 50) == store_outcome::ok);
  REQUIRE(store.group());
  CHECK(times_of(store, nobody).empty());
  CHECK(times_of(store, 1) == times{10, 20});
  REQUIRE(store.add_identity("u2", "x", 40) == store_outcome::ok);
  REQUIRE(store.group());
  CHECK(times_of(store, 1) == times{20});
  CHECK(times_of(store, 2) == times{10});
  REQUIRE(store.add_identity("u1", "", 1) == store_outcome::ok);
  REQUIRE(store.add_identity("", "x", 1) == store_outcome::ok);
  REQUIRE(store.group());
  CHECK(times_of(store, 2) == times{10});
}

TEST_CASE("the first user of all takes along what they did in an account as a visitor") {
  event_store store({}, {}, 1);
  REQUIRE(put(store, 10, "a", "", "x", "acme") == store_outcome::ok);
  REQUIRE(store.group());
  CHECK(times_of(store, 1) == times{10});  // nobody's of acme has the number that the user will have
  REQUIRE(store.add_identity("u1", "x", 20) == store_outcome::ok);
  REQUIRE(store.group());
  CHECK(times_of(store, 1) == times{10});
  CHECK(times_of(store, 2).empty());
}

TEST_CASE("a row beyond a limit is refused, and those before it stay") {
  event_store store({}, {.max_rows = 2, .max_names = 1}, 1);
  CHECK(put(store, 1, "a", "u") == store_outcome::ok);
  CHECK(put(store, 2, "b", "u") == store_outcome::too_many_names);
  CHECK(put(store, 3, "a", "u") == store_outcome::ok);
  CHECK(put(store, 4, "a", "u") == store_outcome::too_many_rows);
  CHECK(store.error_of(store_outcome::too_many_rows).code == error_code::limit_exceeded);
  REQUIRE(store.group());
  CHECK(times_of(store, 1) == times{1, 3});
}

TEST_CASE("accepted rows at or after an instant are counted, those that are no events too") {
  event_store store({}, {}, 1);
  for (const std::int64_t time : {10, 20, 30}) REQUIRE(put(store, time, "a", "u") == store_outcome::ok);
  REQUIRE(store.add_other(20) == store_outcome::ok);
  REQUIRE(store.group());
  CHECK(store.accepted_rows() == 4);
  CHECK(store.accepted_rows_from(0) == 4);
  CHECK(store.accepted_rows_from(20) == 3);
  CHECK(store.accepted_rows_from(21) == 1);
  CHECK(store.accepted_rows_from(31) == 0);
  CHECK(store.rows() == 3);
}

namespace {

struct told {
  std::int64_t time_ms;
  std::string name, user, anonymous, account;
};

/** Rows of few users, visitors and accounts; a visitor that is named beside a user belongs to them. */
std::vector<told> random_rows(std::mt19937& random, int count) {
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const auto maybe = [&](const char* kind, int of) {
    const int number = pick(of + 1);
    return number == of ? std::string() : kind + std::to_string(number);
  };
  std::vector<told> out;
  for (int i = 0; i < count; ++i)
    out.push_back({pick(50), "e" + std::to_string(pick(3)), maybe("u", 5), maybe("x", 4), maybe("a", 3)});
  return out;
}

/** A store in words that do not depend on the order of arrival: each group's rows, sorted, and each account's
 * groups. */
std::vector<std::string> described(const event_store& in) {
  const auto group_name = [&](std::uint32_t group) {
    if (group == nobody) return std::string("nobody");
    if (group < in.people()) return std::string(in.users()[group - 1]);
    return "nobody of " + std::string(in.accounts()[group - in.people()]);
  };
  std::vector<std::string> out;
  for (std::uint32_t group = 0; group < in.groups(); ++group) {
    const row_range rows = in.rows_of(group);
    for (row_id row = rows.begin; row < rows.end; ++row) {
      REQUIRE((row == rows.begin || in.time_ms(row - 1) <= in.time_ms(row)));
      REQUIRE(in.person(row) == in.person_of_group(group));
      const bool has_account = in.account(row) != dictionary::none;
      out.push_back(group_name(group) + " " + std::to_string(in.time_ms(row)) + " " +
                    std::string(in.names()[in.name(row)]) + " " +
                    (has_account ? std::string(in.accounts()[in.account(row)]) : "-") + " " +
                    std::to_string(in.property(0, row).number()) + " " + std::to_string(in.key(0, row)));
    }
  }
  for (std::uint32_t account = 0; account < in.accounts().size(); ++account) {
    std::uint32_t before = 0;
    for (const std::uint32_t group : in.groups_of(account)) {
      REQUIRE((before == 0 || before < group));
      before = group;
      out.push_back(std::string(in.accounts()[account]) + " holds " + group_name(group));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

event_store& fill(event_store& to, const std::vector<told>& rows, std::size_t group_every) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& [time_ms, name, user, anonymous, account] = rows[i];
    const cell property = cell::of_number(static_cast<double>(time_ms) + 0.5);
    const auto key = static_cast<std::uint64_t>(time_ms * 7);
    REQUIRE(put(to, time_ms, name, user, anonymous, account, &property, &key) == store_outcome::ok);
    if ((i + 1) % group_every == 0) REQUIRE(to.group());
  }
  REQUIRE(to.group());
  return to;
}

const store_columns one_of_each{
    .properties = {"p"}, .keys = {"k"}, .user_attributes = {}, .account_attributes = {}};

}  // namespace

TEST_CASE("rows grouped a few at a time stand as if they had been grouped at once") {
  std::mt19937 random(20261122);
  for (int round = 0; round < 60; ++round) {
    const auto rows = random_rows(random, 120);
    event_store at_once(one_of_each, {}, 1);
    const auto expected = described(fill(at_once, rows, 1000));
    for (const std::size_t group_every : {std::size_t{1}, std::size_t{7}, std::size_t{50}}) {
      event_store by_parts(one_of_each, {}, 1);
      INFO(round << ", every " << group_every);
      REQUIRE(described(fill(by_parts, rows, group_every)) == expected);
    }
  }
}
