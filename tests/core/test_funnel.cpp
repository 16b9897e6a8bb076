// SPDX-License-Identifier: Apache-2.0
/** @file test_funnel.cpp  How far people get through the steps, by hand. The slow twin is
 * test_funnel_search.cpp. */
#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

std::string question(const std::string& fields) {
  return R"({"ask":"funnel","from":"2026-03-01","to":"2026-04-01","as_of":"2026-05-01",)" + fields + "}";
}

/** Events of one person, "a 10:00:00 b 10:05:00": a name and a time on March 2. */
std::vector<std::string> story(const std::string& text, const std::string& user = "u1") {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t space = text.find(' ', i);
    const std::string time = text.substr(space + 1, 8);
    out.push_back(track(text.substr(i, space - i), user, "2026-03-02T" + time + "Z"));
    i = space + 10;
  }
  return out;
}

/** How many took each step. */
value counts(const std::vector<std::string>& rows, const std::string& fields) {
  const value got = ask("", rows, question(fields));
  if (got.contains("error")) return got["error"];
  value out = value::array();
  for (const value& one : got["steps"]) out.push_back(one["count"]);
  return out;
}
/** The mean seconds from step to step of a story of one person. */
value seconds(const std::string& text, const std::string& fields) {
  const value got = ask("", story(text), question(fields));
  value out = value::array();
  for (std::size_t k = 1; k < got["steps"].size(); ++k) {
    const value& time = got["steps"][k]["seconds_from_previous"];
    out.push_back(time.is_null() ? value(nullptr) : time["mean"]);
  }
  return out;
}

const std::string abc = R"("steps":["a","b","c"])";
const std::string hour = R"(,"window":{"value":1,"unit":"hour"})";

}  // namespace

TEST_CASE("a funnel of three steps: the whole answer") {
  std::vector<std::string> rows = story("a 10:00:00 b 10:00:30 c 10:01:30 ");
  for (const auto& row : story("a 10:00:00 x 10:00:10 b 10:01:40 ", "u2")) rows.push_back(row);
  for (const auto& row : story("a 10:00:00 c 10:00:30 ", "u3")) rows.push_back(row);
  for (const auto& row : story("b 10:00:00 c 10:00:30 ", "u4")) rows.push_back(row);
  for (const auto& row : story("a 10:00:00 b 10:00:30 ", "")) rows.push_back(row);
  const value got = ask("", rows, question(abc));
  value expected = read(R"({"ask":"funnel","range":{"from":"2026-03-01","to":"2026-04-01","zone":"UTC",
    "grain":"day","week_start":"monday","as_of":"2026-05-01T00:00:00Z"},"per":"user","people":3,"steps":[
    {"id":"0","count":3,"rate_from_first":1,"rate_from_previous":1,"seconds_from_previous":null},
    {"id":"1","count":2,"rate_from_first":0.6666666666666666,"rate_from_previous":0.6666666666666666,
     "seconds_from_previous":{"mean":65,"median":65,"p90":93}},
    {"id":"2","count":1,"rate_from_first":0.3333333333333333,"rate_from_previous":0.5,
     "seconds_from_previous":{"mean":60,"median":60,"p90":60}}],
    "seconds_to_convert":{"mean":90,"median":90,"p90":90},"notes":[]})");
  expected["quality"] = at(got, "/quality");
  CHECK(got == expected);
}

TEST_CASE("a funnel that nobody enters has rates of nobody") {
  const value got = ask("", story("b 10:00:00 "), question(abc));
  CHECK(at(got, "/people") == 0);
  CHECK(
      at(got, "/steps/0") ==
      read(
          R"({"id":"0","count":0,"rate_from_first":null,"rate_from_previous":null,"seconds_from_previous":null})"));
  CHECK(at(got, "/seconds_to_convert") == nullptr);
  CHECK(counts({}, abc) == read("[0,0,0]"));
}

