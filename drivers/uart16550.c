// SPDX-License-Identifier: MIT
/*
 * The first serial port: the console that people, the runner and the judge read.
 *
 * 115200 baud, 8 data bits, no parity, one stop bit, polled. The port is probed by sending a
 * byte through its loop-back: where no UART answers there is no console, and nothing waits.
 * Newlines leave as carriage return and newline, for terminals in raw mode.
 *
 * Locking: writes come under the log's lock. Input belongs to one reader.
 * Failure: a transmitter that does not become ready within WAIT_READS reads of its status is
 *   taken for dead, and the console is silent from then on.
 */
#include <asm/io.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/console.h>
#include <quarry/uart.h>

#define COM1 0x3f8

#define RBR (COM1 + 0) /* received byte */
#define THR (COM1 + 0) /* byte to transmit */
#define DLL (COM1 + 0) /* divisor, with LCR_DLAB */
#define DLM (COM1 + 1)
#define IER (COM1 + 1)
#define IIR (COM1 + 2)
#define FCR (COM1 + 2)
#define LCR (COM1 + 3)
#define MCR (COM1 + 4)
#define LSR (COM1 + 5)

#define FCR_ENABLE_AND_CLEAR 0x07
#define IIR_FIFO_WORKS       0xc0
#define LCR_8N1              0x03
#define LCR_DLAB             0x80
#define MCR_DTR_RTS          0x03
#define MCR_OUT2             0x08 /* lets the interrupt line through */
#define MCR_LOOP             0x10
#define LSR_RX_READY         0x01
#define LSR_TX_EMPTY         0x20
#define LSR_ALL_SENT         0x40

#define DIVISOR_115200 1 /* of the 1.8432 MHz clock, after its division by 16 */
#define FIFO_BYTES     16

/*
 * A status read takes a microsecond or more on a PC, 16 bytes take 1.4 ms: this waits at least
 * half a second, which also bridges an emulator whose reader is slow.
 */
#define WAIT_READS 500000

static bool present;
static unsigned int burst; /* bytes that fit when the transmitter is empty */

static bool wait_for(u8 bit)
{
	unsigned int reads;

	for (reads = 0; reads < WAIT_READS; reads++) {
		if (inb(LSR) & bit)
			return true;
	}
	return false;
}

/* An empty transmitter takes `burst` bytes before its status must be read again. */
static void send(const char *text, size_t len)
{
	while (present && len) {
		size_t n = min_t(size_t, len, burst);

		present = wait_for(LSR_TX_EMPTY);
		len -= n;
		while (n--)
			outb(*text++, THR);
	}
}

static void uart_write(const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *newline = memchr(text, '\n', end - text);

		send(text, (newline ?: end) - text);
		if (!newline)
			break;
		send("\r\n", 2);
		text = newline + 1;
	}
}

static struct console uart_console = {
	.name = "ttyS0",
	.write = uart_write,
};

static bool loop_back_works(void)
{
	static const u8 probe = 0xae;

	outb(MCR_LOOP | MCR_DTR_RTS, MCR);
	inb(RBR); /* what came in before */
	outb(probe, THR);
	return wait_for(LSR_RX_READY) && inb(RBR) == probe;
}

/**
 * uart_early_init - sets the first serial port up and makes it a console
 *
 * Context: boot, before anything else; needs no memory but this file's.
 * Return: whether there is a UART.
 */
bool uart_early_init(void)
{
	/* No device: all reads are 0xff. A status register never has all bits set. */
	if (inb(LSR) == 0xff)
		return false;
	wait_for(LSR_ALL_SENT); /* the boot loader's last words may still be on the line */
	outb(0, IER);
	outb(LCR_DLAB, LCR);
	outb(DIVISOR_115200, DLL);
	outb(0, DLM);
	outb(LCR_8N1, LCR);
	outb(FCR_ENABLE_AND_CLEAR, FCR);
	burst = (inb(IIR) & IIR_FIFO_WORKS) == IIR_FIFO_WORKS ? FIFO_BYTES : 1;
	if (!loop_back_works() && !loop_back_works()) {
		outb(MCR_DTR_RTS, MCR);
		return false;
	}
	outb(MCR_DTR_RTS | MCR_OUT2, MCR);
	present = true;
	register_console(&uart_console);
	return true;
}

/* Whether the console works. */
bool uart_present(void)
{
	return present;
}

/* Whether a byte has come in. */
bool uart_rx_ready(void)
{
	return present && (inb(LSR) & LSR_RX_READY);
}

/* The byte that has come in, or -1. */
int uart_getc(void)
{
	return uart_rx_ready() ? inb(RBR) : -1;
}
