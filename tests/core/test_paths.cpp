// SPDX-License-Identifier: Apache-2.0
/** @file test_paths.cpp  What people do next, or did before. */
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

std::string question(const std::string& fields) {
  return R"({"ask":"paths","from":"2026-03-01","to":"2026-04-01","as_of":"2026-05-01",)" + fields + "}";
}

/** A visit: one event a minute from that hour of March 2. */
void visit(std::vector<std::string>& rows, const std::string& user, int hour, const std::string& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string time = "2026-03-02T" + std::string(hour < 10 ? "0" : "") + std::to_string(hour) + ":0" +
                             std::to_string(i) + ":00Z";
    rows.push_back(track(std::string(1, names[i]), user, time));
  }
}

/** u1 twice and u2 once: home, then search, then buy, and other ways. */
std::vector<std::string> visits() {
  std::vector<std::string> rows;
  visit(rows, "u1", 8, "xhsb");
  visit(rows, "u1", 12, "hsh");
  visit(rows, "u2", 8, "hpb");
  visit(rows, "u3", 8, "h");
  visit(rows, "u4", 8, "sb");
  visit(rows, "", 9, "hsb");
  return rows;
}

/** Nodes as "id event count people share ends". */
std::vector<std::string> nodes(const value& got) {
  std::vector<std::string> out;
  if (got.contains("error")) return {got["error"].dump()};
  for (const value& one : got["nodes"]) {
    out.push_back(one["id"].get<std::string>() + " " +
                  (one["event"].is_null() ? "-" : one["event"].get<std::string>()) + " " +
                  one["count"].dump() + " " + one["people"].dump() + " " + one["share"].dump() + " " +
                  one["ends"].dump());
  }
  return out;
}
/** Edges as "from to count people share". */
std::vector<std::string> edges(const value& got) {
  std::vector<std::string> out;
  for (const value& one : got["edges"]) {
    out.push_back(one["from"].get<std::string>() + " " + one["to"].get<std::string>() + " " +
                  one["count"].dump() + " " + one["people"].dump() + " " + one["share"].dump());
  }
  return out;
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("paths after an event: the whole answer") {
  const value got = ask("", visits(), question(R"("after":"h","steps":2)"));
  value expected =
      read(R"({"ask":"paths","range":{"from":"2026-03-01","to":"2026-04-01","zone":"UTC","grain":"day",
    "week_start":"monday","as_of":"2026-05-01T00:00:00Z"},"direction":"after","paths":4,"people":3,"nodes":[
    {"id":"0:0","step":0,"event":"h","count":4,"people":3,"share":1,"ends":1},
    {"id":"1:0","step":1,"event":"s","count":2,"people":1,"share":0.5,"ends":0},
    {"id":"1:1","step":1,"event":"p","count":1,"people":1,"share":0.25,"ends":0},
    {"id":"2:0","step":2,"event":"b","count":2,"people":2,"share":0.5,"ends":null},
    {"id":"2:1","step":2,"event":"h","count":1,"people":1,"share":0.25,"ends":null}],"edges":[
    {"from":"0:0","to":"1:0","count":2,"people":1,"share":0.5},
    {"from":"0:0","to":"1:1","count":1,"people":1,"share":0.25},
    {"from":"1:0","to":"2:0","count":1,"people":1,"share":0.5},
    {"from":"1:0","to":"2:1","count":1,"people":1,"share":0.5},
    {"from":"1:1","to":"2:0","count":1,"people":1,"share":1}],"notes":[]})");
  expected["quality"] = at(got, "/quality");
  CHECK(got == expected);
}

TEST_CASE("paths before an event go back from the last one of the session") {
  const value got = ask("", visits(), question(R"("before":["b","h"],"steps":2)"));
  CHECK(at(got, "/direction") == "before");
  CHECK(at(got, "/nodes/2/step") == -1);
  // Matches: b of u1, h of u1 at noon (the last one), b of u2, h of u3, b of u4.
  CHECK(nodes(got) == texts{"0:0 b 3 3 0.6 0", "0:1 h 2 2 0.4 1", "-1:0 s 3 2 0.6 1", "-1:1 p 1 1 0.2 0",
                            "-2:0 h 3 2 0.6 null"});
  CHECK(edges(got) == texts{"-1:0 0:0 2 2 0.6666666666666666", "-1:1 0:0 1 1 0.3333333333333333",
                            "-1:0 0:1 1 1 0.5", "-2:0 -1:0 2 1 0.6666666666666666", "-2:0 -1:1 1 1 1.0"});
}

TEST_CASE("beyond the most frequent names the rest of a step is one node") {
  std::vector<std::string> rows;
  visit(rows, "u1", 8, "hc");
  visit(rows, "u2", 8, "hb");
  visit(rows, "u3", 8, "ha");
  visit(rows, "u4", 8, "hz");
  visit(rows, "u5", 8, "hz");
  const value got = ask("", rows, question(R"("after":"h","steps":1,"top":2)"));
  // Of a, b and c, once each, the first name is shown.
  CHECK(nodes(got) ==
        texts{"0:0 h 5 5 1.0 0", "1:0 z 2 2 0.4 null", "1:1 a 1 1 0.2 null", "1:rest - 2 2 0.4 null"});
  CHECK(at(got, "/nodes/3/events") == 2);
  CHECK(at(got, "/nodes/2/events") == "absent");
  CHECK(edges(got) == texts{"0:0 1:0 2 2 0.4", "0:0 1:rest 2 2 0.4", "0:0 1:1 1 1 0.2"});
}

