// SPDX-License-Identifier: Apache-2.0
/**
 * @file engine.h  One account's (or a whole vendor's) events in, answers about their worth out.
 *
 *     payoff::engine engine;
 *     engine.configure(R"({"payoff":1,"version":"1"})");
 *     engine.begin();
 *     engine.append("{\"event\":\"ticket_resolved\",\"userId\":\"u1\",\"timestamp\":\"2026-10-01T09:00:00Z\"}\n");
 *     engine.end();
 *     auto reply =
 * engine.ask(R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01"})");
 *     // reply.json: {"ask":"usage","range":{...},"metrics":[{"id":"events","total":1,...}],...}
 *
 * The engine holds no clock, no locale and no global: the same calls give the same bytes on every platform.
 * It never prints, aborts or throws. It is not thread-safe; use one engine a thread.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "payoff/result.h"
#include "payoff/zone.h"

namespace payoff {

/** Hard limits, each named in the error or the row detail that it gives. */
struct engine_options {
  std::size_t max_row_bytes{256U << 20U}; /**< A longer row is skipped and counted as bad_json. */
  std::uint32_t max_rows{200'000'000};    /**< Accepted rows; beyond: limit_exceeded. */
  std::uint32_t max_names{65'535};        /**< Distinct event names; beyond: limit_exceeded. */
  /**
   * Key of the 64-bit hashes by which duplicates are known. Two different ids of n collide with a chance of
   * about n*n / 2^65 (10M ids: 3 in a million). A host that reads hostile files gives a random key.
   */
  std::uint64_t hash_key{0x9E3779B97F4A7C15U};
};

/** What a load left behind. Times are null (absent) without an accepted event. */
struct load_summary {
  std::string json; /**< {"ok":true,"first_ms","last_ms","format","rows","quality":{...}} */
};

/** The text of an answer, or of {"error":{...}}; for an array of questions an array of these. */
struct reply {
  std::string json;
  bool failed; /**< True if any of the questions failed: the command line exits with 2. */
};

class engine {
 public:
  explicit engine(const engine_options& options = {});
  ~engine();
  engine(engine&&) noexcept;
  engine& operator=(engine&&) noexcept;
  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  /**
   * What counts as value. "" is the playbook of defaults. Forgets rows that were loaded before, because the
   * playbook decides which columns they have. Errors: bad_json, wrong_type, unknown_field, missing_field,
   * bad_value, unknown_name; `path` points into the playbook.
   */
  [[nodiscard]] result<void> configure(std::string_view playbook_json);

  /** What a question does not say itself: {"zone"?, "week_start"?, "as_of"?}. Replaces earlier defaults. */
  [[nodiscard]] result<void> set_defaults(std::string_view defaults_json);

  /**
   * What was learned from all customers: the answer to `learn` or `merge`; "" for none. Questions use it
   * while its playbook has the version of the one that is configured, and say so where it has not. Errors:
   * bad_json, and those of its fields; `path` begins with "/model".
   */
  [[nodiscard]] result<void> set_model(std::string_view model_json);

  /** Gives a zone its offsets, ascending in time. "UTC" is known. Errors: bad_value. */
  [[nodiscard]] result<void> add_zone(std::string_view name, std::vector<zone_change> changes);

  /** Forgets all rows. */
  [[nodiscard]] result<void> begin();

  /**
   * The next bytes of the events, cut anywhere: NDJSON, a JSON array of rows, objects that hold one (`batch`,
   * `results`, `events`, `data`), or CSV with a header; the first bytes after begin() or end() tell which.
   * The view is not kept. O(bytes). Bad rows are counted, never an error. Errors: bad_state, out_of_memory,
   * limit_exceeded, not_supported (CSV to payoff.wasm); the last two stay until begin().
   */
  [[nodiscard]] result<void> append(std::string_view bytes);

  /** Reads what is left of the last row and makes the rows ready to ask. append() may follow with another
   * file, then end() again. */
  [[nodiscard]] result<load_summary> end();

  /**
   * All that end() made ready as one block of bytes, the same from every build for the same rows in the same
   * order, if it keeps the same of them: a program without the question `schema` leaves its samples out.
   * O(rows). Errors: bad_state between append() and end(), out_of_memory, not_supported (payoff.wasm).
   */
  [[nodiscard]] result<std::string> snapshot() const;

  /**
   * In place of begin(), the appends and end() that led to the snapshot: rows may be asked, and more
   * appended. The bytes may be anybody's, all of them is checked. Errors: bad_value for what is no whole
   * snapshot of this version of Payoff with this playbook and this hash_key, limit_exceeded, out_of_memory;
   * after one the engine is as after begin(). The view is not kept. O(bytes).
   */
  [[nodiscard]] result<load_summary> restore(std::string_view bytes);

  /** One question or an array of them, as JSON text; see the reference of questions. Never changes the rows.
   */
  [[nodiscard]] reply ask(std::string_view question_json) const;

  /** Names of the questions in this build, in the order of the table. */
  [[nodiscard]] static std::vector<std::string_view> questions();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

/** The version of the core, as in package.json. */
[[nodiscard]] std::string_view version();

}  // namespace payoff
