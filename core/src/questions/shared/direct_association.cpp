// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/direct_association.h"

#include <array>
#include <cmath>
#include <vector>

#include "questions/shared/table_json.h"
#include "stats/exact_tests.h"
#include "stats/false_discovery.h"
#include "stats/wilson.h"

namespace payoff {
namespace {

constexpr double count_limit = 1e9;

double read_count(reader& from, std::string_view name) {
  const double found = from.number(name);
  if (found >= 0 && found <= count_limit) return found;
  from.bad_value(name, "`" + std::string(name) + "` must be from 0 to 1000000000");
  return 0;
}

table_2x2 read_table(const json& value, const std::string& path, problem& wrong) {
  reader from(value, path, wrong);
  table_2x2 out;
  out.tp = read_count(from, "tp");
  out.fp = read_count(from, "fp");
  out.fn = read_count(from, "fn");
  out.tn = read_count(from, "tn");
  from.finish();
  return out;
}

json tables_answer(reader& question) {
  const table_options options = read_table_options(question);
  problem& wrong = question.wrong();
  table_2x2 crude;
  std::vector<table_2x2> strata;
  if (const json* table = question.find("table")) {
    crude = read_table(*table, question.path_of("table"), wrong);
  } else {
    question.each("strata", [&](const json& item, const std::string& path) {
      strata.push_back(read_table(item, path, wrong));
      crude += strata.back();
    });
    if (strata.empty()) question.bad_value("strata", "`strata` must hold at least one table");
  }
  std::string row = opened({{"id", "table"}});
  const auto fisher_p = append_figures(row, crude, options);
  table_rows rows;
  rows.add(std::move(row), fisher_p,
           strata.empty() ? json(nullptr) : adjusted_json(mantel_haenszel(strata, options.is_corrected)));
  json out;
  out["rows"] = rows.finish();
  return out;
}

json q_answer(reader& question) {
  std::vector<std::optional<double>> p_values;
  question.each("p_values", [&](const json& item, const std::string& path) {
    p_values.emplace_back();
    if (item.is_null()) return;
    if (item.is_number() && item.number() >= 0 && item.number() <= 1) {
      p_values.back() = item.number();
    } else {
      question.wrong().report(error_code::bad_value, path, "a p-value must be a number from 0 to 1, or null");
    }
  });
  json out;
  json& q = out["q_values"] = json::array();
  for (const auto& one : q_values(p_values)) q.push_back(or_null(one));
  return out;
}

json proportion_answer(reader& question) {
  question.need("successes");
  question.need("trials");
  constexpr auto most = static_cast<std::int64_t>(count_limit);
  const std::int64_t trials = question.integer_or("trials", 0, 0, most);
  const std::int64_t successes = question.integer_or("successes", 0, 0, most);
  if (successes > trials) question.bad_value("successes", "`successes` must not be more than `trials`");
  std::optional<double> rate;
  std::optional<double> low;
  std::optional<double> high;
  if (trials > 0 && successes <= trials) {
    const interval bounds =
        wilson_95(static_cast<std::uint64_t>(successes), static_cast<std::uint64_t>(trials));
    rate = static_cast<double>(successes) / static_cast<double>(trials);
    low = bounds.low;
    high = bounds.high;
  }
  json out;
  out["rate"] = or_null(rate);
  out["low"] = or_null(low);
  out["high"] = or_null(high);
  return out;
}

std::array<double, 2> read_pair(reader& question, std::string_view name, bool is_whole) {
  std::array<double, 2> out{};
  std::size_t size = 0;
  question.need(name);
  question.each(name, [&](const json& item, const std::string& path) {
    const bool fits = item.is_number() && item.number() >= 0 && item.number() <= count_limit &&
                      (!is_whole || item.number() == std::floor(item.number()));
    if (!fits) {
      question.wrong().report(
          error_code::bad_value, path,
          std::string(is_whole ? "must be a whole number" : "must be a number") + " from 0 to 1000000000");
    } else if (size < out.size()) {
      out[size] = item.number();
    }
    ++size;
  });
  if (size != out.size()) question.bad_value(name, "`" + std::string(name) + "` must be two numbers");
  return out;
}

json rates_answer(reader& question) {
  const auto counts = read_pair(question, "counts", true);
  const auto exposures = read_pair(question, "exposures", false);
  const bool has_rates = exposures[0] > 0 && exposures[1] > 0;
  std::optional<double> ratio;
  std::optional<double> p;
  if (has_rates && counts[1] > 0) ratio = counts[0] / exposures[0] / (counts[1] / exposures[1]);
  if (has_rates && counts[0] + counts[1] > 0) {
    p = rates_two_sided(counts[0], exposures[0], counts[1], exposures[1]);
  }
  json out;
  out["ratio"] = or_null(ratio);
  out["p"] = or_null(p);
  return out;
}

}  // namespace

bool is_direct_association(const json& question) {
  for (const auto name : {"table", "strata", "p_values", "successes", "trials", "counts", "exposures"}) {
    if (question.find(name) != nullptr) return true;
  }
  return false;
}

json direct_association(reader& question) {
  if (question.find("table") != nullptr || question.find("strata") != nullptr) return tables_answer(question);
  if (question.find("p_values") != nullptr) return q_answer(question);
  if (question.find("counts") != nullptr || question.find("exposures") != nullptr)
    return rates_answer(question);
  return proportion_answer(question);
}

}  // namespace payoff
