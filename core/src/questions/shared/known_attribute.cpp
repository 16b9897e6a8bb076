// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/known_attribute.h"

#include "playbook/selector.h"
#include "questions/shared/rounded.h"

namespace payoff {

cell value_of(const cell& found) {
  switch (found.kind()) {
    case cell_kind::number:
      return cell::of_number(found.number() + 0.0);
    case cell_kind::boolean:
    case cell_kind::text:
      return found;
    default:
      return {};
  }
}

cell greater_value(const cell& a, const cell& b, const dictionary& texts) {
  if (a.kind() == cell_kind::absent) return b;
  return b.kind() != cell_kind::absent && is_less_value(a, b, texts) ? b : a;
}

std::string value_text(const event_store& store, const cell& value) {
  switch (value.kind()) {
    case cell_kind::number:
      return print_json(plain(value.number()));
    case cell_kind::boolean:
      return value.boolean() ? "true" : "false";
    case cell_kind::text:
      return std::string(store.texts()[value.text_id()]);
    default:
      return {};
  }
}

known_attribute known_attribute::find(const std::string& name, const std::string& path,
                                      const event_store& store, counted per, problem& wrong) {
  known_attribute out;
  out.name_ = name;
  out.per_ = per;
  const auto look_in = [&](attribute_subject subject, const std::string& wanted) {
    if (out.column_ != attribute_log::npos) return;
    out.subject_ = subject;
    out.column_ = store.attributes(subject).index_of(wanted);
  };
  if (const auto named = parse_attribute_name(name)) {
    look_in(named->subject, named->name);
  } else {
    const bool is_user = per == counted::users;
    look_in(is_user ? attribute_subject::user : attribute_subject::account, name);
    look_in(is_user ? attribute_subject::account : attribute_subject::user, name);
  }
  if (out.column_ == attribute_log::npos) {
    wrong.report(
        error_code::needs_reload, path,
        "the attribute `" + name +
            "` was not kept; name it in the playbook's /data/columns, with `account.` or `user.` before "
            "it, and load again");
  }
  return out;
}

std::string known_attribute::text_at(const event_store& store, std::uint32_t unit, const row_list& rows,
                                     std::uint32_t first, const selection& of) const {
  const bool of_user = subject_ == attribute_subject::user;
  const bool is_own = of_user == (per_ == counted::users);
  const std::int64_t time_ms = store.time_ms(rows[first]);
  cell found;
  for (std::uint32_t i = first; i < rows.size() && store.time_ms(rows[i]) == time_ms; ++i) {
    if (!of.matches(rows[i])) continue;
    const std::uint32_t beside = of_user ? store.person(rows[i]) : store.account(rows[i]);
    const std::uint32_t own = of_user ? unit : unit - 1;
    const std::uint32_t subject = is_own ? own : beside;
    if (subject == (of_user ? nobody : dictionary::none)) continue;
    const cell known = value_of(store.attributes(subject_).at(column_, subject, time_ms));
    found = greater_value(found, known, store.texts());
    if (is_own) break;
  }
  return value_text(store, found);
}

}  // namespace payoff
