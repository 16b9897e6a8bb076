// SPDX-License-Identifier: Apache-2.0
#include "questions/adoption.h"

#include <algorithm>
#include <numeric>

#include "questions/shared/peers.h"
#include "questions/shared/selection.h"
#include "stats/quantile.h"
#include "store/marks.h"
#include "store/sort_keys.h"

namespace payoff {
namespace {

constexpr double most_seats = 1'000'000'000;

/** Units are people, or accounts + 1, so that 0 is nobody: dictionary::none + 1 is 0. */
std::size_t units_of(const event_store& store, bool is_users) {
  return is_users ? std::max<std::size_t>(store.people(), 1) : std::size_t{store.accounts().size()} + 1;
}

/** What some events come to, and whose they are. */
struct use {
  std::uint64_t rows{0};    // with or without somebody
  std::uint64_t events{0};  // of somebody
  std::uint64_t adopters{0};
  std::uint64_t seated{0};  // people with a seat, in each account that has seats
  std::int64_t first_ms{INT64_MAX}, last_ms{INT64_MIN};
  marks by;  // [units]
};

/** @param seats of accounts + 1; 0 where they do not count. */
result<use> use_of(const frame& asked, const scope& in, const selector& events, const std::string& path,
                   counted per, const std::vector<std::uint32_t>& seats) {
  PAYOFF_ASSIGN(of, selection::compile(events, path, asked));
  const event_store& store = asked.context().store;
  use out;
  out.by.resize(units_of(store, per == counted::users));
  std::vector<person_id> last_seated(seats.size());  // rows of a person come together
  for_each_match(store, in, of, [&](person_id person, row_id row) {
    ++out.rows;
    out.first_ms = std::min(out.first_ms, store.time_ms(row));
    out.last_ms = std::max(out.last_ms, store.time_ms(row));
    const std::uint32_t account = store.account(row) + 1;
    if (person != nobody && account < seats.size() && seats[account] > 0 && last_seated[account] != person) {
      last_seated[account] = person;
      ++out.seated;
    }
    const std::uint32_t who = per == counted::users ? person : account;
    if (who == nobody) return;
    ++out.events;
    if (out.by[who]) return;
    out.by[who] = true;
    ++out.adopters;
  });
  return out;
}

/** What is known of a unit at the end of what is counted; absent where the playbook names no attribute. */
cell known_of(const frame& asked, const scope& in, const std::optional<attribute_name>& of,
              std::uint32_t unit) {
  if (!of) return {};
  const attribute_log& log = asked.context().store.attributes(of->subject);
  const std::size_t attribute = log.index_of(of->name);
  if (attribute == attribute_log::npos) return {};
  return log.at(attribute, of->subject == attribute_subject::user ? unit : unit - 1, in.to_ms - 1);
}

/** Who may use a capability. */
struct availability {
  bool is_any{false};  // the one that is asked for, else anybody
  marks to;            // [units]
};

availability available(const frame& asked, const scope& in, const capability& one, counted per) {
  const event_store& store = asked.context().store;
  const std::optional<attribute_name>& plan = asked.context().book.subscription.plan;
  const bool is_limited = plan && !one.plans.empty();
  availability out{!is_limited, {}};
  out.to.resize(units_of(store, per == counted::users), !is_limited);
  if (!is_limited) return out;
  const bool is_of_user = plan->subject == attribute_subject::user;
  marks has(units_of(store, is_of_user));
  for (std::uint32_t unit = 1; unit < has.size(); ++unit) {
    const cell value = known_of(asked, in, plan, unit);
    has[unit] =
        value.kind() != cell_kind::text ||
        std::find(one.plans.begin(), one.plans.end(), store.texts()[value.text_id()]) != one.plans.end();
  }
  marks lacks(out.to.size());
  bool is_lacking = false;
  const auto see = [&](person_id person, std::uint32_t account) {
    const std::uint32_t whose = is_of_user ? person : account;
    if (whose == nobody || whose >= has.size()) return;
    (has[whose] ? out.is_any : is_lacking) = true;
    (has[whose] ? out.to : lacks)[per == counted::users ? person : account] = true;
  };
  for_each_row(store, in, [&](person_id person, row_id row) { see(person, store.account(row) + 1); });
  // Who is asked for by name need not have been there.
  see(in.person.value_or(nobody), in.account.value_or(dictionary::none) + 1);
  for (std::size_t unit = 0; unit < lacks.size(); ++unit) {
    if (!lacks[unit]) out.to[unit] = true;
  }
  out.is_any = out.is_any || !is_lacking;
  return out;
}

/** Of the account that is asked for, else of those that are active: [accounts + 1], 0 where unknown. */
std::vector<std::uint32_t> seats_of(const frame& asked, const scope& in, counted per, const use& active) {
  std::vector<std::uint32_t> out;
  const std::optional<attribute_name>& seats = asked.context().book.subscription.seats;
  if (seats && seats->subject == attribute_subject::user) return out;
  out.resize(units_of(asked.context().store, false));
  for (std::uint32_t account = 1; account < out.size(); ++account) {
    const bool counts =
        in.account ? *in.account + 1 == account : per == counted::accounts && active.by[account];
    const cell value = counts ? known_of(asked, in, seats, account) : cell();
    if (value.is_number() && value.number() >= 1 && value.number() <= most_seats) {
      out[account] = static_cast<std::uint32_t>(value.number());
    }
  }
  return out;
}

std::uint64_t sum_of(const std::vector<std::uint32_t>& seats) {
  return std::accumulate(seats.begin(), seats.end(), std::uint64_t{0});
}

json capability_json(const frame& in, const capability& one, const use& used, std::uint64_t people,
                     counted per, bool is_available, std::uint64_t seats, const json* peer_rate) {
  json out;
  out["id"] = one.id;
  out["label"] = one.label;
  out["adopters"] = used.adopters;
  out["people"] = people;
  out["rate"] = ratio(used.adopters, people);
  out["depth"] = ratio(used.events, used.adopters);
  const auto date_of = [&](std::int64_t at_ms) {
    return used.rows == 0 ? json(nullptr) : json(date_name(in.place().day_number(at_ms)));
  };
  out["first_used"] = date_of(used.first_ms);
  out["last_used"] = date_of(used.last_ms);
  out["used"] = used.rows > 0;
  if (!is_available) out["available"] = false;
  if (per == counted::accounts || seats > 0) out["share_of_seats"] = ratio(used.seated, seats);
  out["peer_rate"] = peer_rate != nullptr ? *peer_rate : json();
  if (!one.href.empty()) out["href"] = one.href;
  return out;
}

struct unused_capability {
  const std::string* id;
  std::uint64_t peers;
};

}  // namespace

result<json> adoption_of(frame& in, counted per) {
  const std::vector<capability>& capabilities = in.context().book.capabilities;
  const scope now = in.current();
  const bool is_of_one = in.account() || in.user();
  PAYOFF_ASSIGN(active, use_of(in, now, set_selector("active"), "/sets/active", per, {}));
  const std::vector<std::uint32_t> seats = seats_of(in, now, per, active);
  if (per == counted::accounts && sum_of(seats) == 0) in.note("not_available");

  std::vector<std::uint32_t> used_by(active.by.size());
  std::vector<std::uint32_t> open_to(active.by.size());
  std::vector<unused_capability> unused;
  std::size_t open = 0;
  json entries = json::array();
  const learned_model* const model = in.context().model;
  const json* const peers = peers_of(in);
  for (std::size_t i = 0; i < capabilities.size(); ++i) {
    const capability& one = capabilities[i];
    const std::string path = join_path("/capabilities", i) + "/events";
    const availability has = available(in, now, one, per);
    std::vector<std::uint32_t> seats_here = seats;
    for (std::size_t account = 0; account < seats.size(); ++account) {
      if (per == counted::accounts ? !has.to[account] : !has.is_any) seats_here[account] = 0;
    }
    PAYOFF_ASSIGN(used, use_of(in, now, one.events, path, per, seats_here));
    for (std::size_t who = 0; who < used_by.size(); ++who) {
      if (!has.to[who]) continue;
      ++open_to[who];
      if (used.by[who]) ++used_by[who];
    }
    entries.push_back(
        capability_json(in, one, used, active.adopters, per, has.is_any, sum_of(seats_here),
                        peers != nullptr ? peers->find("capabilities")->find(one.id) : nullptr));
    if (!has.is_any) continue;
    ++open;
    if (used.rows > 0) continue;
    unused.push_back({&one.id, 0});
    if (model != nullptr) unused.back().peers = SIZE_MAX - rank_of(*model, "capabilities", one.id);
    if (!is_of_one || model != nullptr) continue;
    PAYOFF_ASSIGN(others, use_of(in, in.scope_of(now.from_ms, now.to_ms, {}), one.events, path, per, {}));
    unused.back().peers = others.adopters;
  }
  sort_few(unused.data(), unused.data() + unused.size(),
           [](const unused_capability& a, const unused_capability& b) {
             return a.peers != b.peers ? a.peers > b.peers : *a.id < *b.id;
           });

  std::vector<double> utilisations;
  for (std::size_t who = 0; who < used_by.size(); ++who) {
    if (active.by[who] && open_to[who] > 0)
      utilisations.push_back(used_by[who] / static_cast<double>(open_to[who]));
  }
  json out;
  in.add_customer(out);
  out["per"] = per_name(per);
  out["people"] = active.adopters;
  json& utilisation = out["utilisation"];
  utilisation["value"] = is_of_one ? ratio(open - unused.size(), open) : json(nullptr);
  utilisation["median"] = or_null(median(utilisations));
  out["capabilities"] = std::move(entries);
  json& ids = out["unused"] = json::array();
  for (const unused_capability& one : unused) ids.push_back(*one.id);
  out["next_best"] = unused.empty() ? json(nullptr) : json(*unused.front().id);
  return out;
}

result<json> answer_adoption(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  in.read_range(from, grain::month);
  const counted per = read_per(from);
  from.finish();
  if (context.book.capabilities.empty()) {
    wrong.report(error_code::missing_field, "", "the playbook has no `capabilities`: add them there");
  }
  PAYOFF_TRY(wrong.as_result());
  PAYOFF_ASSIGN(body, adoption_of(in, per));
  json out = in.begin_answer("adoption");
  out.append(std::move(body));
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
