// SPDX-License-Identifier: Apache-2.0
/** @file test_playbook_value.cpp  How the parts of a playbook about worth, progress and leaving go wrong. */
#include "playbook_mistakes.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr const char* hourly = R"("roi":{"hourly_cost":32,)";

void check_rules(const std::vector<mistake>& table) {
  for (const mistake& one : table) {
    check_playbook(R"({"payoff":1,"version":"1",)" + std::string(hourly) + R"("rules":[)" + one.text + "]}}",
                   one);
  }
}

}  // namespace

TEST_CASE("mistakes in activation are named") {
  check_parts({
      {R"("activation":{"steps":[{"id":"a","event":"x"}]})", "missing_field", "/activation/start", "`start`"},
      {R"("activation":{"start":"s"})", "missing_field", "/activation/steps", "`steps`"},
      {R"("activation":{"start":"s","stps":[]})", "unknown_field", "/activation/stps", "`steps`"},
      {R"("activation":{"start":"s","steps":[]})", "bad_value", "/activation/steps", "at least one"},
      {R"("activation":{"start":"@vlaue","steps":[{"id":"a","event":"x"}]})", "unknown_name",
       "/activation/start", "`value`"},
      {R"("activation":{"start":"s","steps":[{"id":"a","event":"@vlaue"}]})", "unknown_name",
       "/activation/steps/0/event", "`value`"},
      {R"("activation":{"start":"s","steps":[{"id":"a","event":"x"},{"id":"a","event":"y"}]})", "bad_value",
       "/activation/steps/1/id", "`a`"},
      {R"("activation":{"start":"s","steps":[{"id":"a","event":"x","count":0}]})", "bad_value",
       "/activation/steps/0/count", "whole number"},
      {R"("activation":{"start":"s","steps":[{"id":"a","event":"x","cuont":2}]})", "unknown_field",
       "/activation/steps/0/cuont", "`count`"},
      {R"("activation":{"start":"s","within_days":0,"steps":[{"id":"a","event":"x"}]})", "bad_value",
       "/activation/within_days", "whole number"},
      {R"("activation":{"start":"s","per":"team","steps":[{"id":"a","event":"x"}]})", "bad_value",
       "/activation/per", "account"},
      {R"("activation":{"start":"s","rule":"some","steps":[{"id":"a","event":"x"}]})", "bad_value",
       "/activation/rule", "at_least"},
      {R"("activation":{"start":"s","rule":{"at_least":2},"steps":[{"id":"a","event":"x"}]})", "bad_value",
       "/activation/rule/at_least", "1"},
      {R"("activation":{"start":"s","rule":{"at_leest":1},"steps":[{"id":"a","event":"x"}]})",
       "unknown_field", "/activation/rule/at_leest", "`at_least`"},
      {R"("activation":{"start":"s","rule":{},"steps":[{"id":"a","event":"x"}]})", "missing_field",
       "/activation/rule/at_least", "`at_least`"},
      {R"("aha":{"count":3})", "missing_field", "/aha/event", "`event`"},
      {R"("aha":{"event":"x","count":"3"})", "wrong_type", "/aha/count", "a number"},
      {R"("aha":{"event":"x","start":"@vlaue"})", "unknown_name", "/aha/start", "`value`"},
  });
}

