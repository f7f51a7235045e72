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
	  "               [--language en] [--card SCAN] [--consent WORDS]\n"
	  "               [--referral CODE | --referred-by MEMBER]\n"
	  "\n"
	  "  --referral  the code of the friend who brought this one: RG4 and 16 letters\n"
	  "\n"
	  "  regulars enrol \"Asha Verma\" --phone \"+45 12 34 56 78\"\n",
	  COMMON " phone= email= birthday= language= card= referral= referred-by= consent=", 1,
	  command_enrol },
	{ COUNTER, "identify", "say whose card a scan is",
	  "regulars identify SCAN [--cashier NAME] [--language CODE]\n"
	  "      (or - to read the scan from standard input)\n"
	  "\n"
	  "  --cashier   what that one may still give in this shift\n"
	  "  --language  what they read: da\n"
	  "\n"
	  "  regulars identify RG1-7KQM-2XWD-9FAB-C3DE\n",
	  COMMON " cashier= language=", 1, command_identify },
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
	  "regulars receipt SALE [--png FILE | --html FILE | --escpos FILE | --printer usb]\n"
	  "regulars receipt SALE | --sample [--template FILE [--watch]] [--language en]\n"
	  "               [--profile generic-58] [--png FILE | --html FILE | --escpos FILE]\n"
	  "\n"
	  "  --png       the picture that a printer would print\n"
	  "  --html      one file for the customer's phone\n"
	  "  --sample    a receipt of no sale, to see what yours look like\n"
	  "  --template  with this template instead of the shop's: a file, or default, narrow,\n"
	  "              logo or letter, which come with Regulars\n"
	  "  --watch     draws it again whenever that file changes, until Ctrl-C\n"
	  "  --language  in this language instead of the customer's\n"
	  "  --profile   for this printer's paper\n"
	  "\n"
	  "  regulars receipt T1-000123 --png receipt.png\n",
	  COMMON " png= html= escpos= printer= template= language= profile= sample watch", 1,
	  command_receipt },
	{ COUNTER, "spool", "receipts that wait to be printed: see them, try again, give one up",
	  "regulars spool [list] [--all]\n"
	  "regulars spool retry [NUMBER]\n"
	  "regulars spool cancel NUMBER\n"
	  "\n"
	  "  list    those that wait or are at a printer, since when, and why\n"
	  "  retry   tries at once, all that wait or that one; takes back a cancel\n"
	  "  cancel  gives one up; it is not printed any more\n"
	  "  --all   also the last that were printed or cancelled\n"
	  "\n"
	  "  regulars spool --all\n",
	  COMMON " all", 2, command_spool },
	{ COUNTER, "voucher", "what a gift card or a coupon is, and what is left on it",
	  "regulars voucher CODE\n"
	  "\n"
	  "  regulars voucher RG2-7KQM-2XWD-9FAB-C3DE\n",
	  COMMON, 1, command_voucher },
	{ COUNTER, "complaints", "who complained, how late it is, and what was done about it",
	  "regulars complaints [list] [--overdue] [--all]\n"
	  "regulars complaints show N\n"
	  "regulars complaints open [WORDS] [--member MEMBER] [--sale SALE] [--moment N]\n"
	  "               [--reason REASON] [--who NAME] [--id ID]\n"
	  "regulars complaints take N --who NAME\n"
	  "regulars complaints listen | apologise | offer N [WORDS] [--who NAME]\n"
	  "regulars complaints resolve N [--remedy WORDS] [--gesture N] [--by-customer]\n"
	  "regulars complaints reopen | note N [WORDS] [--who NAME]\n"
	  "\n"
	  "  list     overdue ones first: how late, whose, what was done, what to do next\n"
	  "  show     one, with every step\n"
	  "  resolve  with a remedy: it waits for the customer's word then; --by-customer: the\n"
	  "           customer said that it is well; without both: closed without that word\n"
	  "  --all    closed ones too\n"
	  "  --who    who did it; else the name that you are logged in by\n"
	  "  --id     an id of your own: the same again changes nothing\n"
	  "\n"
	  "  regulars complaints resolve 12 --remedy \"a new coffee\" --by-customer\n",
	  COMMON " overdue all member= sale= moment= reason= who= id= remedy= gesture= by-customer",
	  3, command_complaints },
	{ OWNER, "report", "what the sales say",
	  "regulars report NAME [--from DAY] [--to DAY] [--format table|csv|json|html]\n"
	  "\n"
	  "  cohorts           who keeps coming, by when they came first\n"
	  "  value             what members were worth, and will be\n"
	  "  at-risk           who is overdue, the dearest first\n"
	  "  segments          best, loyal, new, drifting, lost: how many, and what they leave\n"
	  "  rhythm            how long until the second visit, and between visits\n"
	  "  new-vs-returning  sales to new members, to returning ones and to others\n"
	  "  economics         what keeping customers is worth here\n"
	  "  forecast          visits and sales of the next weeks\n"
	  "  staff             how many of those served come back\n"
	  "  alerts            what the programme's limits found\n"
	  "  care              complaints, moods, gestures, silent churn: how people are treated\n"
	  "\n"
	  "  --period  week, month or quarter\n"
	  "  --by      store, channel, cashier, product, category (of the first visit),\n"
	  "            tier, referral or language\n"
	  "  --where   only such sales: \"total >= 20 and weekday = sat\"; docs/reports.md\n"
	  "  --show    what cohorts show: share, members, net, margin, refunds, discounts,\n"
	  "            ticket or value\n"
	  "  --table   which table of the report csv has\n"
	  "  --top     how many members a list names\n"
	  "  --cost    what it costs to win a customer, for economics\n"
	  "\n"
	  "  regulars report cohorts --by category\n"
	  "  regulars report value --format html > value.html\n",
	  COMMON " from= to= top= format= period= by= where= show= table= cost=", 1,
	  command_report },
	{ OWNER, "contacts", "who is quietly going, and what to say to them",
	  "regulars contacts [list] [--top N] [--who NAME] [--format table|csv|json]\n"
	  "regulars contacts done MEMBER --who NAME [--how phone|email|letter|till]\n"
	  "regulars contacts add MEMBER\n"
	  "\n"
	  "  list   members who are overdue and never said anything: who to contact, how, and\n"
	  "         words in their language. Some are left alone, by lot, so that it can be\n"
	  "         measured whether contacting helps: regulars report care\n"
	  "  done   one of them was contacted\n"
	  "  add    lists one who is not overdue yet\n"
	  "  --top  how many to contact, 20 where not said\n"
	  "\n"
	  "  regulars contacts --top 5\n"
	  "  regulars contacts done 17 --who Jonas --how phone\n",
	  COMMON " top= who= format= how=", 2, command_contacts },
	{ OWNER, "surprises", "small thank-yous that nobody expected: which, and played again",
	  "regulars surprises [list] [--from DAY] [--to DAY]\n"
	  "regulars surprises replay [--from DAY] [--to DAY]\n"
	  "\n"
	  "  list    what was promised and given, and what this month has left for more\n"
	  "  replay  plays each draw again from the shop's key: says which row was not drawn\n"
	  "          so, or was changed since\n"
	  "\n"
	  "  regulars set surprise_percent 3\n"
	  "  regulars surprises replay --from 2026-01-01\n",
	  COMMON " from= to=", 1, command_surprises },
	{ OWNER, "refresh", "what to expect of each member, worked out anew",
	  "regulars refresh [--whole] [--method map|ml] [--model NAME] [--discount PERCENT]\n"
	  "               [--rebuild]\n"
	  "\n"
	  "  Who is still a customer, how often they will come and what they will be worth: for\n"
	  "  report value, at-risk, economics and forecast, and for the till. Once a night is\n"
	  "  often enough. Ctrl-C stops it; the same command goes on from there.\n"
	  "\n"
	  "  --whole     all members, even where hardly anything changed\n"
	  "  --method    map: with what shops are like in general, which helps small ones;\n"
	  "              ml: by the sales alone\n"
	  "  --model     pareto/nbd, bg/nbd, mbg/nbd or mbg/cnbd-2; best: whichever suits\n"
	  "  --discount  what money that comes a year later is worth less, 10 where not said\n"
	  "  --rebuild   first counts the figures of all reports anew from the sales\n"
	  "\n"
	  "  What is not said of method, model and discount is as it was the last time.\n"
	  "\n"
	  "  regulars refresh\n",
	  COMMON " whole method= model= discount= rebuild", 0, command_refresh },
	{ OWNER, "set", "what you decide: all of it, with what is usual",
	  "regulars set                    (all of them: what holds, what is usual, what each is)\n"
	  "regulars set NAME VALUE         (an empty VALUE, \"\", sets it back)\n"
	  "regulars set NAME\n"
	  "\n"
	  "  Of receipts, moods and questions, complaints, what staff may give, surprises and\n"
	  "  friends, who goes quietly, and how long what is known is kept.\n"
	  "\n"
	  "  regulars set opening_hours 'mo-fr 08:00-18:00; sa 09:00-14:00'\n"
	  "  regulars set question_link https://shop.example/ask/{token}\n",
	  COMMON, 2, command_set },
	{ OWNER, "logo", "the shop's picture on its receipts",
	  "regulars logo apply FILE.png\n"
	  "regulars logo remove\n"
	  "\n"
	  "  apply  a PNG; a light background and few greys print best, up to 576 dots wide\n"
	  "\n"
	  "  regulars logo apply shop.png\n",
	  COMMON, 2, command_logo },
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
	{ OWNER, "template",
	  "what a receipt looks like: see a template, check one, put it in effect",
	  "regulars template list\n"
	  "regulars template show NAME | own\n"
	  "regulars template fields\n"
	  "regulars template check FILE\n"
	  "regulars template apply FILE | NAME\n"
	  "regulars template remove\n"
	  "\n"
	  "  list    those that come with Regulars, and whether the shop has its own\n"
	  "  show    one of them, to start from; own: the one that was applied\n"
	  "  fields  every {{field}}, list and {{say sentence}} there is\n"
	  "  check   whether a file is right; says the line and the place when it is not\n"
	  "  apply   receipts are printed by it from now on\n"
	  "  remove  receipts are printed by \"default\" again\n"
	  "\n"
	  "  regulars template show default > shop.receipt\n"
	  "  regulars template check shop.receipt\n",
	  COMMON, 2, command_template },
	{ OWNER, "words", "what receipts say, in each language: see it, write your own",
	  "regulars words list\n"
	  "regulars words show LANGUAGE [--ours]\n"
	  "regulars words check FILE LANGUAGE\n"
	  "regulars words apply FILE LANGUAGE\n"
	  "regulars words remove LANGUAGE\n"
	  "\n"
	  "  list    the languages that come with Regulars, and the shop's own\n"
	  "  show    the sentences in one, to start from; the shop's own when it has some\n"
	  "  check   whether a file is right: placeholders, plural forms; a line for each mistake\n"
	  "  apply   receipts say these sentences from now on; those that it lacks stay ours\n"
	  "  remove  receipts say ours again\n"
	  "  --ours  ours all the same\n"
	  "\n"
	  "  regulars words show da > my.words\n"
	  "  regulars words check my.words da\n",
	  COMMON " ours", 3, command_words },
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
	{ OWNER, "manager", "who may allow what is over a cashier's budget of gestures",
	  "regulars manager add NAME\n"
	  "regulars manager list\n"
	  "regulars manager remove NAME\n"
	  "\n"
	  "  add     asks for a code, twice and without showing it, or reads two lines of\n"
	  "          standard input; the manager says name and code at the till\n"
	  "  list    who there is, and who is locked after too many wrong codes\n"
	  "  remove  of whoever leaves, or forgot the code and gets a new one\n"
	  "\n"
	  "  regulars manager add Mia\n",
	  COMMON, 2, command_manager },
	{ OWNER, "expire", "end what is due: points that are over, quotes left open",
	  "regulars expire [--dry-run [--until DAY]]\n"
	  "\n"
	  "  A member's points end by themselves when the member is next seen; this does it for\n"
	  "  all, so that figures and doctor see it. It also takes out what is older than\n"
	  "  keep_words_days and keep_members_months, and clears the file of what was erased:\n"
	  "  tills wait for that, seconds in a large store. Run it each night, after closing.\n"
	  "  --dry-run  what would end, and since when; changes nothing\n"
	  "  --until    what would have ended by the end of that day\n"
	  "\n"
	  "  regulars expire --dry-run --until 2026-12-31\n",
	  COMMON " dry-run until=", 0, command_expire },
	{ OWNER, "privacy", "what is known of a member: show it, what they agreed to, erase it",
	  "regulars privacy show MEMBER [--format json] [--png FILE | --html FILE |\n"
	  "               --printer usb] [--language en] [--who NAME]\n"
	  "regulars privacy consent MEMBER keep|contact|analyse yes|no [--text WORDS]"
	  " [--who NAME]\n"
	  "regulars privacy erase MEMBER --who NAME --why REASON --yes [--now | --later]\n"
	  "\n"
	  "  show     all of it, in the member's language; as JSON to take along\n"
	  "  consent  what a member agrees to, or takes back\n"
	  "  erase    name, phone, e-mail, birthday, cards and words go, open complaints are\n"
	  "           closed; sales and points stay, under a number that is nobody's. It does\n"
	  "           not come back. REASON is kept: do not name the member in it\n"
	  "  --later  leaves clearing the file's unused parts to regulars expire; so it is with a\n"
	  "           store of more than 32 MB, because tills would wait for it\n"
	  "  --now    does it at once however large the store is, when no till sells\n"
	  "\n"
	  "  regulars privacy show 17 --html asha.html\n",
	  COMMON " format= png= html= printer= language= who= why= text= id= yes later now", 4,
	  command_privacy },
	{ OWNER, "audit", "who saw or changed what by hand",
	  "regulars audit [--member MEMBER] [--from DAY] [--to DAY]\n"
	  "\n"
	  "  Nobody can change it unnoticed: regulars doctor tells.\n"
	  "\n"
	  "  regulars audit --member 17\n",
	  COMMON " member= from= to=", 0, command_audit },
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
	{ UPKEEP, "printers", "the receipt printers that are there, how they are, a test page",
	  "regulars printers [WHERE]\n"
	  "regulars printers test WHERE [--png FILE]\n"
	  "regulars printers --profiles\n"
	  "\n"
	  "  WHERE       usb, usb:04b8:0e2e, tcp:192.168.1.50, file:/dev/usb/lp0; with a profile\n"
	  "              in front where the printer does not say what it is: generic-58@usb\n"
	  "  test        prints a page that shows width, letters and a code; --png: as a picture\n"
	  "  --profiles  the kinds of printers that are known\n"
	  "\n"
	  "  regulars printers test usb\n",
	  COMMON " profiles png=", 2, command_printers },
	{ UPKEEP, "import", "bring in sales that were made before",
	  "regulars import sales FILE.csv [--map member=customer_id,date=day] [--dry-run] "
	  "[--points]\n"
	  "regulars import poslog|square|shopify|loyverse FILE... [--refused FILE] [--dry-run]\n"
	  "               [--points]\n"
	  "\n"
	  "  sales: one row a sale. Columns are known by their header, or by --map: date, total\n"
	  "  (these two are needed), member, name, sale_id, store, till, cashier, channel, item,\n"
	  "  category, quantity, tax, cost.\n"
	  "  poslog, square, shopify, loyverse: what these tills write down, sales, refunds and\n"
	  "  voids, any number of files in any order; docs/imports.md says what becomes of what.\n"
	  "  What cannot be is told in FILE.refused, and the rest goes in.\n"
	  "\n"
	  "  Running it again, or after it was cut short, adds only what is not there yet.\n"
	  "  --points   lets the sales earn points; without it they are history only\n"
	  "  --refused  where to tell what was refused, and why\n"
	  "  --dry-run  says what would come of it, and keeps nothing\n"
	  "\n"
	  "  regulars import sales year.csv --dry-run\n"
	  "  regulars import poslog logs/2026-*.xml\n",
	  COMMON " map= dry-run points refused=", ARGUMENTS_WORDS_MAX, command_import },
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
	  "regulars gateway [--till NAME] [--printer usb] [--patience MS]\n"
	  "\n"
	  "  MS: how long a request waits for another program that writes; two seconds, unless "
	  "said.\n"
	  "\n"
	  "  echo '{\"op\":\"shop\"}' | regulars gateway --store shop.db\n",
	  COMMON " till= printer= patience=", 0, command_gateway },
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
