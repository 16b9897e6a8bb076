// SPDX-License-Identifier: Apache-2.0
/** @file marks.h  Which of many people, accounts or rows are marked? */
#pragma once

#include <cstdint>
#include <vector>

namespace payoff {

/** 0 or 1 for each. Bytes: the bits of marks are as much again code at each use, and slower. */
using marks = std::vector<std::uint8_t>;

}  // namespace payoff
