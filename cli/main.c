/* main.c - `regulars`, the owner's and the installer's command: `regulars NOUN VERB`, --help with
 * an example, exit 0 done, 1 refused, 2 misused. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"

#define COMMON "store= key= help"

struct command {
	const char *name;
	const char *summary;
	const char *usage;
	const char *flags;
	int words_max; /* beside the flags */
	command_function *run;
};

static const struct command COMMANDS[] = {
	{ "init", "set up a shop: its store and its key",
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
	{ "enrol", "make a new member",
	  "regulars enrol NAME [--phone NUMBER] [--email ADDRESS] [--birthday 1990-05-17]\n"
	  "               [--language en] [--card SCAN] [--referred-by MEMBER] [--consent WORDS]\n"
	  "\n"
	  "  regulars enrol \"Asha Verma\" --phone \"+45 12 34 56 78\"\n",
	  COMMON " phone= email= birthday= language= card= referred-by= consent=", 1,
	  command_enrol },
	{ "identify", "say whose card a scan is",
	  "regulars identify SCAN      (or - to read it from standard input)\n"
	  "\n"
	  "  regulars identify RG1-7KQM-2XWD-9FAB-C3DE\n",
	  COMMON, 1, command_identify },
	{ "card", "one more card for a member, or a new QR for a lost one",
	  "regulars card MEMBER SCAN | --renew\n"
	  "\n"
	  "  --renew  a new QR code; those that Regulars made for this member before are blocked\n"
	  "\n"
	  "  regulars card 17 2900001234568\n",
	  COMMON " renew", 2, command_card },
	{ "qr", "a member's QR code",
	  "regulars qr MEMBER --png FILE | --text\n"
	  "\n"
	  "  regulars qr 17 --png asha.png\n",
	  COMMON " png= text", 1, command_qr },
	{ "receipt", "a sale's receipt: on the terminal, as a picture, or on paper",
	  "regulars receipt SALE [--png FILE | --escpos FILE | --printer usb]\n"
	  "\n"
	  "  regulars receipt T1-000123 --png receipt.png\n",
	  COMMON " png= escpos= printer=", 1, command_receipt },
	{ "import", "bring in sales that were made before",
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
	{ "report", "what the sales say",
	  "regulars report cohorts|value [--from DAY] [--to DAY] [--top N] [--format "
	  "table|csv|json]\n"
	  "\n"
	  "  regulars report cohorts\n",
	  COMMON " from= to= top= format=", 1, command_report },
	{ "backup", "copy the store while the tills go on, and check the copy",
	  "regulars backup FILE\n"
	  "\n"
	  "  regulars backup monday.db\n",
	  COMMON, 1, command_backup },
	{ "doctor", "check the store, and say what to do",
	  "regulars doctor\n"
	  "\n"
	  "  regulars doctor --store shop.db\n",
	  COMMON, 0, command_doctor },
	{ "gateway", "answer JSON requests, one a line, on standard input and output",
	  "regulars gateway [--till NAME] [--printer usb]\n"
	  "\n"
	  "  echo '{\"op\":\"shop\"}' | regulars gateway --store shop.db\n",
	  COMMON " till= printer=", 0, command_gateway },
};

enum { COMMAND_COUNT = sizeof(COMMANDS) / sizeof(COMMANDS[0]) };

static void print_overview(FILE *stream)
{
	(void)fprintf(stream, "regulars %s - a shop that knows its regulars\n\n", RGL_VERSION);
	for (int i = 0; i < COMMAND_COUNT; i++)
		(void)fprintf(stream, "  regulars %-9s %s\n", COMMANDS[i].name,
			      COMMANDS[i].summary);
	(void)fputs(
		"\nEach takes --store FILE (else $REGULARS_STORE, else regulars.db), --key FILE\n"
		"(else the store's name with .key), and --help.\n",
		stream);
}

static const struct command *find_command(const char *name)
{
	for (int i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(COMMANDS[i].name, name) == 0)
			return &COMMANDS[i];
	return NULL;
}

/* The exit code; the one line, when there is one, goes to standard error. */
static int tell(const struct cli *cli, rgl_rc rc, const char *name)
{
	if (rc >= 0)
		return 0;
	(void)fflush(stdout);
	(void)fprintf(stderr, "regulars: %s",
		      cli->refusal.text[0] == '\0' ? result_words(rc) : cli->refusal.text);
	if (rc == RGL_E_ARGUMENT)
		(void)fprintf(stderr, " (regulars %s --help tells more)", name);
	(void)fputc('\n', stderr);
	return rc == RGL_E_ARGUMENT ? 2 : 1;
}

static rgl_rc check_words(struct cli *cli, int words_max)
{
	const struct arguments *arguments = &cli->arguments;

	if (arguments->word_count <= words_max)
		return RGL_OK;
	return refuse(&cli->refusal, RGL_E_ARGUMENT,
		      "\"%.60s\" is one word too many; what has spaces in it goes in quotes",
		      arguments->words[words_max]);
}

static int run(const struct command *command, int count, char *const *texts)
{
	struct cli cli = { .refusal = { .size = sizeof(cli.refusal) } };
	rgl_rc rc;

	host_init(&cli.host, NULL);
	cli.colour = isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == NULL;
	rc = arguments_read(count, texts, command->flags, &cli.arguments, &cli.refusal);
	if (rc == RGL_OK && arguments_has(&cli.arguments, "help")) {
		(void)fputs(command->usage, stdout);
		return 0;
	}
	if (rc == RGL_OK)
		rc = check_words(&cli, command->words_max);
	if (rc == RGL_OK)
		rc = command->run(&cli);
	if (rc == RGL_OK && (fflush(stdout) != 0 || ferror(stdout) != 0))
		rc = refuse(&cli.refusal, RGL_E_INPUT_OUTPUT,
			    "standard output could not be written: %s", strerror(errno));
	return tell(&cli, rc, command->name);
}

int main(int count, char **texts)
{
	const struct command *command;

	if (count < 2) {
		print_overview(stderr);
		return 2;
	}
	if (strcmp(texts[1], "--help") == 0 || strcmp(texts[1], "help") == 0) {
		print_overview(stdout);
		return 0;
	}
	if (strcmp(texts[1], "--version") == 0) {
		(void)printf("regulars %s\n", RGL_VERSION);
		return 0;
	}
	command = find_command(texts[1]);
	if (command == NULL) {
		(void)fprintf(stderr, "regulars: there is no command \"%s\"; regulars --help\n",
			      texts[1]);
		return 2;
	}
	return run(command, count - 2, texts + 2);
}
