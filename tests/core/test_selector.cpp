// SPDX-License-Identifier: Apache-2.0
/** @file test_selector.cpp  Which events a selector picks, by what usage counts. */
#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

// Every property that a filter below reads is a column here.
constexpr const char* book = R"({"payoff":1,"version":"1","data":{"columns":["plan","n","on","deep"]},
  "sets":{"value":["sale","share"],"quiet":["*",{"not":"view"}],"big":{"event":"sale","where":{"prop":"n","op":"gte","value":10}}},
  "capabilities":[{"id":"reports","events":["view","share"]}]})";

// 2 views, 4 sales, 1 share, 1 page, 1 screen: 9 events.
const std::vector<std::string> rows{
    track("view", "u1", "2026-10-01T08:00:00Z", with(R"({"plan":"pro","n":1})")),
    track("view", "u1", "2026-10-01T09:00:00Z", with(R"({"plan":null})")),
    track("sale", "u1", "2026-10-01T10:00:00Z", with(R"({"plan":"pro","n":10,"on":true})")),
    track("sale", "u2", "2026-10-01T11:00:00Z", with(R"({"plan":"free","n":9.5,"on":false})")),
    track("sale", "u2", "2026-10-01T12:00:00Z", with(R"({"plan":"provider","n":"10","deep":{"a":1}})")),
    track("sale", "u3", "2026-10-01T13:00:00Z"),
    track("share", "u3", "2026-10-01T14:00:00Z", with(R"({"plan":"","n":-3})")),
    R"({"type":"page","userId":"u1","name":"Home","timestamp":"2026-10-01T15:00:00Z"})",
    R"({"type":"screen","userId":"u1","name":"Main","timestamp":"2026-10-01T16:00:00Z"})",
    R"({"type":"identify","userId":"u1","traits":{"plan":"pro"},"timestamp":"2026-10-01T07:00:00Z"})",
    R"({"type":"group","userId":"u1","groupId":"a1","timestamp":"2026-10-01T07:00:00Z"})",
};

value count(const std::string& selector) {
  static const engine core = loaded(book, rows);
  const value answer = ask(core, usage(R"("from":"2026-10-01","to":"2026-10-02","as_of":"2026-11-01")",
                                       R"({"id":"m","of":)" + selector + "}"));
  return answer.contains("error") ? answer : at(answer, "/metrics/0/total");
}

std::string sales_where(const std::string& filter) { return R"({"event":"sale","where":)" + filter + "}"; }

}  // namespace

TEST_CASE("a name, a list, everything and sets pick events") {
  CHECK(count(R"("sale")") == 4);
  CHECK(count(R"("Sale")") == 0);
  CHECK(count(R"("nothing")") == 0);
  CHECK(count(R"(["sale","view"])") == 6);
  CHECK(count(R"(["sale","sale"])") == 4);
  CHECK(count(R"([])") == 0);
  CHECK(count(R"("@value")") == 5);
  CHECK(count(R"("@active")") == 9);
  CHECK(count(R"("@capability:reports")") == 3);
  CHECK(count(R"(["@value","@capability:reports"])") == 7);
}

TEST_CASE("identify and group rows are no events, page and screen rows are") {
  CHECK(count(R"("*")") == 9);
  CHECK(count(R"("$page")") == 1);
  CHECK(count(R"("$screen")") == 1);
  CHECK(count(R"("$identify")") == 0);
}

TEST_CASE("in a list `not` takes away, wherever it stands") {
  CHECK(count(R"(["*",{"not":"view"}])") == 7);
  CHECK(count(R"([{"not":"view"},"*"])") == 7);
  CHECK(count(R"("@quiet")") == 7);
  CHECK(count(R"(["*",{"not":["view","@value"]}])") == 2);
  CHECK(count(R"(["sale",{"not":"@big"}])") == 3);
  CHECK(count(R"(["sale",{"not":{"event":"sale","where":{"prop":"plan","value":"free"}}}])") == 3);
  CHECK(count(R"(["*",{"not":"*"}])") == 0);
}

