// SPDX-License-Identifier: Apache-2.0
/** @file quality.h  How many rows were read, how many were not, and why? */
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json/json.h"

namespace payoff {

class archive;

/** Why a row was skipped, in the order in which it is tried. */
enum class row_problem : std::uint8_t { bad_json, not_an_object, no_event, no_time, bad_time };
inline constexpr std::array<std::string_view, 5> row_problem_names{"bad_json", "not_an_object", "no_event",
                                                                   "no_time", "bad_time"};

/** Nothing is dropped silently: rows = accepted + duplicates + after_as_of + all rejected. */
class quality_report {
 public:
  static constexpr std::size_t kept_examples = 20;

  /** Lines are counted from 1 again. */
  void begin_file() { ++files_; }
  void reject(row_problem why, std::uint64_t line, std::string detail) {
    ++rejected_[static_cast<std::size_t>(why)];
    if (examples_.size() < kept_examples) examples_.push_back({files_, line, why, std::move(detail)});
  }
  /** A file ended where rows may be missing. */
  void note_truncated() { is_truncated_ = true; }
  void count_duplicate() { ++duplicates_; }
  /** To a snapshot or from one. */
  void pass(archive& through);
  [[nodiscard]] std::uint64_t rejected() const {
    std::uint64_t sum = 0;
    for (const auto count : rejected_) sum += count;
    return sum;
  }

  /** Of `accepted` rows `after_as_of` lie at or after the instant that is asked about. */
  [[nodiscard]] json to_json(std::uint64_t accepted, std::uint64_t after_as_of) const {
    json out;
    out["rows"] = accepted + duplicates_ + rejected();
    out["accepted"] = accepted - after_as_of;
    out["duplicates"] = duplicates_;
    out["after_as_of"] = after_as_of;
    json& why = out["rejected"] = json::object();
    for (std::size_t i = 0; i < rejected_.size(); ++i) {
      if (rejected_[i] != 0) why[std::string(row_problem_names[i])] = rejected_[i];
    }
    json& examples = out["examples"] = json::array();
    for (const auto& one : examples_) {
      json shown;
      if (files_ > 1) shown["file"] = one.file;
      shown["line"] = one.line;
      shown["reason"] = row_problem_names[static_cast<std::size_t>(one.why)];
      shown["detail"] = one.detail;
      examples.push_back(std::move(shown));
    }
    out["truncated"] = is_truncated_;
    return out;
  }

 private:
  struct example {
    std::uint64_t file;
    std::uint64_t line;
    row_problem why;
    std::string detail;
  };
  std::array<std::uint64_t, row_problem_names.size()> rejected_{};
  std::uint64_t duplicates_{0};
  std::uint64_t files_{0};
  bool is_truncated_{false};
  std::vector<example> examples_;
};

}  // namespace payoff
