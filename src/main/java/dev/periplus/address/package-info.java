/**
 * Hosts, ports and transports, as values that every package may use.
 *
 * <p>In: numbers and text. Out: immutable values, for any thread; a reader of addresses belongs to one thread.
 */
@NullMarked
package dev.periplus.address;

import org.jspecify.annotations.NullMarked;