TEST_CASE("comparisons hold between values of one type only") {
  CHECK(count(sales_where(R"({"prop":"n","value":10})")) == 1);
  CHECK(count(sales_where(R"({"prop":"n","op":"eq","value":"10"})")) == 1);
  CHECK(count(sales_where(R"({"prop":"n","op":"gt","value":9.5})")) == 1);
  CHECK(count(sales_where(R"({"prop":"n","op":"gte","value":9.5})")) == 2);
  CHECK(count(sales_where(R"({"prop":"n","op":"lt","value":10})")) == 1);
  CHECK(count(sales_where(R"({"prop":"n","op":"lte","value":10})")) == 2);
  CHECK(count(sales_where(R"({"prop":"plan","op":"gt","value":"free"})")) == 2);
  CHECK(count(sales_where(R"({"prop":"on","value":true})")) == 1);
  CHECK(count(sales_where(R"({"prop":"on","value":false})")) == 1);
  CHECK(count(sales_where(R"({"prop":"on","value":1})")) == 0);
}

TEST_CASE("`ne` is the opposite of `eq`, also for what is not there") {
  CHECK(count(sales_where(R"({"prop":"plan","value":"pro"})")) == 1);
  CHECK(count(sales_where(R"({"prop":"plan","op":"ne","value":"pro"})")) == 3);
}

TEST_CASE("`in`, `contains` and `exists` do what they say") {
  CHECK(count(sales_where(R"({"prop":"plan","op":"in","value":["pro","free"]})")) == 2);
  CHECK(count(sales_where(R"({"prop":"n","op":"in","value":[10,"10"]})")) == 2);
  CHECK(count(sales_where(R"({"prop":"plan","op":"in","value":[]})")) == 0);
  CHECK(count(sales_where(R"({"prop":"plan","op":"contains","value":"pro"})")) == 2);
  CHECK(count(sales_where(R"({"prop":"plan","op":"exists"})")) == 3);
  CHECK(count(sales_where(R"({"prop":"plan","op":"exists","value":false})")) == 1);
  CHECK(count(sales_where(R"({"prop":"deep","op":"exists"})")) == 1);
  // null is not there; an empty text is.
  CHECK(count(R"({"event":["view","share"],"where":{"prop":"plan","op":"exists"}})") == 2);
}

TEST_CASE("`all`, `any` and `not` join filters") {
  CHECK(count(sales_where(R"({"all":[{"prop":"plan","value":"pro"},{"prop":"n","value":10}]})")) == 1);
  CHECK(count(sales_where(R"({"all":[{"prop":"plan","value":"pro"},{"prop":"n","value":11}]})")) == 0);
  CHECK(count(sales_where(R"({"any":[{"prop":"plan","value":"pro"},{"prop":"plan","value":"free"}]})")) == 2);
  CHECK(count(sales_where(R"({"not":{"prop":"plan","value":"pro"}})")) == 3);
  CHECK(count(sales_where(
            R"({"not":{"any":[{"prop":"plan","value":"pro"},{"prop":"n","op":"exists","value":false}]}})")) ==
        2);
  CHECK(count(sales_where(R"({"all":[]})")) == 4);
  CHECK(count(sales_where(R"({"any":[]})")) == 0);
}

TEST_CASE("a condition holds for everything inside it") {
  CHECK(count(R"({"event":["sale","view"],"where":{"prop":"plan","value":"pro"}})") == 2);
  CHECK(count(R"({"event":"@value","where":{"prop":"n","op":"lt","value":0}})") == 1);
  CHECK(
      count(
          R"({"event":{"event":"sale","where":{"prop":"plan","value":"pro"}},"where":{"prop":"n","value":9.5}})") ==
      0);
  CHECK(count(R"({"event":"@big","where":{"prop":"plan","value":"pro"}})") == 1);
}

TEST_CASE("a set that the playbook does not define is an error with the nearest name") {
  const value answer = count(R"(["sale","@vlaue"])");
  CHECK(at(answer, "/error/code") == "unknown_name");
  CHECK(at(answer, "/error/path") == "/metrics/0/of");
  CHECK(at(answer, "/error/message").get<std::string>().find("`value`") != std::string::npos);
}
