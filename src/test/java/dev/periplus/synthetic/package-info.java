/**
 * Makes the synthetic captures of {@code captures/}: packets built from documented facts, with fixed seeds and
 * times, so that the same files come out every time.
 *
 * <p>In: nothing. Out: capture files and, for each, the flows in it with the answer expected. Content that no public
 * document describes, above all every Framehawk and EDT payload, is pseudo-random.
 */
@NullMarked
package dev.periplus.synthetic;

import org.jspecify.annotations.NullMarked;
