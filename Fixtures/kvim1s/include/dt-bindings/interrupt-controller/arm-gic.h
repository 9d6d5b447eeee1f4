// SPDX-License-Identifier: Apache-2.0
/* The first and third cell of a GIC interrupt specifier. */
#ifndef DTB_ARM_GIC_H
#define DTB_ARM_GIC_H

#include <dt-bindings/interrupt-controller/irq.h>

#define GIC_SPI	0
#define GIC_PPI	1

/* Private interrupts carry, in bits 15:8, the set of cores that they go to. */
#define GIC_CORES(count)	(((1 << (count)) - 1) << 8)

#endif
