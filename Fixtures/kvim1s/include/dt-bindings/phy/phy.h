// SPDX-License-Identifier: Apache-2.0
/* What a phy that can do several things is asked to do. */
#ifndef DTB_PHY_H
#define DTB_PHY_H

#define PHY_TYPE_PCIE	2
#define PHY_TYPE_USB2	3
#define PHY_TYPE_USB3	4

#endif
