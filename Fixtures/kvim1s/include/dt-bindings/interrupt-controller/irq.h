// SPDX-License-Identifier: Apache-2.0
/* How an interrupt line is sensed. Bits, so that "both edges" is a sum. */
#ifndef DTB_IRQ_H
#define DTB_IRQ_H

#define IRQ_TYPE_NONE		0
#define IRQ_TYPE_EDGE_RISING	(1 << 0)
#define IRQ_TYPE_EDGE_FALLING	(1 << 1)
#define IRQ_TYPE_EDGE_BOTH	(IRQ_TYPE_EDGE_RISING | IRQ_TYPE_EDGE_FALLING)
#define IRQ_TYPE_LEVEL_HIGH	(1 << 2)
#define IRQ_TYPE_LEVEL_LOW	(1 << 3)

#endif