TEST_CASE("a session ends with a gap, and inside the range") {
  const std::vector<std::string> rows{
      track("h", "u1", "2026-03-02T10:00:00Z"), track("a", "u1", "2026-03-02T10:30:00Z"),
      track("b", "u1", "2026-03-02T11:00:00.001Z"), track("h", "u2", "2026-03-31T23:59:59Z"),
      track("a", "u2", "2026-04-01T00:00:00Z")};
  CHECK(nodes(ask("", rows, question(R"("after":"h")"))) == texts{"0:0 h 2 2 1.0 1", "1:0 a 1 1 0.5 1"});
  CHECK(nodes(ask("", rows, question(R"("after":"h","session_gap_minutes":29)"))) ==
        texts{"0:0 h 2 2 1.0 2"});
  CHECK(nodes(ask("", rows, question(R"("after":"h","session_gap_minutes":31)"))).size() == 3);
  const std::string book = R"({"payoff":1,"version":"1","time":{"session_gap_minutes":29}})";
  CHECK(nodes(ask(book, rows, question(R"("after":"h")"))) == texts{"0:0 h 2 2 1.0 2"});
}

TEST_CASE("only chosen events are steps, but all hold a session together, and a repeat is a step") {
  const std::vector<std::string> rows{
      track("h", "u1", "2026-03-02T10:00:00Z"), track("noise", "u1", "2026-03-02T10:20:00Z"),
      track("a", "u1", "2026-03-02T10:40:00Z"), track("a", "u1", "2026-03-02T10:41:00Z")};
  CHECK(nodes(ask("", rows, question(R"("after":"h","of":["*",{"not":["noise","h"]}])"))) ==
        texts{"0:0 h 1 1 1.0 0", "1:0 a 1 1 1.0 0", "2:0 a 1 1 1.0 1"});
}

TEST_CASE("of events at one instant the match goes first, or last on the way back, the others by name") {
  const std::vector<std::string> rows{track("z", "u1", "2026-03-02T10:00:00Z"),
                                      track("a", "u1", "2026-03-02T10:00:00Z"),
                                      track("m", "u1", "2026-03-02T10:00:00Z")};
  CHECK(nodes(ask("", rows, question(R"("after":"m")"))) ==
        texts{"0:0 m 1 1 1.0 0", "1:0 a 1 1 1.0 0", "2:0 z 1 1 1.0 1"});
  CHECK(nodes(ask("", rows, question(R"("before":"m")"))) ==
        texts{"0:0 m 1 1 1.0 0", "-1:0 a 1 1 1.0 0", "-2:0 z 1 1 1.0 1"});
}

TEST_CASE("no paths, one account's paths, and wrong fields") {
  const value got = ask("", {}, question(R"("after":"h")"));
  CHECK(at(got, "/paths") == 0);
  CHECK(at(got, "/nodes") == value::array());
  CHECK(at(got, "/edges") == value::array());
  const std::vector<std::string> teams{track("h", "u1", "2026-03-02T10:00:00Z", in_account("x")),
                                       track("a", "u1", "2026-03-02T10:01:00Z", in_account("y")),
                                       track("b", "u1", "2026-03-02T10:02:00Z", in_account("x"))};
  CHECK(nodes(ask("", teams, question(R"("after":"h","account":"x")"))) ==
        texts{"0:0 h 1 1 1.0 0", "1:0 b 1 1 1.0 1"});
  const auto path = [](const std::string& fields) {
    return at(ask("", {}, question(fields)), "/error/path");
  };
  CHECK(path(R"("steps":2)") == "/after");
  CHECK(path(R"("after":"h","before":"b")") == "/before");
  CHECK(path(R"("before":"@valeu")") == "/before");
  CHECK(path(R"("after":"h","of":"@valeu")") == "/of");
  CHECK(path(R"("after":"h","steps":21)") == "/steps");
  CHECK(path(R"("after":"h","top":0)") == "/top");
  CHECK(path(R"("after":"h","session_gap_minutes":0)") == "/session_gap_minutes");
  CHECK(path(R"("aftr":"h")") == "/aftr");
  CHECK(at(ask("", {}, question(R"("steps":2)")), "/error/code") == "missing_field");
}

