/**
 * Generates the synthetic captures in {@code captures/}: packets built from documented facts, with fixed seeds and
 * times, so that every run produces the same files.
 *
 * <p>In: nothing. Out: capture files and, for each, its flows with their expected answers. Undocumented content, above
 * all every Framehawk and EDT payload, is pseudo-random.
 */
@NullMarked
package dev.periplus.synthetic;

import org.jspecify.annotations.NullMarked;
