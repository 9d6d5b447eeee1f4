// SPDX-License-Identifier: Apache-2.0
/* Kinds of stage in the pixel pipeline, and the outputs at its end. */
#ifndef DTB_S4_VPU_H
#define DTB_S4_VPU_H

#define VPU_STAGE_OSD		0
#define VPU_STAGE_AFBC		1
#define VPU_STAGE_SCALER	2
#define VPU_STAGE_BLEND		3
#define VPU_STAGE_HDR		4
#define VPU_STAGE_POST		6
#define VPU_STAGE_VIDEO		7

#define VPU_OUT_CVBS		0
#define VPU_OUT_HDMI		1

#endif
