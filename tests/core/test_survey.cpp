// SPDX-License-Identifier: Apache-2.0
/** @file test_survey.cpp  NPS with margin and trend, and the words that several people use. */
#include <cmath>
#include <map>
#include <set>

#include "questions/shared/words.h"
#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

const std::string book = R"({"payoff":1,"version":"1","survey":{
  "nps":{"event":"nps","score_prop":"score","comment_prop":"comment"},
  "why":{"event":"asked","comment_prop":"why","question":"Why did you look for something new?"},
  "now":{"event":"asked","comment_prop":"now"},
  "later":{"score_prop":"score"}}})";

std::string survey(const std::string& more) { return R"({"ask":"survey",)" + more + "}"; }

std::string scored(const std::string& user, const std::string& time, const std::string& score) {
  return track("nps", user, time, with(R"({"score":)" + score + "}"));
}

std::string said(const std::string& user, const std::string& text) {
  return track("asked", user, "2026-10-05T10:00:00Z", with(R"({"why":")" + text + R"("})"));
}

const std::string october = R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01T00:00:00Z")";

bool is_near(const value& got, double wanted) {
  return got.is_number() && std::fabs(got.get<double>() - wanted) <= 1e-9;
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("nps of two months, by hand") {
  std::vector<std::string> rows;
  // September: one promoter of four. October: six promoters, two passives, two detractors of ten.
  for (const char* score : {"9", "8", "0", "6"}) rows.push_back(scored("s", "2026-09-10T00:00:00Z", score));
  for (const char* score : {"9", "10", "10", "9.5", "9", "10"}) {
    rows.push_back(scored("p", "2026-10-10T00:00:00Z", score));
  }
  for (const char* score : {"7", "8.9", "6", "0"}) rows.push_back(scored("", "2026-10-20T00:00:00Z", score));
  for (const char* score : {"11", "-1", R"("9")", "true", "null"}) {
    rows.push_back(scored("p", "2026-10-10T00:00:00Z", score));
  }
  rows.push_back(track("nps", "p", "2026-10-11T00:00:00Z"));
  const value got = ask(book, rows, survey(october + R"(,"grain":"week")"));
  CHECK(at(got, "/nps/score") == 40);
  CHECK(is_near(at(got, "/nps/margin"), 196 * std::sqrt((0.8 - 0.16) / 10) * (1.959963984540054 / 1.96)));
  CHECK(at(got, "/nps/promoters") == 6);
  CHECK(at(got, "/nps/passives") == 2);
  CHECK(at(got, "/nps/detractors") == 2);
  CHECK(at(got, "/nps/n") == 10);
  CHECK(at(got, "/nps/invalid") == 4);
  CHECK(at(got, "/nps/previous/score") == -25);
  CHECK(at(got, "/nps/previous/n") == 4);
  CHECK(at(got, "/nps/trend/change") == 65);
  const double before = at(got, "/nps/previous/margin").get<double>();
  CHECK(is_near(value(before), 195.9963984540054 * std::sqrt((0.75 - 0.0625) / 4)));
  CHECK(is_near(at(got, "/nps/trend/margin"), std::hypot(before, at(got, "/nps/margin").get<double>())));
  CHECK(at(got, "/nps/trend/verdict") == "cannot_tell");
  REQUIRE(at(got, "/nps/series").size() == 5);
  CHECK(at(got, "/nps/series/1/start") == "2026-10-05");
  CHECK(at(got, "/nps/series/1/score") == 100);
  CHECK(at(got, "/nps/series/1/margin") == 0);
  CHECK(at(got, "/nps/series/3/score") == -50);
  CHECK(at(got, "/nps/series/4/score") == nullptr);
  CHECK(at(got, "/nps/series/4/n") == 0);
  CHECK(at(got, "/compared_with") == read(R"({"from":"2026-09-01","to":"2026-10-01"})"));
  CHECK(at(got, "/notes") == read(R"(["small_sample"])"));
  // A survey counts what was answered to it: 16 answers, of one known person, 12 of them with a number.
  CHECK(at(got, "/surveys/1") == read(R"({"id":"nps","question":null,"answers":16,"people":1,"scored":12,
    "mean_score":7.45,"written":0,"words":[]})"));

  const value alone = ask(book, rows, survey(october + R"(,"compare":"none")"));
  CHECK(at(alone, "/nps/previous") == nullptr);
  CHECK(at(alone, "/nps/trend") == nullptr);
  CHECK(at(alone, "/compared_with") == "absent");
  const value one = ask(book, rows, survey(october + R"(,"user":"p")"));
  CHECK(at(one, "/nps/score") == 100);
  // Not yet begun is unknown; the month before is cut where this one stands.
  const value early =
      ask(book, rows, survey(R"("from":"2026-10-01","to":"2026-12-01","as_of":"2026-10-15")"));
  CHECK(at(early, "/nps/n") == 6);
  CHECK(at(early, "/nps/series/0/partial") == true);
  CHECK(at(early, "/nps/series/1/n") == nullptr);
  CHECK(at(early, "/nps/previous/n") == 0);
  CHECK(at(early, "/nps/previous/score") == nullptr);
  CHECK(at(early, "/nps/trend") == read(R"({"change":null,"margin":null,"verdict":"cannot_tell"})"));
}

TEST_CASE("a change beyond its margin is better or worse") {
  std::vector<std::string> rows;
  for (int i = 0; i < 30; ++i) {
    rows.push_back(scored("u", "2026-09-10T00:00:00Z", i % 5 == 0 ? "9" : "3"));
    rows.push_back(scored("u", "2026-10-10T00:00:00Z", i % 5 == 0 ? "3" : "9"));
  }
  const value got = ask(book, rows, survey(october));
  CHECK(at(got, "/nps/trend/change") == 120);
  CHECK(at(got, "/nps/trend/verdict") == "better");
  CHECK(at(got, "/notes") == value::array());
  const value back =
      ask(book, rows, survey(october + R"(,"compare":{"from":"2026-10-01","to":"2026-11-01"})"));
  CHECK(at(back, "/nps/trend/verdict") == "cannot_tell");
  const value worse = ask(book, rows,
                          survey(R"("from":"2026-09-01","to":"2026-10-01","as_of":"2026-11-01",)"
                                 R"("compare":{"from":"2026-10-01","to":"2026-11-01"})"));
  CHECK(at(worse, "/nps/trend/verdict") == "worse");
}

TEST_CASE("a word needs several people, and says nothing of who wrote it") {
  const std::vector<std::string> rows{
      said("u1", "Too EXPENSIVE, too slow. Ask Zoe!"), said("u2", "expensive... and slow"),
      said("u3", "It was expensive"), said("u1", "slow slow slow"), said("", "expensive"),
      // One person's own word, however often; and what is no word.
      said("u4", "secretword"), said("u4", "secretword"), said("u4", "secretword"),
      said("u1", "mail zoe@example.com or 555-1234 at example.com/x"),
      said("u2", "mail zoe@example.com or 555-1234 at example.com/x"),
      said("u3", "mail zoe@example.com or 555-1234 at example.com/x"),
      track("asked", "u5", "2026-10-06T00:00:00Z", with(R"({"why":7})")),
      track("asked", "u5", "2026-10-06T00:00:00Z", with(R"({"why":"","now":"slow"})"))};
  const value got = ask(book, rows, survey(october));
  CHECK(at(got, "/surveys").size() == 3);
  CHECK(at(got, "/surveys/2/id") == "why");
  CHECK(at(got, "/surveys/2/question") == "Why did you look for something new?");
  CHECK(at(got, "/surveys/2/answers") == 13);
  CHECK(at(got, "/surveys/2/people") == 5);
  CHECK(at(got, "/surveys/2/scored") == 0);
  CHECK(at(got, "/surveys/2/mean_score") == nullptr);
  CHECK(at(got, "/surveys/2/written") == 11);
  // expensive: u1, u2, u3 and nobody. slow: u1 twice and u2 only. The rest of the addresses is cut out.
  CHECK(at(got, "/surveys/2/words") == read(R"([{"word":"expensive","count":4,"people":3},
    {"word":"at","count":3,"people":3},{"word":"mail","count":3,"people":3},{"word":"or","count":3,"people":3}])"));
  CHECK(at(got, "/surveys/0/written") == 1);
  CHECK(at(got, "/surveys/0/words") == value::array());
  const value two = ask(book, rows, survey(october + R"(,"min_people":2,"words":3,"exclude":["Mail at"])"));
  CHECK(at(two, "/surveys/2/words") == read(R"([{"word":"expensive","count":4,"people":3},
    {"word":"or","count":3,"people":3},{"word":"slow","count":3,"people":2}])"));
  CHECK(at(ask(book, rows, survey(october + R"(,"user":"u1")")), "/surveys/2/words") == value::array());
}

TEST_CASE("words are runs of letters of any script") {
  CHECK(words_of("Don't panic: it's an E-Mail, isn't it?") ==
        texts{"an", "don't", "e-mail", "isn't", "it", "it's", "panic"});
  CHECK(words_of("a I 'quoted' --dashed-- x") == texts{"dashed", "quoted"});
  // Capitals of several scripts: AEOEUE and sharp s, Lodz in Polish, Istanbul in Turkish, Greek, Russian.
  CHECK(words_of("\xC3\x84\xC3\x96\xC3\x9C\xC3\x9F") == texts{"\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F"});
  CHECK(words_of("\xC5\x81\xC3\x93"
                 "D\xC5\xB9") == texts{"\xC5\x82\xC3\xB3"
                                       "d\xC5\xBA"});
  CHECK(words_of("\xC4\xB0stanbul") == texts{"istanbul"});
  CHECK(words_of("\xCE\x86\xCE\xA9") == texts{"\xCE\xAC\xCF\x89"});
  CHECK(words_of("\xD0\x81\xD0\x96") == texts{"\xD1\x91\xD0\xB6"});
  // Persian with a joiner inside and its comma behind; a curly apostrophe is a straight one; an emoji is no
  // letter.
  CHECK(words_of("\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xB1\xD9\x88\xDB\x8C\xD8\x8C") ==
        texts{"\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xB1\xD9\x88\xDB\x8C"});
  CHECK(words_of("it\xE2\x80\x99s\xF0\x9F\x98\x80ok") == texts{"it's", "ok"});
  CHECK(words_of("\xE5\xBE\x88\xE5\xA5\xBD\xE3\x80\x82") == texts{"\xE5\xBE\x88\xE5\xA5\xBD"});
  // Private: digits of any script, addresses, links, paths, names of accounts, domains.
  for (const char* text : {"b2b", "abc\xDB\xB1", "zoe@mail", "http://x.org", "and/or", "c:\\temp",
                           "some_body", "example.com", "(zoe.doe)", "abc-12", "x\xC2\xB2yz"}) {
    CAPTURE(text);
    CHECK(words_of(text).empty());
  }
  // What stands beside it stays, and a full stop between sentences is none between letters.
  CHECK(words_of("call 555 now.\xC2\xA0Then wait...please") ==
        texts{"call", "now", "please", "then", "wait"});
  CHECK(words_of(std::string(40, 'a')).size() == 1);
  CHECK(words_of(std::string(41, 'a')).empty());
  CHECK(words_of("").empty());
}

TEST_CASE("surveys over random answers are those of a slow second look") {
  std::mt19937 random(8);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 20; ++round) {
    std::vector<std::string> rows;
    std::map<std::string, std::pair<int, std::set<std::string>>> words;
    std::map<int, std::vector<int>> scores;  // by month
    for (int i = 0; i < 80; ++i) {
      const int month = 2 + pick(3);
      const std::string user = pick(4) == 0 ? "" : "u" + std::to_string(pick(5));
      const std::string time =
          "2026-0" + std::to_string(month) + "-1" + std::to_string(pick(10)) + "T00:00:00Z";
      std::set<std::string> spoken;
      std::string text;
      for (int k = pick(4); k > 0; --k) {
        const std::string word = std::string("w") + static_cast<char>('a' + pick(12));
        spoken.insert(word);
        text += word + " ";
      }
      const int score = pick(11);
      rows.push_back(
          track("nps", user, time,
                with(R"({"score":)" + std::to_string(score) + R"(,"comment":")" + text + R"("})")));
      scores[month].push_back(score);
      if (month == 2) continue;
      for (const std::string& word : spoken) {
        ++words[word].first;
        if (!user.empty()) words[word].second.insert(user);
      }
    }
    const auto figures = [](const std::vector<int>& all) {
      double score = 0, square = 0;
      for (const int one : all) {
        const double sign = one >= 9 ? 1 : one <= 6 ? -1 : 0;
        score += sign;
        square += sign * sign;
      }
      const auto n = static_cast<double>(all.size());
      score /= n;
      return std::pair(100 * score, 195.9963984540054 * std::sqrt((square / n - score * score) / n));
    };
    value wanted = value::array();
    for (int count = 80; count > 0; --count) {
      for (const auto& [word, of] : words) {
        if (of.first != count || of.second.size() < 3) continue;
        wanted.push_back({{"word", word}, {"count", count}, {"people", of.second.size()}});
      }
    }
    const value got =
        ask(book, rows, survey(R"("from":"2026-03-01","to":"2026-05-01","as_of":"2026-05-01")"));
    CHECK(at(got, "/surveys/1/words") == wanted);
    for (const int month : {3, 4}) {
      const value& one = at(got, "/nps/series/" + std::to_string(month - 3));
      CHECK(is_near(one["score"], figures(scores[month]).first));
      CHECK(is_near(one["margin"], figures(scores[month]).second));
    }
    std::vector<int> both = scores[3];
    both.insert(both.end(), scores[4].begin(), scores[4].end());
    CHECK(is_near(at(got, "/nps/score"), figures(both).first));
    CHECK(is_near(at(got, "/nps/previous/score"), figures(scores[2]).first));
  }
}

TEST_CASE("what is wrong with a question of surveys is named with its place") {
  const auto error_at = [](const value& got) {
    return std::pair(at(got, "/error/code").get<std::string>(), at(got, "/error/path").get<std::string>());
  };
  using found = std::pair<std::string, std::string>;
  CHECK(error_at(ask(book, {}, survey(R"("from":"2026-10-01","to":"2026-11-01")"))) ==
        found("missing_as_of", "/as_of"));
  const value typo = ask(book, {}, survey(october + R"(,"min_poeple":3)"));
  CHECK(error_at(typo) == found("unknown_field", "/min_poeple"));
  CHECK(at(typo, "/error/message").get<std::string>().find("`min_people`") != std::string::npos);
  // Nobody's own words, even if somebody asks for them.
  CHECK(error_at(ask(book, {}, survey(october + R"(,"min_people":1)"))) == found("bad_value", "/min_people"));
  CHECK(error_at(ask(book, {}, survey(october + R"(,"words":-1)"))) == found("bad_value", "/words"));
  CHECK(error_at(ask(book, {}, survey(october + R"(,"exclude":[""])"))) == found("bad_value", "/exclude/0"));
  CHECK(error_at(ask("", {}, survey(october))) == found("missing_field", ""));
}
