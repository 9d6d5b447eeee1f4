// SPDX-License-Identifier: Apache-2.0
/* Channels of the mailbox between the application cores and the AO core. */
#ifndef DTB_S4_MAILBOX_H
#define DTB_S4_MAILBOX_H

#define S4_MBOX_FROM_AO		0
#define S4_MBOX_TO_AO(n)	(1 + (n))

#define S4_MBOX_USER		S4_MBOX_TO_AO(0)
#define S4_MBOX_RTC		S4_MBOX_TO_AO(1)
#define S4_MBOX_KEYS		S4_MBOX_TO_AO(2)
#define S4_MBOX_CEC		S4_MBOX_TO_AO(3)
#define S4_MBOX_LED		S4_MBOX_TO_AO(4)
#define S4_MBOX_ETH		S4_MBOX_TO_AO(5)

#endif
