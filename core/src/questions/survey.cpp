// SPDX-License-Identifier: Apache-2.0
#include "questions/survey.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "questions/shared/bucket_finder.h"
#include "questions/shared/rounded.h"
#include "questions/shared/selection.h"
#include "questions/shared/survey_answers.h"
#include "questions/shared/words.h"
#include "questions/usage.h"
#include "stats/exact_sum.h"
#include "stats/order.h"
#include "stats/wilson.h"

namespace payoff {
namespace {

constexpr double promoter_from = 9;
constexpr double detractor_to = 6;
constexpr double highest_score = 10;
constexpr std::int64_t few = 30;

struct nps_counts {
  std::int64_t promoters{0}, passives{0}, detractors{0}, invalid{0};

  void see(const cell& given) {
    if (given.kind() == cell_kind::absent || given.kind() == cell_kind::null) return;
    if (!given.is_number() || !(given.number() >= 0 && given.number() <= highest_score)) {
      ++invalid;
    } else {
      ++(given.number() >= promoter_from  ? promoters
         : given.number() <= detractor_to ? detractors
                                          : passives);
    }
  }

  [[nodiscard]] std::int64_t n() const { return promoters + passives + detractors; }
  [[nodiscard]] std::optional<double> score() const {
    if (n() == 0) return std::nullopt;
    return 100 * static_cast<double>(promoters - detractors) / static_cast<double>(n());
  }
  [[nodiscard]] std::optional<double> margin() const {
    if (n() < 2) return std::nullopt;
    const auto all = static_cast<double>(n());
    const double difference = static_cast<double>(promoters - detractors) / all;
    const double spread = static_cast<double>(promoters + detractors) / all - difference * difference;
    return 100 * z_95 * std::sqrt(std::max(0.0, spread) / all);
  }

