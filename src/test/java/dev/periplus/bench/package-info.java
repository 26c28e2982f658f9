/**
 * Measures the whole program: creates captures to measure with, runs the launcher on them as a separate process, and
 * prints what it took, alone or alternating with another command.
 *
 * <p>In: the captures of {@code captures/} and generators with fixed seeds. Out: synthetic captures in a folder, and a
 * table on standard output. Everything runs on one thread, one child process at a time.
 */
@NullMarked
package dev.periplus.bench;

import org.jspecify.annotations.NullMarked;