TEST_CASE("the window opens at the first step and includes its last instant") {
  CHECK(counts(story("a 10:00:00 b 10:30:00 c 11:00:00 "), abc + hour) == read("[1,1,1]"));
  CHECK(counts(story("a 10:00:00 b 10:30:00 c 11:00:01 "), abc + hour) == read("[1,1,0]"));
  // Elapsed seconds, over the change of the clock too; 14 days unless it is said.
  const std::vector<std::string> night{track("a", "u1", "2026-03-28T12:00:00Z"),
                                       track("b", "u1", "2026-03-29T11:59:59Z")};
  CHECK(counts(night, R"("steps":["a","b"],"zone":"Europe/Berlin","window":{"value":1,"unit":"day"})") ==
        read("[1,1]"));
  const std::vector<std::string> long_ago{
      track("a", "u1", "2026-03-02T10:00:00Z"), track("b", "u1", "2026-03-16T10:00:00Z"),
      track("a", "u2", "2026-03-02T10:00:00Z"), track("b", "u2", "2026-03-16T10:00:01Z")};
  CHECK(counts(long_ago, R"("steps":["a","b"])") == read("[2,1]"));
  CHECK(counts(long_ago, R"("steps":["a","b"],"window":{"unit":"hour"})") == read("[2,0]"));
  CHECK(counts(long_ago, R"("steps":["a","b"],"window":{"unit":"month","value":1})") == read("[2,2]"));
}

TEST_CASE("all steps lie inside the range and before as_of") {
  const std::vector<std::string> rows{
      track("a", "u1", "2026-02-28T23:59:59Z"), track("b", "u1", "2026-03-01T00:00:00Z"),
      track("a", "u2", "2026-03-01T00:00:00Z"), track("b", "u2", "2026-04-01T00:00:00Z"),
      track("a", "u3", "2026-03-31T23:59:58Z"), track("b", "u3", "2026-03-31T23:59:59Z")};
  const std::string ab = R"("steps":["a","b"],"window":{"value":3,"unit":"month"})";
  CHECK(counts(rows, ab) == read("[2,1]"));
  const value early = ask(
      "", rows,
      R"({"ask":"funnel","from":"2026-03-01","to":"2026-04-01","as_of":"2026-03-31T23:59:59Z",)" + ab + "}");
  CHECK(at(early, "/steps/1/count") == 0);
  CHECK(at(early, "/notes") == read(R"(["partial_period"])"));
}

TEST_CASE("of several tries the furthest counts, then the first to get there, then the one that began last") {
  // The first a has b too late for c; the second one gets to c.
  CHECK(seconds("a 10:00:00 b 10:10:00 a 10:40:00 b 10:50:00 c 11:20:00 ", abc + hour) == read("[600,1800]"));
  // Both get to b only: the earlier try got there first.
  CHECK(seconds("a 10:00:00 b 10:10:00 a 12:00:00 b 12:01:00 ", abc + hour) == read("[600,null]"));
  // Both get to the same b: the later begin counts.
  CHECK(seconds("a 10:00:00 a 10:05:00 b 10:10:00 ", abc + hour) == read("[300,null]"));
  // The later begin has no b of its own before c: its b comes after c, so the earlier try is the one.
  CHECK(seconds("a 10:00:00 b 10:10:00 a 10:20:00 c 10:30:00 b 10:40:00 ", abc + hour) == read("[600,1200]"));
  // Within a try each step is the earliest event that fits.
  CHECK(seconds("a 10:00:00 b 10:10:00 b 10:20:00 c 10:30:00 ", abc + hour) == read("[600,1200]"));
}

TEST_CASE("events of one instant are taken in any order that completes the steps") {
  CHECK(counts(story("c 10:00:00 b 10:00:00 a 10:00:00 "), abc) == read("[1,1,1]"));
  CHECK(counts(story("b 10:00:00 a 10:00:00 "), abc) == read("[1,1,0]"));
  CHECK(counts(story("b 09:59:59 a 10:00:00 "), abc) == read("[1,0,0]"));
  // One event is b or c, the other only b: dealt out so that both serve.
  CHECK(counts(story("a 10:00:00 b 10:01:00 c 10:01:00 "), R"("steps":["a",["b","c"],"b"])") ==
        read("[1,1,1]"));
}

TEST_CASE("one event serves one step only") {
  const std::string aa = R"("steps":["a","a"])";
  CHECK(counts(story("a 10:00:00 "), aa) == read("[1,0]"));
  CHECK(counts(story("a 10:00:00 a 10:00:00 "), aa) == read("[1,1]"));
  CHECK(counts(story("a 10:00:00 a 10:00:01 "), aa) == read("[1,1]"));
  CHECK(counts(story("a 10:00:00 "), R"("order":"any",)" + aa) == read("[1,0]"));
  CHECK(counts(story("a 10:00:00 a 10:00:01 "), R"("order":"any",)" + aa) == read("[1,1]"));
}

