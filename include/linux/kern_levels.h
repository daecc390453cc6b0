/* SPDX-License-Identifier: MIT */
/*
 * The level of a log line travels in front of its text: one SOH byte and one character.
 * A text without them has MESSAGE_LOGLEVEL_DEFAULT.
 */
#ifndef _LINUX_KERN_LEVELS_H
#define _LINUX_KERN_LEVELS_H

#define KERN_SOH       "\001"
#define KERN_SOH_ASCII '\001'

#define KERN_EMERG   KERN_SOH "0" /* nothing works any more */
#define KERN_ALERT   KERN_SOH "1" /* somebody must act now */
#define KERN_CRIT    KERN_SOH "2" /* a part is lost */
#define KERN_ERR     KERN_SOH "3" /* an operation failed */
#define KERN_WARNING KERN_SOH "4" /* worth a look */
#define KERN_NOTICE  KERN_SOH "5" /* normal, but notable */
#define KERN_INFO    KERN_SOH "6" /* what is going on */
#define KERN_DEBUG   KERN_SOH "7" /* for whoever debugs it */
#define KERN_DEFAULT ""           /* MESSAGE_LOGLEVEL_DEFAULT */
#define KERN_CONT    KERN_SOH "c" /* goes on the line that is still open */

#define LOGLEVEL_EMERG   0
#define LOGLEVEL_ALERT   1
#define LOGLEVEL_CRIT    2
#define LOGLEVEL_ERR     3
#define LOGLEVEL_WARNING 4
#define LOGLEVEL_NOTICE  5
#define LOGLEVEL_INFO    6
#define LOGLEVEL_DEBUG   7

#define MESSAGE_LOGLEVEL_DEFAULT LOGLEVEL_WARNING

#endif