TEST_CASE("mistakes in metrics are named") {
  check_parts({
      {R"("metrics":[{"of":"x"}])", "missing_field", "/metrics/0/id", "`id`"},
      {R"("metrics":[{"id":"m"}])", "missing_field", "/metrics/0/of", "`of`"},
      {R"("metrics":[{"id":"m","of":"x"},{"id":"m","of":"y"}])", "bad_value", "/metrics/1/id", "`m`"},
      {R"("metrics":[{"id":"m","of":"@vlaue"}])", "unknown_name", "/metrics/0/of", "`value`"},
      {R"("metrics":[{"id":"m","of":"x","stat":"cuont"}])", "bad_value", "/metrics/0/stat", "`count`"},
      {R"("metrics":[{"id":"m","of":"x","stat":"sum"}])", "missing_field", "/metrics/0/prop", "`prop`"},
      {R"("metrics":[{"id":"m","of":"x","stat":"count","prop":"minutes"}])", "bad_value", "/metrics/0/prop",
       "sum"},
      {R"("metrics":[{"id":"m","of":"x","unit":""}])", "bad_value", "/metrics/0/unit", "empty"},
      {R"("metrics":[{"id":"m","of":"x","better":"more"}])", "bad_value", "/metrics/0/better", "up"},
      {R"("metrics":[{"id":"m","between":{"start":"x","end":"y"},"stat":"median"}])", "missing_field",
       "/metrics/0/between/key", "`key`"},
      {R"("metrics":[{"id":"m","between":{"start":"x","end":"@vlaue","key":"k"},"stat":"median"}])",
       "unknown_name", "/metrics/0/between/end", "`value`"},
      {R"("metrics":[{"id":"m","of":"x","between":{"start":"x","end":"y","key":"k"},"stat":"median"}])",
       "bad_value", "/metrics/0/of", "between"},
      {R"("metrics":[{"id":"m","between":{"start":"x","end":"y","key":"k"},"stat":"users"}])", "bad_value",
       "/metrics/0/stat", "median"},
      {R"("metrics":[{"id":"m","between":{"start":"x","end":"y","key":"k"},"stat":"median","unit":"minute"}])",
       "bad_value", "/metrics/0/unit", "`minutes`"},
  });
}

TEST_CASE("mistakes in the value of things are named") {
  check_rules({
      {R"({"id":"r","minutes_saved":2})", "missing_field", "/roi/rules/0/of", "`of`"},
      {R"({"id":"r","of":"@vlaue","minutes_saved":2})", "unknown_name", "/roi/rules/0/of", "`value`"},
      {R"({"id":"r","of":"x"})", "missing_field", "/roi/rules/0", "minutes_saved"},
      {R"({"id":"r","of":"x","minutes_savd":2})", "unknown_field", "/roi/rules/0/minutes_savd",
       "`minutes_saved`"},
      {R"({"id":"r","of":"x","minutes_saved":2,"value":3})", "bad_value", "/roi/rules/0", "minutes_saved"},
      {R"({"id":"r","of":"x","minutes_saved":"2"})", "wrong_type", "/roi/rules/0/minutes_saved", "a string"},
      {R"({"id":"r","of":"x","minutes_saved":{"low":3,"expected":2,"high":4}})", "bad_value",
       "/roi/rules/0/minutes_saved", "low"},
      {R"({"id":"r","of":"x","minutes_saved":{"low":1,"expected":2,"high":1}})", "bad_value",
       "/roi/rules/0/minutes_saved", "high"},
      {R"({"id":"r","of":"x","minutes_saved":-1})", "bad_value", "/roi/rules/0/minutes_saved", "0"},
      {R"({"id":"r","of":"x","minutes_saved":{"low":1,"high":2}})", "missing_field",
       "/roi/rules/0/minutes_saved/expected", "`expected`"},
      {R"({"id":"r","of":"x","minutes_saved":{"expcted":1}})", "unknown_field",
       "/roi/rules/0/minutes_saved/expcted", "`expected`"},
      {R"({"id":"r","of":"x","value":{"prop":"amount","low":1}})", "unknown_field", "/roi/rules/0/value/low",
       "low"},
      {R"({"id":"r","of":"x","value":2,"source":"mesured"})", "bad_value", "/roi/rules/0/source",
       "`measured`"},
      {R"({"id":"r","of":"x","value":2},{"id":"r","of":"y","value":2})", "bad_value", "/roi/rules/1/id",
       "`r`"},
      {R"({"id":"r","of":"x","value":2,"currency":"EUR"},{"id":"s","of":"y","value":2,"currency":"USD"})",
       "mixed_currencies", "/roi/rules/1/currency", "USD"},
  });
  check_parts({
      {R"("roi":{"rules":[{"id":"r","of":"x","minutes_saved":2}]})", "missing_field", "/roi/hourly_cost",
       "`hourly_cost`"},
      {R"("product":{"currency":"EUR"},"roi":{"hourly_cost":{"expected":3,"currency":"USD"}})",
       "mixed_currencies", "/roi/hourly_cost/currency", "EUR"},
      {R"("product":{"currency":"EUR"},"roi":{"subscription":{"amount":3,"currency":"USD"}})",
       "mixed_currencies", "/roi/subscription/currency", "USD"},
      {R"("roi":{"hourly_cost":{"expected":3,"curency":"USD"}})", "unknown_field", "/roi/hourly_cost/curency",
       "`currency`"},
      {R"("roi":{"hourly_cost":-3})", "bad_value", "/roi/hourly_cost", "0"},
      {R"("roi":{"subscription":{"period":"month"}})", "missing_field", "/roi/subscription/amount",
       "`amount`"},
      {R"("roi":{"subscription":{"amount":"mrr"}})", "bad_value", "/roi/subscription/amount", "account.mrr"},
      {R"("roi":{"subscription":{"amount":"account."}})", "bad_value", "/roi/subscription/amount",
       "account.mrr"},
      {R"("roi":{"subscription":{"amount":-1}})", "bad_value", "/roi/subscription/amount", "negative"},
      {R"("roi":{"subscription":{"amount":true}})", "wrong_type", "/roi/subscription/amount",
       "true or false"},
      {R"("roi":{"subscription":{"amount":1,"period":"monthly"}})", "bad_value", "/roi/subscription/period",
       "`month`"},
      {R"("roi":{"ruls":[]})", "unknown_field", "/roi/ruls", "`rules`"},
  });
}

