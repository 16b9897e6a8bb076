// SPDX-License-Identifier: Apache-2.0
/** @file frame.h  Which time, zone and customer does a question look at? The fields that all questions share.
 */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "questions/question.h"
#include "questions/shared/scope.h"
#include "store/calendar.h"

namespace payoff {

/**
 * `zone`, `week_start`, `as_of`, `account`, `user`, and for questions over a range `from`, `to` and `grain`,
 * with their defaults filled in: the question's own, else the host's, else the playbook's, else UTC and
 * monday.
 */
class frame {
 public:
  enum class as_of_rule : std::uint8_t { required, optional };

  /** Reads zone, week_start, as_of, account and user. Without an optional as_of all rows count. */
  frame(reader& question, const ask_context& context, as_of_rule rule = as_of_rule::required);

  /** Reads `from`, `to` and `grain`; sets the range. Errors go to the reader's problem. */
  void read_range(reader& question, grain default_grain);
  /** The same from values that the caller has. */
  void set_range(std::int64_t from_ms, std::int64_t to_ms, grain by);

  [[nodiscard]] const ask_context& context() const { return context_; }
  [[nodiscard]] const zone& place() const { return *place_; }
  [[nodiscard]] weekday week_start() const { return week_start_; }
  [[nodiscard]] std::int64_t as_of_ms() const { return as_of_ms_; }
  [[nodiscard]] const time_range& range() const { return range_; }
  [[nodiscard]] grain by() const { return by_; }
  [[nodiscard]] const std::optional<std::string>& account() const { return account_; }
  [[nodiscard]] const std::optional<std::string>& user() const { return user_; }

  /** True if the range has not ended at as_of. */
  [[nodiscard]] bool is_partial() const { return as_of_ms_ < range_.to_ms; }
  /** The asked customer's rows in [from, to), never at or after as_of. */
  [[nodiscard]] scope scope_of(std::int64_t from_ms, std::int64_t to_ms) const;
  [[nodiscard]] scope current() const { return scope_of(range_.from_ms, range_.to_ms); }
  /** The same of one account, whoever's rows they are, or of all. */
  [[nodiscard]] scope scope_of(std::int64_t from_ms, std::int64_t to_ms,
                               std::optional<std::uint32_t> account) const;

  /** A moment in the question's zone; a miss is reported at `name`. */
  [[nodiscard]] std::int64_t read_moment(reader& question, std::string_view name) const;

  /** Notes are stable codes, each once, in the order of their first mention. */
  void note(std::string_view code);

  /** {"ask","range","account"?,"user"?}: how the answer to a question over a range begins. */
  [[nodiscard]] json begin_answer(std::string_view ask) const;
  /** Appends the `account` and `user` that were asked for. */
  void add_customer(json& to) const;
  /** {"from","to","zone","grain","week_start","as_of"} */
  [[nodiscard]] json range_json() const;
  /** Appends `notes` and `quality`. */
  void finish_answer(json& answer) const;

 private:
  const ask_context& context_;
  const zone* place_;
  weekday week_start_{weekday::monday};
  std::int64_t as_of_ms_{INT64_MAX};
  time_range range_;
  grain by_{grain::day};
  std::optional<std::string> account_, user_;
  std::optional<std::uint32_t> account_number_;
  std::optional<person_id> person_;
  std::vector<std::string_view> notes_;
  mutable scope_cache scopes_;
};

/** Buckets of a range in the frame's zone and grain; a failure goes to the question's problem. */
[[nodiscard]] result<std::vector<bucket>> buckets_of(const frame& in, const time_range& range);

/** part / whole, null of nothing. */
[[nodiscard]] json ratio(std::uint64_t part, std::uint64_t whole);

/** {"start", ..., "partial": true if it has not ended at as_of}; the caller adds its values behind "start".
 */
[[nodiscard]] json bucket_json(const frame& in, const bucket& of);
void mark_partial(json& entry, const frame& in, const bucket& of);

}  // namespace payoff
