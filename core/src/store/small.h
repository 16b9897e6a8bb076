// SPDX-License-Identifier: Apache-2.0
/** @file small.h  Which functions of a fast file should rather be small? */
#pragma once

/**
 * Some files are compiled for speed, for what every row passes. What runs once a stream in them, or for a row
 * that is wrong, should rather be small in the module that is downloaded; so should what is no faster for it.
 */
#ifdef __clang__
#define PAYOFF_SMALL __attribute__((minsize, noinline))
#else
#define PAYOFF_SMALL __attribute__((noinline))
#endif
