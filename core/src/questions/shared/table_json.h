// SPDX-License-Identifier: Apache-2.0
/** @file table_json.h  How is a table of two by two told? Shared by association, aha_discovery and education.
 */
#pragma once

#include <string>
#include <vector>

#include "json/json.h"
#include "json/reader.h"
#include "questions/shared/strata.h"
#include "stats/contingency.h"
#include "stats/mantel_haenszel.h"

namespace payoff {

/** {"value","low","high"}; the interval is rounded where it went through logarithms. */
enum class through : std::uint8_t { roots, logarithms };
[[nodiscard]] json bounded_json(const bounded& figure, through how);

/** What a question says of how tables are read. */
struct table_options {
  double prior{0}; /**< Added to all four cells. */
  bool is_corrected{false};
};
/** `prior` and `correction`. */
[[nodiscard]] table_options read_table_options(reader& question);

/** A row as text that more fields follow: all but the last bracket. Of null: no field yet. */
[[nodiscard]] std::string opened(const json& fields);

/**
 * Appends "table" as it was counted, "n", and the figures of table + prior, "base_rate" to "fisher_p".
 * @return fisher_p.
 */
std::optional<double> append_figures(std::string& row, const table_2x2& counts, const table_options& options);

/** {"odds_ratio","risk_difference","cmh","strata"}. */
[[nodiscard]] json adjusted_json(const stratified_figures& of);

/** Rows whose "q" and then "adjusted" are still to come, because q hangs on all of them. All are opened(). */
class table_rows {
 public:
  void add(std::string row, std::optional<double> fisher_p, const json& adjusted);
  /** The figures of the strata's sum behind what the row holds, adjusted over them. */
  void add_table(std::string row, const strata_tables& strata, const table_options& options);
  /** An array, in the order of adding. */
  [[nodiscard]] json finish();

 private:
  struct told {
    std::string text;
    std::size_t q_at; /**< Where q is put in. */
  };
  std::vector<told> rows_;
  std::vector<std::optional<double>> p_values_;
};

}  // namespace payoff
