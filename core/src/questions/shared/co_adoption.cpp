// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/co_adoption.h"

#include <algorithm>

#include "questions/shared/plan_of.h"
#include "stats/order.h"

namespace payoff {
namespace {

/** Marks the accounts of the matching rows. */
result<void> mark(const frame& in, const time_range& over, const selector& events, const std::string& path,
                  marks& to) {
  PAYOFF_ASSIGN(of, selection::compile(events, path, in));
  const event_store& store = in.context().store;
  for_each_match(store, in.scope_of(over.from_ms, over.to_ms, {}), of, [&](person_id, row_id row) {
    if (store.account(row) != dictionary::none) to[store.account(row)] = true;
  });
  return {};
}

}  // namespace

result<co_adoption> co_adoption::count(const frame& in, const time_range& over) {
  const event_store& store = in.context().store;
  const std::vector<capability>& capabilities = in.context().book.capabilities;
  const std::uint32_t accounts = store.accounts().size();
  co_adoption out;
  out.capabilities_ = capabilities.size();
  out.uses_.assign(capabilities.size(), marks(accounts));
  marks counts(accounts);
  PAYOFF_TRY(mark(in, over, set_selector("active"), "/sets/active", counts));
  for (std::size_t i = 0; i < capabilities.size(); ++i) {
    const std::string path = join_path("/capabilities", i) + "/events";
    PAYOFF_TRY(mark(in, over, capabilities[i].events, path, out.uses_[i]));
  }

  std::vector<std::string_view> plans;
  plans.reserve(accounts);
  for (std::uint32_t account = 0; account < accounts; ++account)
    plans.push_back(plan_of(in.context(), counted::accounts, account + 1, in.as_of_ms()));
  std::vector<std::string_view> names = in_order(plans, order_of(plans));
  names.erase(std::unique(names.begin(), names.end()), names.end());
  for (const std::string_view name : names) {
    out.tables_.push_back({name, 0, std::vector<std::uint64_t>(capabilities.size() * capabilities.size())});
  }
  for (std::uint32_t account = 0; account < accounts; ++account) {
    const auto at = std::lower_bound(names.begin(), names.end(), plans[account]);
    out.plan_of_.push_back(static_cast<std::uint32_t>(at - names.begin()));
    co_adoption_table& table = out.tables_[out.plan_of_.back()];
    bool is_counted = counts[account];
    for (std::size_t a = 0; a < capabilities.size(); ++a) {
      if (!out.uses_[a][account]) continue;
      is_counted = true;
      for (std::size_t b = 0; b < capabilities.size(); ++b) {
        if (out.uses_[b][account]) ++table.both[a * capabilities.size() + b];
      }
    }
    if (is_counted) ++table.accounts;
  }
  return out;
}

std::optional<co_adoption_rule> co_adoption::best_rule(std::uint32_t account, std::size_t capability,
                                                       std::uint64_t least) const {
  const co_adoption_table& table = table_of(account);
  const auto both = [&](std::size_t a, std::size_t b) {
    return static_cast<double>(table.both[a * capabilities_ + b]);
  };
  const auto all = static_cast<double>(table.accounts);
  const double users = both(capability, capability);
  std::optional<co_adoption_rule> out;
  for (std::size_t used = 0; users > 0 && used < capabilities_; ++used) {
    const double having = both(used, used);
    if (!uses(account, used) || having < static_cast<double>(least)) continue;
    const double together = both(used, capability);
    const co_adoption_rule rule{used, table.both[used * capabilities_ + capability], together / all,
                                together / having, together * all / (having * users)};
    if (!out || rule.lift > out->lift || (rule.lift == out->lift && rule.confidence > out->confidence))
      out = rule;
  }
  return out;
}

}  // namespace payoff
