/* template.h - what the files of `regulars template` share. */
#pragma once

/* Prints what a template can name: the fields, list by list, and the sentences. */
void template_print_fields(void);