TEST_CASE("strict: another event between two steps ends the try, one at the same instant does not") {
  const std::string strict = R"("order":"strict",)" + abc;
  CHECK(counts(story("a 10:00:00 b 10:01:00 c 10:02:00 "), strict) == read("[1,1,1]"));
  CHECK(counts(story("a 10:00:00 b 10:01:00 x 10:01:30 c 10:02:00 "), strict) == read("[1,1,0]"));
  CHECK(counts(story("a 10:00:00 x 10:00:30 b 10:01:00 "), strict) == read("[1,0,0]"));
  CHECK(counts(story("a 10:00:00 x 10:00:00 b 10:01:00 x 10:01:00 c 10:02:00 "), strict) == read("[1,1,1]"));
  // A step that repeats is another event too; the last a begins anew.
  CHECK(counts(story("a 10:00:00 a 10:00:30 b 10:01:00 b 10:01:30 c 10:02:00 "), strict) == read("[1,1,0]"));
  CHECK(seconds("a 10:00:00 a 10:00:30 b 10:01:00 ", strict) == read("[30,null]"));
  CHECK(counts(story("x 09:00:00 a 10:00:00 b 10:01:00 c 10:02:00 x 10:03:00 "), strict) == read("[1,1,1]"));
  // Of the two at ten the b may have come before the a: then the next b goes on.
  CHECK(counts(story("a 10:00:00 b 10:00:00 b 10:01:00 c 10:02:00 "), strict) == read("[1,1,1]"));
}

TEST_CASE("any: the steps come in any order, and times are the gaps between neighbours") {
  const std::string any = R"("order":"any",)" + abc;
  CHECK(counts(story("c 10:00:00 a 10:01:00 b 10:03:00 "), any) == read("[1,1,1]"));
  CHECK(seconds("c 10:00:00 a 10:01:00 b 10:03:00 ", any) == read("[60,120]"));
  CHECK(counts(story("b 10:00:00 "), any) == read("[1,0,0]"));
  CHECK(counts(story("b 10:00:00 b 10:00:10 b 10:00:20 "), any) == read("[1,0,0]"));
  CHECK(seconds("b 10:00:00 b 10:00:10 a 10:01:00 ", any) == read("[50,null]"));
  CHECK(counts(story("c 10:00:00 a 10:40:00 b 11:00:01 "), any + hour) == read("[1,1,0]"));
  CHECK(seconds("c 10:00:00 a 10:40:00 b 11:00:01 ", any + hour) == read("[2400,null]"));
}

TEST_CASE("an excluded event voids a try it lies in, and who has no other is not counted") {
  const std::string no_x = abc + R"(,"exclude":["x"])" + hour;
  CHECK(counts(story("a 10:00:00 x 10:05:00 b 10:10:00 c 10:20:00 "), no_x) == read("[0,0,0]"));
  CHECK(counts(story("a 10:00:00 b 10:10:00 x 10:15:00 c 10:20:00 "), no_x) == read("[0,0,0]"));
  // Whether or not it would have gone on; but not beyond the window, before the try, or once it is complete.
  CHECK(counts(story("a 10:00:00 b 10:10:00 x 11:00:00 "), no_x) == read("[0,0,0]"));
  CHECK(counts(story("a 10:00:00 b 10:10:00 x 11:00:01 "), no_x) == read("[1,1,0]"));
  CHECK(counts(story("x 09:59:59 a 10:00:00 b 10:10:00 "), no_x) == read("[1,1,0]"));
  CHECK(counts(story("a 10:00:00 b 10:10:00 c 10:20:00 x 10:20:01 "), no_x) == read("[1,1,1]"));
  // At the instant of the beginning or of the last step it lies neither after nor before.
  CHECK(counts(story("a 10:00:00 x 10:00:00 b 10:10:00 c 10:20:00 x 10:20:00 "), no_x) == read("[1,1,1]"));
  CHECK(counts(story("a 10:00:00 b 10:10:00 x 10:10:00 c 10:20:00 "), no_x) == read("[0,0,0]"));
  // Another try counts, though it gets less far.
  CHECK(counts(story("a 10:00:00 b 10:10:00 x 10:15:00 a 10:16:00 "), no_x) == read("[1,0,0]"));
  const std::string any = R"("order":"any",)" + no_x;
  CHECK(counts(story("c 10:00:00 x 10:05:00 b 10:10:00 "), any) == read("[1,0,0]"));
  CHECK(counts(story("c 10:00:00 b 10:10:00 a 10:11:00 x 10:11:00 "), any) == read("[1,1,1]"));
  CHECK(counts(story("c 10:00:00 x 10:11:00 "), any) == read("[0,0,0]"));
  const std::string strict = R"("order":"strict",)" + no_x;
  CHECK(counts(story("a 10:00:00 b 10:10:00 x 10:15:00 "), strict) == read("[0,0,0]"));
}

