// SPDX-License-Identifier: Apache-2.0
#include "questions/profile.h"

#include <algorithm>
#include <tuple>

#include "questions/activation.h"
#include "questions/adoption.h"
#include "questions/aha_progress.h"
#include "questions/flags.h"
#include "questions/health.h"
#include "questions/shared/customer.h"
#include "questions/shared/progress.h"
#include "questions/shared/rounded.h"
#include "questions/shared/survey_answers.h"
#include "questions/stage.h"
#include "stats/order.h"

namespace payoff {
namespace {

constexpr std::int64_t recent_days = 28;
constexpr std::size_t most_events = 10;

json value_json(const cell& of, const dictionary& texts) {
  switch (of.kind()) {
    case cell_kind::number:
      return plain(of.number());
    case cell_kind::boolean:
      return of.boolean();
    case cell_kind::text:
      return texts[of.text_id()];
    default:
      return nullptr;
  }
}

json attributes_json(const customer& who, attribute_subject subject) {
  const std::vector<std::string> names = who.book().attributes(subject);
  const std::vector<std::string_view> views(names.begin(), names.end());
  json out = json::object();
  for (const std::string_view name : in_order(views, order_of(views))) {
    const cell known = who.known(attribute_name{subject, std::string(name)});
    if (known.kind() != cell_kind::absent) out[name] = value_json(known, who.in().context().store.texts());
  }
  return out;
}

/** One event, in the order in which the newest are listed. */
struct seen_event {
  std::int64_t at_ms;
  std::string_view event, user, account;

