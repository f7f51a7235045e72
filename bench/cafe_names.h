/* SPDX-License-Identifier: Apache-2.0 */
/* cafe_names.h - common names in eight tongues and five scripts, to be put together by chance. */
#pragma once

#include <stdbool.h>

struct tongue {
	double weight;
	bool family_first;
	const char *given[12];
	const char *family[12];
};

static const struct tongue tongues[] = {
	{ 6,
	  false,
	  { "Mette", "Jonas", "Freja", "Emil", "Ida", "Oscar", "Karen", "Søren", "Signe", "Malthe",
	    "Åse", "Rasmus" },
	  { "Holm", "Lund", "Dahl", "Krogh", "Bech", "Friis", "Winther", "Møller", "Nørgaard",
	    "Kjær", "Toft", "Skov" } },
	{ 3,
	  false,
	  { "Emma", "Noah", "Grace", "Samuel", "Ruth", "Owen", "Clara", "Henry", "Alice", "Leo",
	    "Nora", "Max" },
	  { "Baker", "Reed", "Marsh", "Hale", "Brandt", "Vogel", "Keller", "Frost", "Lang",
	    "Winter", "Page", "Cole" } },
	{ 2,
	  false,
	  { "Zofia", "Jakub", "Hanna", "Antoni", "Łucja", "Piotr", "Ewa", "Marek", "Ola", "Kacper",
	    "Irena", "Tomasz" },
	  { "Nowak", "Wójcik", "Mazur", "Krawczyk", "Zając", "Król", "Wieczorek", "Dudek", "Pawlak",
	    "Sikora", "Baran", "Duda" } },
	{ 2,
	  false,
	  { "Asha", "Rohan", "Meera", "Arjun", "Kavya", "Vikram", "Anita", "Sanjay", "Divya",
	    "Nikhil", "Priya", "Kiran" },
	  { "Verma", "Rao", "Nair", "Joshi", "Menon", "Gupta", "Iyer", "Bose", "Kapoor", "Shah",
	    "Das", "Pillai" } },
	{ 1,
	  false,
	  { "नेहा", "अमित", "सीता", "राहुल", "गीता", "विजय", "आशा", "मोहन", "रेखा", "सुनील", "उषा",
	    "अनिल" },
	  { "शर्मा", "वर्मा", "गुप्ता", "जोशी", "मेहता", "राव", "सिंह", "पटेल", "दास", "मिश्रा", "नायर",
	    "बोस" } },
	{ 2,
	  true,
	  { "Thị Lan", "Văn Minh", "Thu Hà", "Quang Huy", "Ngọc Mai", "Đức Anh", "Thanh Tâm",
	    "Hải Yến", "Bảo Long", "Kim Chi", "Tuấn Kiệt", "Phương Thảo" },
	  { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ",
	    "Ngô" } },
	{ 1,
	  false,
	  { "أمل", "سامي", "ليلى", "كريم", "نور", "هالة", "يوسف", "مريم", "طارق", "سلمى", "رامي",
	    "دينا" },
	  { "حداد", "خوري", "نجار", "صباغ", "منصور", "سعد", "عيسى", "فارس", "زيدان", "قاسم",
	    "شاهين", "درويش" } },
	{ 1,
	  true,
	  { "花子", "健太", "美咲", "大輔", "さくら", "翔太", "陽菜", "直樹", "結衣", "拓也", "葵",
	    "蓮" },
	  { "佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田",
	    "山田" } },
};