TEST_CASE("an account goes through a funnel with the events of all its people") {
  const std::string ab = R"("steps":["a","b"])";
  const std::vector<std::string> rows{track("a", "u1", "2026-03-02T10:00:00Z", in_account("x")),
                                      track("b", "", "2026-03-02T11:00:00Z", in_account("x")),
                                      track("b", "u1", "2026-03-02T12:00:00Z", in_account("y")),
                                      track("a", "u2", "2026-03-02T13:00:00Z", in_account("y")),
                                      track("a", "u3", "2026-03-02T13:00:00Z")};
  CHECK(counts(rows, ab) == read("[3,1]"));
  CHECK(counts(rows, ab + R"(,"per":"account")") == read("[2,1]"));
  CHECK(counts(rows, ab + R"(,"account":"x")") == read("[1,0]"));
  // Strict: the b of y lies between the steps of u1, but not with x alone.
  const std::string three = R"("order":"strict","steps":["a","c"])";
  std::vector<std::string> more = rows;
  more.push_back(track("c", "u1", "2026-03-02T13:00:00Z", in_account("x")));
  more.erase(more.begin() + 1);
  CHECK(counts(more, three) == read("[3,0]"));
  CHECK(counts(more, three + R"(,"account":"x")") == read("[1,1]"));
  CHECK(counts(more, three + R"(,"per":"account")") == read("[2,1]"));
}

TEST_CASE("steps are selectors, with conditions and sets") {
  const std::string book =
      R"({"payoff":1,"version":"1","sets":{"value":["b","c"]},"data":{"columns":["n"]}})";
  const std::vector<std::string> rows{track("a", "u1", "2026-03-02T10:00:00Z", with(R"({"n":2})")),
                                      track("a", "u2", "2026-03-02T10:00:00Z", with(R"({"n":1})")),
                                      track("c", "u1", "2026-03-02T11:00:00Z")};
  const value got = ask(
      book, rows, question(R"("steps":[{"event":"a","where":{"prop":"n","op":"gt","value":1}},"@value"])"));
  CHECK(at(got, "/steps/0/count") == 1);
  CHECK(at(got, "/steps/1/count") == 1);
}

TEST_CASE("wrong funnels are refused with their path") {
  const auto path = [](const std::string& fields) { return counts({}, fields)["path"]; };
  CHECK(path(R"("order":"any")") == "/steps");
  CHECK(path(R"("steps":[])") == "/steps");
  CHECK(path(R"("steps":["a",""])") == "/steps/1");
  CHECK(path(R"("steps":["a","@valeu"])") == "/steps/1");
  CHECK(path(abc + R"(,"order":"orderd")") == "/order");
  CHECK(path(abc + R"(,"window":{"value":0})") == "/window/value");
  CHECK(path(abc + R"(,"window":{"value":1,"unit":"days"})") == "/window/unit");
  CHECK(path(abc + R"(,"window":{"vale":1})") == "/window/vale");
  CHECK(path(abc + R"(,"exclude":{"event":5})") == "/exclude/event");
  CHECK(path(abc + R"(,"exclude":"@x")") == "/exclude");
  CHECK(path(abc + R"(,"exlude":"x")") == "/exlude");
  CHECK(counts({}, abc + R"(,"exlude":"x")")["message"].get<std::string>().find("`exclude`") !=
        std::string::npos);
  std::string many = R"("steps":["a")";
  for (int i = 0; i < 31; ++i) many += R"(,"a")";
  CHECK(counts(story("a 10:00:00 "), many + "]").size() == 32);
  CHECK(counts({}, many + R"(,"a"])")["code"] == "limit_exceeded");
}
