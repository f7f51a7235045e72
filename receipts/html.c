/* html.c - see html.h. The table is in html_table.c, pictures are in html_picture.c. */
#include "receipts/html.h"

#include "receipts/html_parts.h"

static const char STYLE[] =
	":root{color-scheme:light dark}"
	"*{box-sizing:border-box}"
	"body{margin:0;background:#eceae6;color:#1a1a1a;"
	"font:1rem/1.45 system-ui,\"Noto Sans\",sans-serif}"
	"main{max-width:26rem;margin:0 auto;padding:1.5rem 1.25rem 2.5rem;background:#fff;"
	"min-height:100vh;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}"
	"h1,p{margin:.35rem 0;font-weight:400;font-size:1rem}"
	".c{text-align:center;text-wrap:balance}.e{text-align:end}.b{font-weight:700}"
	".l{font-size:1.4rem;line-height:1.25}.s{font-size:.875rem;color:#4d4d4d}"
	"hr{border:0;border-top:1px solid #b5b2ab;margin:.9rem 0}"
	"hr.cut{border-top:2px dashed #6b6b6b;margin:2rem -1.25rem}"
	".gap{height:.8rem}"
	"table{width:100%;border-collapse:collapse;margin:.35rem 0}"
	"th,td{padding:.15rem 0;text-align:start;vertical-align:baseline;font-weight:inherit}"
	"td:only-child{padding-inline-start:1.25rem}"
	"td+td,th+td{padding-inline-start:1rem;text-align:end;white-space:nowrap}"
	"tbody+tbody{border-top:1px solid #b5b2ab}"
	"tbody+tbody tr:first-child>*{padding-top:.6rem}"
	"tbody tr:last-child>*{padding-bottom:.6rem}"
	"figure{margin:1rem auto;text-align:center}"
	"svg,img{display:inline-block;max-width:100%;height:auto;background:#fff}"
	"svg.n{width:11rem}svg.w{width:17rem}"
	"a{color:inherit}"
	"@media(prefers-color-scheme:dark){body{background:#111;color:#f1f1f1}"
	"main{background:#1c1c1c}.s{color:#c4c4c4}hr,tbody+tbody{border-color:#5a5a5a}"
	"img{padding:.5rem;border-radius:.4rem}}"
	"@media print{body,main{background:#fff;color:#000}main{max-width:none;padding:0;"
	"min-height:0}.s{color:#000}tr,figure{break-inside:avoid}}";

void html_text(struct bytes *out, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '&':
			bytes_add_text(out, "&amp;");
			break;
		case '<':
			bytes_add_text(out, "&lt;");
			break;
		case '>':
			bytes_add_text(out, "&gt;");
			break;
		case '"':
			bytes_add_text(out, "&quot;");
			break;
		case '\'':
			bytes_add_text(out, "&#39;");
			break;
		default:
			bytes_add_byte(out, (uint8_t)*text);
		}
	}
}

static const char *align_of(struct paper_style style)
{
	switch (style.align) {
	case PAPER_CENTRE:
		return "c";
	case PAPER_RIGHT:
		return "e";
	case PAPER_LEFT:
		break;
	}
	return "t";
}

static const char *size_of(struct paper_style style)
{
	switch (style.size) {
	case PAPER_LARGE:
		return " l";
	case PAPER_SMALL:
		return " s";
	case PAPER_NORMAL:
		break;
	}
	return "";
}

void html_class(struct bytes *out, struct paper_style style)
{
	bytes_printf(out, " class=\"%s%s%s\"", align_of(style), style.is_bold ? " b" : "",
		     size_of(style));
}

/* The page's own head: what it is, and that it may load nothing. */
static void write_head(const struct paper *paper, const char *title, struct bytes *out)
{
	bytes_add_text(out, "<!DOCTYPE html>\n<html lang=\"");
	html_text(out, paper->language[0] == '\0' ? "en" : paper->language);
	bytes_printf(out, "\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n",
		     paper->is_right_to_left ? "rtl" : "ltr");
	bytes_add_text(out,
		       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
		       "'none'; img-src data:; style-src 'unsafe-inline'\"/>\n"
		       "<meta name=\"viewport\" content=\"width=device-width, "
		       "initial-scale=1\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n"
		       "<title>");
	html_text(out, title);
	bytes_printf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n", STYLE);
}

/* The first large line names the page; what is empty says nothing. */
static void write_text(struct html *html, const struct paper_element *element)
{
	const bool is_first = !html->has_heading && element->style.size == PAPER_LARGE;
	const char *tag = is_first ? "h1" : "p";

	if (element->texts[0][0] == '\0')
		return;
	html->has_heading = html->has_heading || is_first;
	bytes_printf(html->out, "<%s", tag);
	html_class(html->out, element->style);
	bytes_add_byte(html->out, '>');
	html_text(html->out, element->texts[0]);
	bytes_printf(html->out, "</%s>\n", tag);
}

static rgl_rc write_element(struct html *html, const struct paper_element *element,
			    struct rgl_why *why)
{
	switch (element->kind) {
	case PAPER_TEXT:
		write_text(html, element);
		return RGL_OK;
	case PAPER_RULE:
		bytes_add_text(html->out, "<hr/>\n");
		return RGL_OK;
	case PAPER_QR:
		return html_code(html, element, why);
	case PAPER_SPACE:
		bytes_add_text(html->out, "<div class=\"gap\"></div>\n");
		return RGL_OK;
	case PAPER_PICTURE:
		return html_logo(html, why);
	case PAPER_CUT:
		bytes_add_text(html->out, "<hr class=\"cut\"/>\n");
		return RGL_OK;
	case PAPER_COLUMNS:
	case PAPER_DRAWER:
	case PAPER_BUZZER:
		return RGL_OK;
	}
	return RGL_E_INTERNAL;
}

static rgl_rc write_body(struct html *html, struct rgl_why *why)
{
	const struct paper *paper = html->paper;
	rgl_rc rc = RGL_OK;
	size_t at = 0;

	while (rc == RGL_OK && at < paper->count) {
		const struct paper_element element = paper_at(paper, at);

		if (element.kind == PAPER_COLUMNS) {
			at = html_table(html, at);
			continue;
		}
		rc = write_element(html, &element, why);
		at++;
	}
	return rc;
}

rgl_rc html_write(const struct paper *paper, const struct html_wish *wish, const struct host *host,
		  struct bytes *out, struct rgl_why *why)
{
	struct html html = {
		.paper = paper, .host = host, .out = out, .logo = wish->logo, .title = wish->title
	};
	const size_t before = out->length;
	rgl_rc rc;

	write_head(paper, wish->title, out);
	rc = write_body(&html, why);
	bytes_add_text(out, "</main>\n</body>\n</html>\n");
	if (rc == RGL_OK && bytes_rc(out) < 0)
		rc = refuse(why, bytes_rc(out), "there is no memory to write a receipt; try again");
	if (rc < 0)
		out->length = before;
	return rc;
}