  /** Appends the figures; null of a time that has not come. */
  void write(json& to, bool has_begun) const {
    const auto count = [&](std::string_view name, std::int64_t value) {
      to[name] = has_begun ? json(value) : json(nullptr);
    };
    to["score"] = plain(score());
    to["margin"] = plain(margin());
    count("promoters", promoters);
    count("passives", passives);
    count("detractors", detractors);
    count("n", n());
    count("invalid", invalid);
  }
};

json trend_json(const nps_counts& now, const nps_counts& before) {
  std::optional<double> change, margin;
  if (now.score() && before.score()) change = *now.score() - *before.score();
  const auto a = now.margin();
  const auto b = before.margin();
  if (a && b) margin = std::sqrt(*a * *a + *b * *b);
  const bool is_clear = change && margin && std::fabs(*change) > *margin;
  json out;
  out["change"] = plain(change);
  out["margin"] = plain(margin);
  out["verdict"] = !is_clear ? "cannot_tell" : *change > 0 ? "better" : "worse";
  return out;
}

/** What is asked for of the words. */
struct word_rules {
  std::int64_t min_people{3}, most{50};
  std::vector<std::string> excluded;
};

word_rules read_word_rules(reader& from) {
  word_rules out;
  out.min_people = from.integer_or("min_people", out.min_people, 2, 1'000'000);
  out.most = from.integer_or("words", out.most, 0, 10'000);
  for (const std::string& text : from.texts_if("exclude")) {
    for (std::string& word : words_of(text)) out.excluded.push_back(std::move(word));
  }
  return out;
}

/** A word of an answer; answers come person by person. */
struct said_word {
  std::string word;
  person_id person;
};

json words_json(const std::vector<said_word>& said, const word_rules& rules) {
  std::vector<std::string_view> texts;
  texts.reserve(said.size());
  for (const said_word& one : said) texts.push_back(one.word);
  struct row {
    std::string_view word;
    std::int64_t count{0}, people{0};
    person_id last{nobody};
  };
  std::vector<row> rows;
  for (const std::uint32_t i : order_of(texts)) {
    if (rows.empty() || rows.back().word != texts[i]) rows.push_back({texts[i]});
    row& one = rows.back();
    ++one.count;
    if (said[i].person != nobody && said[i].person != one.last) ++one.people;
    one.last = said[i].person;
  }
  std::erase_if(rows, [&](const row& one) {
    return one.people < rules.min_people ||
           std::find(rules.excluded.begin(), rules.excluded.end(), one.word) != rules.excluded.end();
  });
  std::vector<double> keys;
  keys.reserve(rows.size());
  for (const row& one : rows) keys.push_back(-static_cast<double>(one.count));
  json out = json::array();
  for (const std::uint32_t i : order_of(keys)) {
    if (static_cast<std::int64_t>(out.size()) == rules.most) break;
    out.push_back({{"word", rows[i].word}, {"count", rows[i].count}, {"people", rows[i].people}});
  }
  return out;
}

json answers_json(const frame& in, const survey& source, const survey_answers& of, const word_rules& rules) {
  const event_store& store = in.context().store;
  std::int64_t answers = 0, people = 0, written = 0;
  person_id last = nobody;
  exact_sum scores;
  std::vector<said_word> said;
  for_each_match(store, in.current(), of.rows, [&](person_id person, row_id row) {
    ++answers;
    if (person != nobody && person != last) ++people;
    last = person;
    if (const auto score = of.score_of(store, row)) scores.add(*score);
    const std::string_view comment = of.comment_of(store, row);
    if (comment.empty()) return;
    ++written;
    for (std::string& word : words_of(comment)) said.push_back({std::move(word), person});
  });
  const auto scored = static_cast<std::int64_t>(scores.count());
  json out;
  out["id"] = source.name;
  out["question"] = source.question.empty() ? json(nullptr) : json(source.question);
  out["answers"] = answers;
  out["people"] = people;
  out["scored"] = scored;
  out["mean_score"] = scored > 0 ? plain(scores.value() / static_cast<double>(scored)) : json(nullptr);
  out["written"] = written;
  out["words"] = words_json(said, rules);
  return out;
}

result<json> nps_json(frame& in, const survey_answers& of, const std::optional<time_range>& previous) {
  const event_store& store = in.context().store;
  PAYOFF_ASSIGN(by, buckets_of(in, in.range()));
  bucket_finder bucket_at(by);
  std::vector<nps_counts> series(by.size());
  nps_counts total, before;
  for_each_match(store, in.current(), of.rows, [&](person_id, row_id row) {
    const cell given = store.property(of.score, row);
    total.see(given);
    series[bucket_at(store.time_ms(row))].see(given);
  });
  if (previous) {
    for_each_match(store, in.scope_of(previous->from_ms, previous->to_ms), of.rows,
                   [&](person_id, row_id row) { before.see(store.property(of.score, row)); });
  }
  if (total.n() < few) in.note("small_sample");
  json out;
  total.write(out, in.range().from_ms < in.as_of_ms());
  json& list = out["series"] = json::array();
  for (std::size_t i = 0; i < by.size(); ++i) {
    json entry = bucket_json(in, by[i]);
    series[i].write(entry, by[i].start_ms < in.as_of_ms());
    mark_partial(entry, in, by[i]);
    list.push_back(std::move(entry));
  }
  json& earlier = out["previous"];
  if (previous) before.write(earlier, true);
  out["trend"] = previous ? trend_json(total, before) : json(nullptr);
  return out;
}

}  // namespace

result<json> answer_survey(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  in.read_range(from, grain::month);
  const auto previous = read_compare(from, in);
  const word_rules rules = read_word_rules(from);
  from.finish();
  PAYOFF_TRY(wrong.as_result());

  json out = in.begin_answer("survey");
  if (previous) {
    out["compared_with"] = {{"from", moment_name(previous->from_ms, in.place())},
                            {"to", moment_name(previous->to_ms, in.place())}};
  }
  json nps;
  json surveys = json::array();
  std::vector<std::string_view> ids;
  for (const survey& one : context.book.surveys) ids.push_back(one.name);
  for (const std::uint32_t i : order_of(ids)) {
    const survey& one = context.book.surveys[i];
    if (one.event.empty()) continue;
    PAYOFF_ASSIGN(answers, survey_answers::of(in, one));
    if (one.name == "nps" && answers.score != event_store::npos) {
      PAYOFF_ASSIGN(found, nps_json(in, answers, previous));
      nps = std::move(found);
    }
    surveys.push_back(answers_json(in, one, answers, rules));
  }
  if (surveys.empty()) {
    return fail(error_code::missing_field, "", "the playbook has no `survey` with an `event`: add it there");
  }
  out["nps"] = std::move(nps);
  out["surveys"] = std::move(surveys);
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
