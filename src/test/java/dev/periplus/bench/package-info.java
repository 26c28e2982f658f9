/**
 * Measures the whole program: makes captures to measure with, runs the launcher on them as a process of its own, and
 * prints what it took, alone or in turn with another command.
 *
 * <p>In: the captures of {@code captures/} and generators with fixed seeds. Out: synthetic captures in a folder, and a
 * table on standard output. Everything runs on one thread, one child process at a time.
 */
@NullMarked
package dev.periplus.bench;

import org.jspecify.annotations.NullMarked;