TEST_CASE("paths agree with a slow reckoning on random stores") {
  std::mt19937 random(59);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 25; ++round) {
    std::vector<random_event> events;
    for (int i = round == 0 ? 0 : 60; i > 0; --i)
      events.push_back({1771545600000 + pick(200) * 600'000LL, pick(6), pick(4) - 1, -1});
    std::vector<std::string> rows = rows_of(events);
    std::shuffle(rows.begin(), rows.end(), random);
    const engine core = loaded("", rows);
    for (int i = 0; i < 4; ++i) {
      const bool is_before = pick(2) == 0;
      const std::size_t steps = 1 + random() % 4;
      const std::size_t top = 1 + random() % 3;
      const long long gap_ms = (5 + pick(40)) * 60'000LL;
      // Matches are e0 and e1, steps e1 to e4.
      const std::string text =
          R"({"ask":"paths","from":"2026-02-20","to":"2026-02-21","as_of":"2026-03-01","of":["e1","e2","e3","e4"],)" +
          std::string(is_before ? R"("before")" : R"("after")") + R"(:["e0","e1"],"steps":)" +
          std::to_string(steps) + R"(,"top":)" + std::to_string(top) + R"(,"session_gap_minutes":)" +
          std::to_string(gap_ms / 60'000) + "}";
      CAPTURE(round, text);
      struct path {
        int user;
        std::vector<int> names;
      };
      std::vector<path> paths;
      for (int user = 0; user < 3; ++user) {
        std::vector<std::vector<random_event>> sessions;
        std::vector<random_event> theirs;
        for (const random_event& e : events) {
          if (e.user == user && e.time_ms < 1771545600000 + 86'400'000) theirs.push_back(e);
        }
        std::stable_sort(theirs.begin(), theirs.end(),
                         [](const auto& a, const auto& b) { return a.time_ms < b.time_ms; });
        for (const random_event& e : theirs) {
          if (sessions.empty() || e.time_ms - sessions.back().back().time_ms > gap_ms)
            sessions.emplace_back();
          sessions.back().push_back(e);
        }
        for (auto& session : sessions) {
          // As walked: time runs backwards for what came before.
          std::sort(session.begin(), session.end(), [&](const random_event& a, const random_event& b) {
            const long long sign = is_before ? -1 : 1;
            return std::tuple(sign * a.time_ms, a.name > 1, a.name) <
                   std::tuple(sign * b.time_ms, b.name > 1, b.name);
          });
          path found{user, {}};
          for (const random_event& e : session) {
            if (found.names.empty() ? e.name <= 1 : e.name <= 4 && found.names.size() <= steps)
              found.names.push_back(e.name);
          }
          if (!found.names.empty()) paths.push_back(found);
        }
      }
      // A name's place at each step, by count and then by name.
      std::vector<std::map<int, std::string>> place(steps + 1);
      texts expected_nodes;
      const auto number = [](double part, double whole) { return value(part / whole).dump(); };
      for (std::size_t step = 0; step <= steps; ++step) {
        std::map<int, int> count;
        for (const path& one : paths) {
          if (step < one.names.size()) ++count[one.names[step]];
        }
        std::vector<std::pair<int, int>> order;
        for (const auto& [name, times] : count) order.emplace_back(-times, name);
        std::sort(order.begin(), order.end());
        for (std::size_t k = 0; k < order.size(); ++k) {
          place[step][order[k].second] = (is_before && step > 0 ? "-" : "") + std::to_string(step) + ":" +
                                         (k < top ? std::to_string(k) : "rest");
        }
        for (std::size_t k = 0; k < std::min(order.size(), top + 1); ++k) {
          const std::string id = place[step][order[k].second];
          std::set<int> people;
          int times = 0;
          int ends = 0;
          for (const path& one : paths) {
            if (step >= one.names.size() || place[step][one.names[step]] != id) continue;
            people.insert(one.user);
            ++times;
            ends += one.names.size() == step + 1;
          }
          expected_nodes.push_back(id + " " + (k < top ? "e" + std::to_string(order[k].second) : "-") + " " +
                                   std::to_string(times) + " " + std::to_string(people.size()) + " " +
                                   number(times, double(paths.size())) + " " +
                                   (step == steps ? "null" : std::to_string(ends)));
        }
      }
      const value got = ask(core, text);
      REQUIRE(at(got, "/paths") == paths.size());
      REQUIRE(nodes(got) == expected_nodes);
      texts expected_edges;
      for (std::size_t step = 0; step < steps; ++step) {
        std::map<std::pair<std::string, std::string>, std::pair<int, std::set<int>>> found;
        std::map<std::string, int> near_count;
        for (const path& one : paths) {
          if (step < one.names.size()) ++near_count[place[step][one.names[step]]];
          if (step + 1 >= one.names.size()) continue;
          auto& edge = found[{place[step][one.names[step]], place[step + 1][one.names[step + 1]]}];
          ++edge.first;
          edge.second.insert(one.user);
        }
        // Ids of one step sort as their ranks do, and "rest" behind them.
        std::vector<std::pair<int, std::pair<std::string, std::string>>> order;
        for (const auto& [ids, edge] : found) order.emplace_back(-edge.first, ids);
        std::sort(order.begin(), order.end());
        for (const auto& [times, ids] : order) {
          const auto& [from, to] = is_before ? std::pair(ids.second, ids.first) : ids;
          expected_edges.push_back(from + " " + to + " " + std::to_string(-times) + " " +
                                   std::to_string(found[ids].second.size()) + " " +
                                   number(-times, near_count[ids.first]));
        }
      }
      REQUIRE(edges(got) == expected_edges);
    }
  }
}
