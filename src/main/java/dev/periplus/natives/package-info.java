/**
 * Native libraries that come with the program: they are copied to a folder and loaded from there, which a system may
 * forbid; and SHA-256 by a library of the system.
 *
 * <p>In: nothing; bytes. Out: loaded libraries, or a sentence why they are not; digests. Any thread.
 */
@NullMarked
package dev.periplus.natives;

import org.jspecify.annotations.NullMarked;
