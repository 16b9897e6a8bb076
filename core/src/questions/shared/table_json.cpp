// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/table_json.h"

#include <utility>

#include "questions/shared/rounded.h"
#include "stats/false_discovery.h"

namespace payoff {
namespace {

json tested_json(const tested& of) {
  json out;
  out["value"] = or_null(of.value);
  out["df"] = 1;
  out["p"] = rounded(of.p);
  return out;
}

}  // namespace

json bounded_json(const bounded& figure, through how) {
  const bool is_exact = how == through::roots;
  json out;
  out["value"] = or_null(figure.value);
  out["low"] = is_exact ? or_null(figure.low) : rounded(figure.low);
  out["high"] = is_exact ? or_null(figure.high) : rounded(figure.high);
  return out;
}

table_options read_table_options(reader& question) {
  table_options out;
  out.prior = question.number_if("prior").value_or(0);
  if (out.prior < 0 || out.prior > 1e6) question.bad_value("prior", "`prior` must be from 0 to 1000000");
  out.is_corrected = question.boolean_or("correction", false);
  return out;
}

std::optional<double> append_figures(json& row, const table_2x2& counts, const table_options& options) {
  json table;
  table["tp"] = plain(counts.tp);
  table["fp"] = plain(counts.fp);
  table["fn"] = plain(counts.fn);
  table["tn"] = plain(counts.tn);
  row["table"] = std::move(table);
  row["n"] = plain(counts.n());
  const table_2x2 used = counts.plus(options.prior);
  const table_figures of = figures_of(used, options.is_corrected);
  row["base_rate"] = or_null(of.base_rate);
  row["ppv"] = or_null(of.ppv);
  row["npv"] = or_null(of.npv);
  row["sensitivity"] = or_null(of.sensitivity);
  row["specificity"] = or_null(of.specificity);
  row["reach"] = or_null(of.reach);
  row["lift"] = or_null(of.lift);
  row["phi"] = bounded_json(of.phi, through::logarithms);
  row["odds_ratio"] = bounded_json(of.odds_ratio, through::logarithms);
  row["risk_ratio"] = bounded_json(of.risk_ratio, through::logarithms);
  row["risk_difference"] = bounded_json(of.risk_difference, through::roots);
  row["chi_square"] = tested_json(of.chi_square);
  const std::optional<double> fisher_p = fisher_of(used);
  row["fisher_p"] = or_null(fisher_p);
  return fisher_p;
}

json adjusted_json(const stratified_figures& of) {
  json out;
  out["odds_ratio"] = bounded_json(of.odds_ratio, through::logarithms);
  out["risk_difference"] = bounded_json(of.risk_difference, through::roots);
  out["cmh"] = tested_json(of.cmh);
  out["strata"] = of.strata;
  return out;
}

void table_rows::add(json row, std::optional<double> fisher_p, json adjusted) {
  rows_.push_back(std::move(row));
  adjusted_.push_back(std::move(adjusted));
  p_values_.push_back(fisher_p);
}

void table_rows::add_table(json row, const strata_tables& strata, const table_options& options) {
  const auto fisher_p = append_figures(row, sum_of(strata), options);
  add(std::move(row), fisher_p, adjusted_json(mantel_haenszel(strata, options.is_corrected)));
}

json table_rows::finish() {
  const auto q = q_values(p_values_);
  json out = json::array();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    rows_[i]["q"] = or_null(q[i]);
    rows_[i]["adjusted"] = std::move(adjusted_[i]);
    out.push_back(std::move(rows_[i]));
  }
  return out;
}

}  // namespace payoff