TEST_CASE("an empty currency is none, and so goes with every other") {
  engine core;
  CHECK(core.configure(
      R"({"payoff":1,"version":"1","product":{"currency":"EUR"},"roi":{"hourly_cost":{"expected":3,"currency":""}}})"));
}

TEST_CASE("mistakes in the report are named") {
  check_parts({
      {R"("metrics":[{"id":"resolved","of":"x"}],"report":{"headline":["resolvd"]})", "unknown_name",
       "/report/headline/0", "`resolved`"},
      {R"("report":{"headline":["resolved"]})", "unknown_name", "/report/headline/0", "resolved"},
      {R"("report":{"period":"day"})", "bad_value", "/report/period", "month"},
      {R"("report":{"texts":{"en":5}})", "wrong_type", "/report/texts/en", "a string"},
      {R"("report":{"texts":{"en":""}})", "bad_value", "/report/texts/en", "empty"},
      {R"("report":{"texts":{"":"x"}})", "bad_value", "/report/texts/", "a name must not be empty"},
      {R"("report":{"text":{}})", "unknown_field", "/report/text", "`texts`"},
  });
}

TEST_CASE("parts that no question reads yet are checked as strictly") {
  check_parts({
      {R"("retention":{"grain":"weak"})", "bad_value", "/retention/grain", "`week`"},
      {R"("retention":{"retrun":"x"})", "unknown_field", "/retention/retrun", "`return`"},
      {R"("retention":{"cohort":"evry"})", "bad_value", "/retention/cohort", "`every`"},
      {R"("retention":{"cohort":"attribute:"})", "bad_value", "/retention/cohort", "attribute:plan"},
      {R"("retention":{"periods":0})", "bad_value", "/retention/periods", "1"},
      {R"("retention":{"return":"@vlaue"})", "unknown_name", "/retention/return", "`value`"},
      {R"("retention":{"cohort":"atribute:plan"})", "bad_value", "/retention/cohort", "`attribute:plan`"},
      {R"("retention":{"cohort":"attribute:"})", "bad_value", "/retention/cohort", "`attribute:plan`"},
      {R"("subscription":{"plan":"user."})", "bad_value", "/subscription/plan", "account.plan"},
      {R"("subscription":{"plan":"plan"})", "bad_value", "/subscription/plan", "account.plan"},
      {R"("subscription":{"mmr":"account.mrr"})", "unknown_field", "/subscription/mmr", "`mrr`"},
      {R"("subscription":{"canceled":"@vlaue"})", "unknown_name", "/subscription/canceled", "`value`"},
      {R"("survey":{"nps":{"evnt":"x"}})", "unknown_field", "/survey/nps/evnt", "`event`"},
      {R"("flags":{"silnt":{"high_days":14}})", "unknown_field", "/flags/silnt", "`silent`"},
      {R"("flags":{"silent":5})", "wrong_type", "/flags/silent", "an object"},
      {R"("flags":{"silent":{"high_days":"14"}})", "wrong_type", "/flags/silent/high_days", "a number"},
      {R"("flags":{"silent":{"high_day":14}})", "unknown_field", "/flags/silent/high_day", "`high_days`"},
      {R"("flags":{"silent":{"high":14}})", "unknown_field", "/flags/silent/high", "high_days"},
      {R"("flags":{"silent":{"high_days":0}})", "bad_value", "/flags/silent/high_days", "from 1 to 3650"},
      {R"("flags":{"usage_drop":{"hgih":0.5}})", "unknown_field", "/flags/usage_drop/hgih", "`high`"},
      {R"("flags":{"usage_drop":{"high":50}})", "bad_value", "/flags/usage_drop/high", "from 0"},
      {R"("flags":{"usage_drop":{"high":-0.5}})", "bad_value", "/flags/usage_drop/high", "to 1"},
      {R"("flags":{"payment_failed":{"high":1}})", "unknown_field", "/flags/payment_failed/high", "none"},
      {R"("flags":{"renewal_near":{"health":101}})", "bad_value", "/flags/renewal_near/health", "100"},
      {R"("stages":[{"id":"s","stage":"churnd"}])", "bad_value", "/stages/0/stage", "churned"},
      {R"("stages":[{"stage":"churned"}])", "missing_field", "/stages/0/id", "`id`"},
      {R"("stages":[{"id":"s","stage":"reach"},{"id":"s","stage":"reach"}])", "bad_value", "/stages/1/id",
       "`s`"},
      {R"("stages":[{"id":"s","stage":"reach","when":[{"measure":"events_28d"}]}])", "missing_field",
       "/stages/0/when/0/gte", "`lt`"},
      {R"("stages":[{"id":"s","stage":"reach","when":[{"measure":"events_28d","gt":1,"lt":2}]}])",
       "unknown_field", "/stages/0/when/0/gt", "`gte`"},
      {R"("health":[{"id":"h","weight":-1,"measure":"m","bad":0,"good":1}])", "bad_value", "/health/0/weight",
       "negative"},
      {R"("health":[{"id":"h","weight":1,"measure":"m","bad":1,"good":1}])", "bad_value", "/health/0/good",
       "differ"},
      {R"("health":[{"id":"h","wieght":1,"measure":"m","bad":0,"good":1}])", "unknown_field",
       "/health/0/wieght", "`weight`"},
      {R"("health":[{"weight":1,"measure":"m","bad":0,"good":1}])", "missing_field", "/health/0/id", "`id`"},
      {R"("health":[{"id":"h","weight":1,"measure":"m","bad":0,"good":1},{"id":"h","weight":1,"measure":"m","bad":0,"good":1}])",
       "bad_value", "/health/1/id", "`h`"},
      {R"("nudges":[{"id":"n"},{"id":"n"}])", "bad_value", "/nudges/1/id", "`n`"},
      {R"("nudges":[{"id":"n","when":{"flg":"silent"}}])", "unknown_field", "/nudges/0/when/flg", "`flag`"},
      {R"("nudges":[{"id":"n","when":{}}])", "missing_field", "/nudges/0/when/flag", "`flag`"},
      {R"("nudges":[{"id":"n","text":5}])", "wrong_type", "/nudges/0/text", "by language"},
      {R"("nudges":[{"id":"n","text":{"en":5}}])", "wrong_type", "/nudges/0/text/en", "a string"},
      {R"("nudges":[{"id":"n","kind":"tpi"}])", "bad_value", "/nudges/0/kind", "`tip`"},
      {R"("nudges":[{"id":"n","when":"always"}])", "wrong_type", "/nudges/0/when", "an object"},
      {R"("nudges":[{"id":"n","txt":"x"}])", "unknown_field", "/nudges/0/txt", "`text`"},
      {R"("cancel":{"reasons":["too_expnsive"]})", "unknown_name", "/cancel/reasons/0", "`too_expensive`"},
      {R"("cancel":{"reasons":["unused","gone"]})", "unknown_name", "/cancel/reasons/1", "gone"},
      {R"("cancel":{"offers":{"unusd":{"kind":"pause"}}})", "unknown_name", "/cancel/offers/unusd",
       "`unused`"},
      {R"("cancel":{"offers":{"unused":{"months":2}}})", "missing_field", "/cancel/offers/unused/kind",
       "`kind`"},
      {R"("cancel":{"offers":{"unused":{"kind":"discount","percent":101}}})", "bad_value",
       "/cancel/offers/unused/percent", "100"},
      {R"("cancel":{"offers":{"unused":{"kind":"pause","month":2}}})", "unknown_field",
       "/cancel/offers/unused/month", "`months`"},
  });
}
