// SPDX-License-Identifier: Apache-2.0
/** @file words.h  Which words does a text hold that say nothing of who wrote it? */
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace payoff {

/**
 * The words of UTF-8 text, in small letters, each once, bytewise. A word is a run of letters; marks, joiners,
 * apostrophes and hyphens belong to it where they stand between letters. Between two spaces all is passed
 * over that holds a digit, one of @ / \ _ or a point between letters: numbers, addresses, links, names of
 * accounts. So are words of a single letter and of more than forty. There is no table of all letters of all
 * scripts: from U+00C0 on everything is one that is no punctuation or symbol of a common block.
 */
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

}  // namespace payoff