  friend bool operator<(const seen_event& a, const seen_event& b) {
    return std::tie(b.at_ms, a.event, a.user, a.account) < std::tie(a.at_ms, b.event, b.user, b.account);
  }
};

/** What a walk over all events of the customer finds. */
struct walk {
  std::optional<std::int64_t> first_ms;
  std::uint64_t people{0};
  std::vector<seen_event> latest;
};

walk walk_over(const customer& who) {
  const event_store& store = who.in().context().store;
  walk out;
  person_id last = nobody;
  for_each_row(store, who.in().scope_of(0, who.in().as_of_ms()), [&](person_id person, row_id row) {
    if (person != last && person != nobody) ++out.people;
    last = person;
    const std::int64_t at_ms = store.time_ms(row);
    out.first_ms = std::min(out.first_ms.value_or(at_ms), at_ms);
    if (out.latest.size() == most_events && at_ms < out.latest.back().at_ms) return;
    const std::uint32_t account = store.account(row);
    const seen_event one{at_ms, store.names()[store.name(row)],
                         person == nobody ? std::string_view() : store.users()[person - 1],
                         account == dictionary::none ? std::string_view() : store.accounts()[account]};
    out.latest.insert(std::upper_bound(out.latest.begin(), out.latest.end(), one), one);
    if (out.latest.size() > most_events) out.latest.pop_back();
  });
  return out;
}

json text_or_null(std::string_view text) { return text.empty() ? json(nullptr) : json(text); }

json last_events_json(const std::vector<seen_event>& latest) {
  json out = json::array();
  for (const seen_event& one : latest) {
    out.push_back({{"event", one.event},
                   {"at", instant_name(one.at_ms)},
                   {"user", text_or_null(one.user)},
                   {"account", text_or_null(one.account)}});
  }
  return out;
}

struct staff {
  json people, seats;
};

result<staff> staff_of(const customer& who, std::uint64_t total) {
  staff out;
  if (who.in().user()) return out;
  PAYOFF_ASSIGN(active, who.count("active", statistic::users, who.last_days(recent_days)));
  out.people["total"] = total;
  out.people["active_28d"] = plain(active);
  const cell bought = who.known(who.book().subscription.seats);
  const bool is_known = bought.is_number();
  out.seats["bought"] = is_known ? plain(bought.number()) : json(nullptr);
  out.seats["active_28d"] = plain(active);
  const bool has_share = is_known && bought.number() > 0 && active;
  out.seats["share"] = has_share ? plain(*active / bought.number()) : json(nullptr);
  return out;
}

result<json> subscription_of(const customer& who) {
  const subscription_attributes& contract = who.book().subscription;
  const dictionary& texts = who.in().context().store.texts();
  json out;
  out["plan"] = value_json(who.known(contract.plan), texts);
  out["mrr"] = value_json(who.known(contract.mrr), texts);
  out["renews_on"] = value_json(who.known(contract.renews_on), texts);
  out["card_expires_on"] = value_json(who.known(contract.card_expires_on), texts);
  out["days_to_renewal"] = or_null(who.days_to(who.known_date_ms(contract.renews_on)));
  for (const char* name : {"canceled", "payment_failed", "payment_succeeded"}) {
    json& at = out[std::string(name) + "_at"];
    const selector* events = who.payment(name);
    if (events == nullptr) continue;
    PAYOFF_ASSIGN(last_ms, who.last_ms(*events, join_path("/subscription", name), who.in().as_of_ms()));
    at = instant_or_null(last_ms);
  }
  return out;
}

result<json> conversations_of(const customer& who) {
  json out;
  const selector* support = who.book().find_set("support");
  if (support == nullptr) return out;
  const std::int64_t as_of_ms = who.in().as_of_ms();
  const std::string path = "/sets/support";
  PAYOFF_ASSIGN(total, who.count(*support, path, {0, as_of_ms}));
  PAYOFF_ASSIGN(recent, who.count(*support, path, who.last_days(recent_days)));
  PAYOFF_ASSIGN(last_ms, who.last_ms(*support, path, as_of_ms));
  out["total"] = plain(total);
  out["last_28d"] = plain(recent);
  out["last_at"] = instant_or_null(last_ms);
  return out;
}

result<json> surveys_of(const customer& who) {
  const event_store& store = who.in().context().store;
  json out = json::array();
  for (const survey& one : who.book().surveys) {
    PAYOFF_ASSIGN(answers, survey_answers::find(who.in(), one.name));
    if (!answers) continue;
    std::uint64_t count = 0;
    std::optional<row_id> last;
    // Ascending: earlier, then better, then what is said later in the alphabet.
    const auto rank = [&](row_id row) {
      const auto score = answers->score_of(store, row);
      return std::tuple(store.time_ms(row), score.has_value(), -score.value_or(0));
    };
    const auto said_first = [&](row_id a, row_id b) {
      const std::string_view left = answers->comment_of(store, a);
      const std::string_view right = answers->comment_of(store, b);
      return left.empty() != right.empty() ? right.empty() : left < right;
    };
    for_each_match(
        store, who.in().scope_of(0, who.in().as_of_ms()), answers->rows, [&](person_id, row_id row) {
          ++count;
          if (!last || rank(row) > rank(*last) || (rank(row) == rank(*last) && said_first(row, *last)))
            last = row;
        });
    json entry;
    entry["id"] = one.name;
    entry["answers"] = count;
    entry["last_at"] = last ? json(instant_name(store.time_ms(*last))) : json(nullptr);
    entry["score"] = last ? plain(answers->score_of(store, *last)) : json(nullptr);
    entry["comment"] = last ? text_or_null(answers->comment_of(store, *last)) : json(nullptr);
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace

result<json> answer_profile(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  from.finish();
  need_customer(in, "whose profile?", wrong);
  PAYOFF_TRY(wrong.as_result());
  const playbook& book = context.book;
  const customer who(in);
  const walk seen = walk_over(who);

  json out;
  out["ask"] = "profile";
  in.add_customer(out);
  out["first_seen"] = instant_or_null(seen.first_ms);
  out["last_seen"] = seen.latest.empty() ? json(nullptr) : json(instant_name(seen.latest.front().at_ms));
  json& attributes = out["attributes"] = json::object();
  if (in.account()) attributes["account"] = attributes_json(who, attribute_subject::account);
  if (in.user()) attributes["user"] = attributes_json(who, attribute_subject::user);
  PAYOFF_ASSIGN(staff, staff_of(who, seen.people));
  out["people"] = std::move(staff.people);
  out["seats"] = std::move(staff.seats);
  // Parts of which the playbook has nothing stay null.
  const auto add = [&](const char* name, bool is_there, const auto& part) -> result<void> {
    json& to = out[name];
    if (!is_there) return {};
    PAYOFF_ASSIGN(body, part());
    to = std::move(body);
    return {};
  };
  PAYOFF_TRY(add("stage", true, [&] { return stage_of_one(in); }));
  PAYOFF_TRY(add("health", !book.health.empty(), [&] { return health_of_one(in); }));
  PAYOFF_TRY(add("flags", true, [&] { return flags_of(who); }));
  PAYOFF_TRY(add("activation", book.activation.has_value(), [&] { return activation_of_one(in); }));
  PAYOFF_TRY(add("aha", book.aha.has_value(), [&] { return aha_of_one(in, *book.aha, "/aha"); }));
  const time_range recent = who.last_days(recent_days);
  in.set_range(recent.from_ms, recent.to_ms, grain::month);
  PAYOFF_TRY(add("adoption", !book.capabilities.empty(), [&] { return adoption_of(in, counted::users); }));
  PAYOFF_TRY(add("subscription", true, [&] { return subscription_of(who); }));
  PAYOFF_TRY(add("conversations", true, [&] { return conversations_of(who); }));
  PAYOFF_TRY(add("surveys", true, [&] { return surveys_of(who); }));
  out["last_events"] = last_events_json(seen.latest);
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
