// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/known_attribute.h"

#include "playbook/selector.h"
#include "questions/shared/rounded.h"

namespace payoff {

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

std::string known_attribute::text_at(const event_store& store, std::uint32_t unit, row_id row) const {
  const bool of_user = subject_ == attribute_subject::user;
  const bool is_own = of_user == (per_ == counted::users);
  const std::uint32_t beside = of_user ? store.person(row) : store.account(row);
  const std::uint32_t own = of_user ? unit : unit - 1;
  const std::uint32_t subject = is_own ? own : beside;
  if (subject == (of_user ? nobody : dictionary::none)) return {};
  return value_text(store, store.attributes(subject_).at(column_, subject, store.time_ms(row)));
}

}  // namespace payoff
