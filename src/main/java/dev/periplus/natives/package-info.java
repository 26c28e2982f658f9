/**
 * Native libraries that come with the program: they are copied to a folder and loaded from there, which a system may
 * forbid.
 *
 * <p>In: nothing. Out: loaded libraries, or a sentence why they are not; any thread.
 */
@NullMarked
package dev.periplus.natives;

import org.jspecify.annotations.NullMarked;
