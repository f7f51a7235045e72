// replay.hpp - replays a recorded conversation; the rules are in tests/gateway/README.md.
#pragma once

#include <cjson/cJSON.h>

#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "pos-adapters/cpp/regulars.hpp"

namespace replay {

struct freed {
	void operator()(cJSON *json) const { cJSON_Delete(json); }
	void operator()(char *text) const { cJSON_free(text); }
};
using json = std::unique_ptr<cJSON, freed>;
using kept_values = std::map<std::string, json>;

inline std::string written(const cJSON *value)
{
	return std::unique_ptr<char, freed>(cJSON_PrintUnformatted(value)).get();
}

// "$name" without the dollar sign; "" for anything else.
inline std::string_view name_in(const cJSON *value)
{
	const char *text = cJSON_GetStringValue(value);

	return text != nullptr && text[0] == '$' ? std::string_view(text + 1) : std::string_view();
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as a recorded request
inline void fill(cJSON *parent, const kept_values &kept)
{
	cJSON *next = nullptr;

	for (cJSON *item = parent->child; item != nullptr; item = next) {
		const auto name = name_in(item);

		next = item->next;
		if (name.empty()) {
			fill(item, kept);
			continue;
		}
		cJSON *value = cJSON_Duplicate(kept.at(std::string(name)).get(), true);

		if (item->string != nullptr)
			cJSON_ReplaceItemInObjectCaseSensitive(parent, std::string(item->string).c_str(), value);
		else
			cJSON_ReplaceItemViaPointer(parent, item, value);
	}
}

inline bool is_match(const cJSON *expected, const cJSON *answer, kept_values &kept);

inline bool are_members(const cJSON *expected, const cJSON *answer, kept_values &kept)
{
	if (cJSON_GetArraySize(expected) != cJSON_GetArraySize(answer))
		return false;
	const cJSON *other = answer->child;

	for (const cJSON *item = expected->child; item != nullptr; item = item->next, other = other->next) {
		const cJSON *found = cJSON_IsArray(expected)
					     ? other
					     : cJSON_GetObjectItemCaseSensitive(answer, item->string);

		if (found == nullptr || !is_match(item, found, kept))
			return false;
	}
	return true;
}

inline bool is_match(const cJSON *expected, const cJSON *answer, kept_values &kept)
{
	const auto name = name_in(expected);

	if (name == "any")
		return true;
	if (name.substr(0, 5) == "keep:") {
		kept[std::string(name.substr(5))].reset(cJSON_Duplicate(answer, true));
		return true;
	}
	if (!name.empty())
		return cJSON_Compare(kept.at(std::string(name)).get(), answer, true);
	if ((expected->type & 0xff) != (answer->type & 0xff))
		return false;
	if (cJSON_IsObject(expected) || cJSON_IsArray(expected))
		return are_members(expected, answer, kept);
	return cJSON_Compare(expected, answer, true);
}

// What was wrong first, or "".
inline std::string run(regulars::store &store, const std::string &path)
{
	std::ifstream file(path);
	kept_values kept;
	std::string line;
	int number = 1;

	std::getline(file, line);
	while (std::getline(file, line)) {
		const json turn(cJSON_Parse(line.c_str()));
		cJSON *say = cJSON_GetObjectItemCaseSensitive(turn.get(), "say");
		const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(turn.get(), "say_text"));

		number++;
		if (say != nullptr)
			fill(say, kept);
		const std::string answer = store.request(say != nullptr ? written(say) : std::string(text));
		const json heard(cJSON_Parse(answer.c_str()));

		if (heard == nullptr ||
		    !is_match(cJSON_GetObjectItemCaseSensitive(turn.get(), "hear"), heard.get(), kept))
			return "line " + std::to_string(number) + ": " + answer.substr(0, 300);
	}
	return number > 1 ? "" : "nothing was said";
}

} // namespace replay
