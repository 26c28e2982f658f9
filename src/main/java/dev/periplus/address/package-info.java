/**
 * Hosts, ports and transports as values that every package may use.
 *
 * <p>In: numbers and text. Out: immutable values, safe on any thread; an {@link dev.periplus.address.AddressReader}
 * belongs to one thread.
 */
@NullMarked
package dev.periplus.address;

import org.jspecify.annotations.NullMarked;
