// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/table_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "json/number_text.h"
#include "questions/shared/rounded.h"
#include "stats/false_discovery.h"

namespace payoff {
namespace {

/**
 * As print_json() does; behind it. Not through it: the grid of 14 windows took 4.4 to 4.9 times one window
 * so, and takes less than 4.
 */
char* print(double value, bool is_count, char* to) {
  char* const end = to + longest_number_bytes;
  const json plainly = plain(value);
  if (is_count && plainly.type() == json::kind::integer) return std::to_chars(to, end, plainly.integer()).ptr;
  return print_number(value, to);
}

/** Appends the form with a figure or null for each #, one that is rounded() for ~, and a count for %. */
void fill(std::string& to, std::string_view form, std::initializer_list<std::optional<double>> values) {
  const std::size_t begin = to.size();
  to.resize(begin + form.size() + values.size() * longest_number_bytes);
  char* at = to.data() + begin;
  const std::optional<double>* next = values.begin();
  for (const char one : form) {
    if (one != '#' && one != '~' && one != '%') {
      *at++ = one;
      continue;
    }
    const double value = (next++)->value_or(std::numeric_limits<double>::quiet_NaN());
    at = print(one == '~' ? rounded(value) : value, one == '%', at);
  }
  to.resize(static_cast<std::size_t>(at - to.data()));
}

json filled(std::string_view form, std::initializer_list<std::optional<double>> values) {
  std::string out;
  fill(out, form, values);
  return json::written(std::move(out));
}

}  // namespace

json bounded_json(const bounded& figure, through how) {
  return filled(how == through::roots ? R"({"value":#,"low":#,"high":#})" : R"({"value":#,"low":~,"high":~})",
                {figure.value, figure.low, figure.high});
}

std::string opened(const json& fields) {
  if (fields.is_null()) return "{";
  std::string out = print_json(fields);
  out.pop_back();
  return out;
}

table_options read_table_options(reader& question) {
  table_options out;
  out.prior = question.number_if("prior").value_or(0);
  if (out.prior < 0 || out.prior > 1e6) question.bad_value("prior", "`prior` must be from 0 to 1000000");
  out.is_corrected = question.boolean_or("correction", false);
  return out;
}

std::optional<double> append_figures(std::string& row, const table_2x2& counts,
                                     const table_options& options) {
  const table_2x2 used = counts.plus(options.prior);
  const table_figures of = figures_of(used, options.is_corrected);
  const std::optional<double> fisher_p = fisher_of(used);
  if (row.size() > 1) row += ',';
  fill(row,
       R"("table":{"tp":%,"fp":%,"fn":%,"tn":%},"n":%,"base_rate":#,"ppv":#,"npv":#,"sensitivity":#,)"
       R"("specificity":#,"reach":#,"lift":#,"phi":{"value":#,"low":~,"high":~},)"
       R"("odds_ratio":{"value":#,"low":~,"high":~},"risk_ratio":{"value":#,"low":~,"high":~},)"
       R"("risk_difference":{"value":#,"low":#,"high":#},"chi_square":{"value":#,"df":1,"p":~},"fisher_p":#)",
       {counts.tp,
        counts.fp,
        counts.fn,
        counts.tn,
        counts.n(),
        of.base_rate,
        of.ppv,
        of.npv,
        of.sensitivity,
        of.specificity,
        of.reach,
        of.lift,
        of.phi.value,
        of.phi.low,
        of.phi.high,
        of.odds_ratio.value,
        of.odds_ratio.low,
        of.odds_ratio.high,
        of.risk_ratio.value,
        of.risk_ratio.low,
        of.risk_ratio.high,
        of.risk_difference.value,
        of.risk_difference.low,
        of.risk_difference.high,
        of.chi_square.value,
        of.chi_square.p,
        fisher_p});
  return fisher_p;
}

json adjusted_json(const stratified_figures& of) {
  return filled(
      R"({"odds_ratio":{"value":#,"low":~,"high":~},"risk_difference":{"value":#,"low":#,"high":#},)"
      R"("cmh":{"value":#,"df":1,"p":~},"strata":%})",
      {of.odds_ratio.value, of.odds_ratio.low, of.odds_ratio.high, of.risk_difference.value,
       of.risk_difference.low, of.risk_difference.high, of.cmh.value, of.cmh.p, of.strata});
}

void table_rows::add(std::string row, std::optional<double> fisher_p, const json& adjusted) {
  row += R"(,"q":)";
  const std::size_t q_at = row.size();
  row += R"(,"adjusted":)";
  print_json(adjusted, row);
  row += '}';
  rows_.push_back({std::move(row), q_at});
  p_values_.push_back(fisher_p);
}

void table_rows::add_table(std::string row, const strata_tables& strata, const table_options& options) {
  const auto fisher_p = append_figures(row, sum_of(strata), options);
  add(std::move(row), fisher_p, adjusted_json(mantel_haenszel(strata, options.is_corrected)));
}

json table_rows::finish() {
  const auto q = q_values(p_values_);
  json out = json::array();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    rows_[i].text.insert(rows_[i].q_at, print_json(or_null(q[i])));
    out.push_back(json::written(std::move(rows_[i].text)));
  }
  return out;
}

}  // namespace payoff
