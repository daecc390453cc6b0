/* SPDX-License-Identifier: MIT */
/*
 * There is one linked image, so every function with external linkage can be called from
 * everywhere. EXPORT_SYMBOL() marks, for the reader, what is meant for others; it checks
 * that the name exists.
 */
#ifndef _LINUX_EXPORT_H
#define _LINUX_EXPORT_H

#define EXPORT_SYMBOL(sym)             extern __typeof__(sym) sym
#define EXPORT_SYMBOL_GPL(sym)         EXPORT_SYMBOL(sym)
#define EXPORT_PER_CPU_SYMBOL(sym)     extern __typeof__(sym) sym
#define EXPORT_PER_CPU_SYMBOL_GPL(sym) extern __typeof__(sym) sym

#endif
