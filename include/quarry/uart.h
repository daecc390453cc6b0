/* SPDX-License-Identifier: MIT */
#ifndef _QUARRY_UART_H
#define _QUARRY_UART_H

#include <linux/types.h>

bool uart_early_init(void);
bool uart_present(void);
bool uart_rx_ready(void);
int uart_getc(void);

#endif
