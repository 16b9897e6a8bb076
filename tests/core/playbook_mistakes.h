// SPDX-License-Identifier: Apache-2.0
/** @file playbook_mistakes.h  Tables of wrong playbooks and what must be said about them. */
#pragma once

#include <vector>

#include "ask.h"

namespace payoff::testing {

struct mistake {
  const char* text;
  const char* code;
  const char* path;
  const char* message_holds;
};

inline void check_playbook(const std::string& text, const mistake& wanted) {
  CAPTURE(text);
  engine core;
  const auto outcome = core.configure(text);
  REQUIRE_FALSE(outcome.has_value());
  CAPTURE(outcome.error().message);
  CHECK(error_name(outcome.error().code) == wanted.code);
  CHECK(outcome.error().path == wanted.path);
  CHECK(outcome.error().message.find(wanted.message_holds) != std::string::npos);
}

/** Whole texts. */
inline void check_playbooks(const std::vector<mistake>& table) {
  for (const mistake& one : table) check_playbook(one.text, one);
}

/** Parts of a playbook that is well but for them. */
inline void check_parts(const std::vector<mistake>& table) {
  for (const mistake& one : table)
    check_playbook(R"({"payoff":1,"version":"1",)" + std::string(one.text) + "}", one);
}

}  // namespace payoff::testing
