// SPDX-License-Identifier: Apache-2.0
#include "questions/lifecycle.h"

#include "questions/shared/activity.h"
#include "questions/shared/frame.h"

namespace payoff {
namespace {

struct tally {
  std::uint64_t fresh{0}, returning{0}, resurrected{0}, dormant{0};
};

/**
 * Cells of the line: 0 is all time before the bucket before the range, 1 is that bucket, then the part that
 * `from` cuts off the first bucket (if it does), then the buckets.
 */
class lifecycle_tally {
 public:
  lifecycle_tally(std::size_t buckets, std::uint32_t first) : first_(first), by_(buckets) {}

  void add(std::span<const std::uint32_t> cells) {
    // The last cell that has a successor. `first_ - 1` stands for the bucket before, wherever its cell is.
    std::uint32_t last = none;
    bool is_known = false;
    for (const std::uint32_t cell : cells) {
      if (cell >= first_) {
        tally& now = by_[cell - first_];
        if (!is_known) {
          ++now.fresh;
        } else if (last == cell - 1) {
          ++now.returning;
        } else {
          ++now.resurrected;
        }
      }
      is_known = true;
      const bool is_before = cell == 1;
      if (!is_before && cell < first_) continue;
      close(last, is_before ? first_ - 1 : cell);
      last = is_before ? first_ - 1 : cell;
    }
    close(last, none);
  }

  [[nodiscard]] const std::vector<tally>& by_bucket() const { return by_; }

 private:
  static constexpr std::uint32_t none = UINT32_MAX;

  /** Active in `last`, next in `next`: dormant in between. */
  void close(std::uint32_t last, std::uint32_t next) {
    if (last == none || next == last + 1) return;
    const std::size_t after = last + 1 - first_;
    if (after < by_.size()) ++by_[after].dormant;
  }

  std::uint32_t first_;
  std::vector<tally> by_;  // [buckets]
};

}  // namespace

result<json> answer_lifecycle(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  in.read_range(from, grain::day);
  const counted per = read_per(from);
  const selector of = read_active(from, wrong);
  from.finish();
  PAYOFF_TRY(wrong.as_result());

  PAYOFF_ASSIGN(by, buckets_of(in, in.range()));
  const std::int64_t whole_start_ms = by.front().full_start_ms;
  PAYOFF_ASSIGN(before, buckets_of(in, {whole_start_ms - 1, whole_start_ms}));
  std::vector<std::int64_t> edges{before.front().full_start_ms, whole_start_ms};
  for (const bucket& one : by) edges.push_back(one.start_ms);
  const timeline line(std::move(edges));
  PAYOFF_ASSIGN(active_in, selection::compile(of, "/of", in));
  PAYOFF_ASSIGN(who, activity::find(context.store, in.scope_of(0, in.range().to_ms), active_in, line, per));
  lifecycle_tally all(by.size(), line.cell_of(by.front().start_ms));
  for (std::uint32_t unit = 1; unit < who.units(); ++unit) all.add(who.of(unit));

  json out = in.begin_answer("lifecycle");
  out["per"] = per_name(per);
  json& series = out["series"] = json::array();
  std::uint64_t gained = 0;
  std::uint64_t lost = 0;
  for (std::size_t i = 0; i < by.size(); ++i) {
    const tally& one = all.by_bucket()[i];
    const bool has_begun = by[i].start_ms < in.as_of_ms();
    const auto known = [has_begun](std::uint64_t count) { return has_begun ? json(count) : json(nullptr); };
    json entry = bucket_json(in, by[i]);
    entry["new"] = known(one.fresh);
    entry["returning"] = known(one.returning);
    entry["resurrected"] = known(one.resurrected);
    entry["dormant"] = known(one.dormant);
    mark_partial(entry, in, by[i]);
    series.push_back(std::move(entry));
    if (by[i].full_end_ms > in.as_of_ms()) continue;
    gained += one.fresh + one.resurrected;
    lost += one.dormant;
  }
  out["quick_ratio"] = ratio(gained, lost);
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
