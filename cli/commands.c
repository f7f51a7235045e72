/* commands.c - see commands.h. */
#include "cli/commands.h"

#include <string.h>

#define COMMON "store= key= help"

#define COUNTER "At the counter"
#define OWNER "For the owner"
#define UPKEEP "Setting up and looking after"

static const struct command COMMANDS[] = {
	{ COUNTER, "enrol", "make a new member",
	  "regulars enrol NAME [--phone NUMBER] [--email ADDRESS] [--birthday 1990-05-17]\n"
	  "               [--language en] [--card SCAN] [--referred-by MEMBER] [--consent WORDS]\n"
	  "\n"
	  "  regulars enrol \"Asha Verma\" --phone \"+45 12 34 56 78\"\n",
	  COMMON " phone= email= birthday= language= card= referred-by= consent=", 1,
	  command_enrol },
	{ COUNTER, "identify", "say whose card a scan is",
	  "regulars identify SCAN      (or - to read it from standard input)\n"
	  "\n"
	  "  regulars identify RG1-7KQM-2XWD-9FAB-C3DE\n",
	  COMMON, 1, command_identify },
	{ COUNTER, "card", "one more card for a member, or a new QR for a lost one",
	  "regulars card MEMBER SCAN | --renew\n"
	  "\n"
	  "  --renew  a new QR code; those that Regulars made for this member before are blocked\n"
	  "\n"
	  "  regulars card 17 2900001234568\n",
	  COMMON " renew", 2, command_card },
	{ COUNTER, "qr", "a member's QR code",
	  "regulars qr MEMBER --png FILE | --text\n"
	  "\n"
	  "  regulars qr 17 --png asha.png\n",
	  COMMON " png= text", 1, command_qr },
	{ COUNTER, "receipt", "a sale's receipt: on the terminal, as a picture, or on paper",
	  "regulars receipt SALE [--png FILE | --escpos FILE | --printer usb]\n"
	  "\n"
	  "  regulars receipt T1-000123 --png receipt.png\n",
	  COMMON " png= escpos= printer=", 1, command_receipt },
	{ COUNTER, "voucher", "what a gift card or a coupon is, and what is left on it",
	  "regulars voucher CODE\n"
	  "\n"
	  "  regulars voucher RG2-7KQM-2XWD-9FAB-C3DE\n",
	  COMMON, 1, command_voucher },
	{ OWNER, "report", "what the sales say",
	  "regulars report cohorts|value|alerts [--from DAY] [--to DAY] [--top N] [--format "
	  "table|csv|json]\n"
	  "\n"
	  "  regulars report cohorts\n",
	  COMMON " from= to= top= format=", 1, command_report },
	{ OWNER, "programme", "the rules and rewards: check a file, try it, put it in effect",
	  "regulars programme check FILE [--currency EUR]\n"
	  "regulars programme simulate FILE [--from DAY] [--to DAY]\n"
	  "regulars programme apply FILE\n"
	  "regulars programme show [--version N]\n"
	  "\n"
	  "  check     whether the file is right for this shop; says the line when it is not;\n"
	  "            with --currency no shop is needed\n"
	  "  simulate  what it would have given for the sales of the past; changes nothing\n"
	  "  apply     puts it in effect, from now on or from the file's \"effective\"\n"
	  "  show      the one in effect, as it was applied\n"
	  "\n"
	  "  regulars programme check schema/programme/cafe.json --currency EUR\n",
	  COMMON " currency= from= to= version=", 2, command_programme },
	{ OWNER, "issue", "a gift card or a coupon made by hand",
	  "regulars issue gift-card AMOUNT | coupon REWARD --who NAME --why REASON\n"
	  "               [--member MEMBER] [--until DAY] [--code CODE] [--id ID]\n"
	  "\n"
	  "  --code   of a card that came printed; else a code is made and said\n"
	  "  --until  the last day; else as the programme says, or without an end\n"
	  "\n"
	  "  regulars issue gift-card 50.00 --who Asha --why raffle\n",
	  COMMON " member= until= code= id= who= why=", 2, command_issue },
	{ OWNER, "member", "a member's account: what came and went, when, and why",
	  "regulars member MEMBER [--last N] [--format table|csv|json]\n"
	  "\n"
	  "  Points, credit and stamps, each with its balance after every change; the newest "
	  "last.\n"
	  "  --last  no more than the last N of each\n"
	  "\n"
	  "  regulars member 17 --last 20\n",
	  COMMON " last= format=", 1, command_account },
	{ OWNER, "adjust", "give or take points by hand, with who and why",
	  "regulars adjust MEMBER UNITS --who NAME --why REASON [--purse points] [--id ID]\n"
	  "\n"
	  "  UNITS    whole points or stamps, or an amount of credit; below zero takes away\n"
	  "  --purse  points, credit, or the id of a stamp card\n"
	  "  --id     an id of your own: the same again changes nothing\n"
	  "\n"
	  "  regulars adjust 17 50 --who Jonas --why \"the till was down\"\n",
	  COMMON " who= why= purse= id=", 2, command_adjust },
	{ OWNER, "merge", "two members that are one person become one",
	  "regulars merge INTO FROM --who NAME --why REASON\n"
	  "\n"
	  "  Cards, visits, points and coupons of FROM are INTO's from then on.\n"
	  "\n"
	  "  regulars merge 17 42 --who Jonas --why \"two phones\"\n",
	  COMMON " who= why=", 2, command_merge },
	{ OWNER, "unmerge", "undo a merge, by the number that it said",
	  "regulars unmerge MERGE --who NAME\n"
	  "\n"
	  "  regulars unmerge 1042 --who Jonas\n",
	  COMMON " who=", 1, command_unmerge },
	{ OWNER, "segments", "the groups that a member belongs to",
	  "regulars segments MEMBER \"WORD WORD\"\n"
	  "\n"
	  "  They take the place of those before; \"\" for none. Rules and rewards can ask for\n"
	  "  them.\n"
	  "\n"
	  "  regulars segments 17 \"vip staff\"\n",
	  COMMON, 2, command_segments },
	{ OWNER, "staff", "which member a cashier is, for the limit own_card",
	  "regulars staff CASHIER MEMBER | --nobody\n"
	  "\n"
	  "  regulars staff Jonas 17\n",
	  COMMON " nobody", 2, command_staff },
	{ OWNER, "expire", "end what is due: points that are over, quotes left open",
	  "regulars expire [--dry-run [--until DAY]]\n"
	  "\n"
	  "  A member's points end by themselves when the member is next seen; this does it for\n"
	  "  all, so that figures and doctor see it. Run it each night.\n"
	  "  --dry-run  what would end, and since when; changes nothing\n"
	  "  --until    what would have ended by the end of that day\n"
	  "\n"
	  "  regulars expire --dry-run --until 2026-12-31\n",
	  COMMON " dry-run until=", 0, command_expire },
	{ UPKEEP, "init", "set up a shop: its store and its key",
	  "regulars init --name NAME --currency CODE --zone ZONE [--language en]\n"
	  "              [--earn \"1 per 10.00\"] [--worth \"100 = 1.00\"]\n"
	  "              [--reward \"400 a free coffee\"] [--cards \"29 977\"] [--calling-code "
	  "45]\n"
	  "\n"
	  "  --earn    points earned, for each amount spent\n"
	  "  --worth   what points are worth in money, as shown to the cashier\n"
	  "  --reward  points and what they are collected for\n"
	  "  --cards   leading digits of the shop's own numbered cards\n"
	  "  --calling-code  put before phone numbers written without one: 12 34 56 78 and\n"
	  "            +45 12 34 56 78 are one phone then\n"
	  "\n"
	  "  regulars init --name \"Kaffe & Kage\" --currency DKK --zone Europe/Copenhagen \\\n"
	  "      --calling-code 45\n",
	  COMMON " name= currency= zone= language= earn= worth= reward= cards= calling-code=", 0,
	  command_init },
	{ UPKEEP, "import", "bring in sales that were made before",
	  "regulars import sales FILE.csv [--map member=customer_id,date=day] [--dry-run] "
	  "[--points]\n"
	  "\n"
	  "  One row a sale. Columns are known by their header, or by --map: date, total (these "
	  "two\n"
	  "  are needed), member, name, sale_id, store, till, cashier, item, category, quantity, "
	  "tax,\n"
	  "  cost. Running it again, or after it was cut short, adds only what is not there yet.\n"
	  "  --points lets the sales earn points; without it they are history only.\n"
	  "\n"
	  "  regulars import sales year.csv --dry-run\n",
	  COMMON " map= dry-run points", 2, command_import },
	{ UPKEEP, "backup", "copy the store while the tills go on, and check the copy",
	  "regulars backup FILE\n"
	  "\n"
	  "  regulars backup monday.db\n",
	  COMMON, 1, command_backup },
	{ UPKEEP, "doctor", "check the store, and say what to do",
	  "regulars doctor\n"
	  "\n"
	  "  regulars doctor --store shop.db\n",
	  COMMON, 0, command_doctor },
	{ UPKEEP, "gateway", "answer JSON requests, one a line, on standard input and output",
	  "regulars gateway [--till NAME] [--printer usb]\n"
	  "\n"
	  "  echo '{\"op\":\"shop\"}' | regulars gateway --store shop.db\n",
	  COMMON " till= printer=", 0, command_gateway },
};

enum { COMMAND_COUNT = sizeof(COMMANDS) / sizeof(COMMANDS[0]) };

const struct command *commands_at(int place)
{
	return place < COMMAND_COUNT ? &COMMANDS[place] : NULL;
}

const struct command *commands_find(const char *name)
{
	for (int i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(COMMANDS[i].name, name) == 0)
			return &COMMANDS[i];
	return NULL;
}
