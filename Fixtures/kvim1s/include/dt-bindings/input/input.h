// SPDX-License-Identifier: Apache-2.0
/* Event types and the few key codes that this board uses. */
#ifndef DTB_INPUT_H
#define DTB_INPUT_H

#define EV_KEY		1
#define EV_SW		5

#define KEY_ENTER	28
#define KEY_VOLUMEDOWN	114
#define KEY_VOLUMEUP	115
#define KEY_POWER	116
#define KEY_SLEEP	142
#define KEY_FN		464

#endif
