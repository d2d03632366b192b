/* SPDX-License-Identifier: BSD-2-Clause */
/* list_fault.h - why a text is no prefix. Pure. */
#ifndef JUDGE_LIST_FAULT_H
#define JUDGE_LIST_FAULT_H

enum list_fault {
	LIST_FAULT_ADDRESS, /* what stands before the length is no address */
	LIST_FAULT_OCTAL,   /* leading zeros, which half of the world reads as octal */
	LIST_FAULT_LENGTH,  /* no number of bits of such an address */
	LIST_FAULT_BITS,    /* bits are set behind the prefix */
};

/* text: that cidr_parse() refuses */
enum list_fault list_fault(const char *text);

#endif
