/**
 * What is printable: text from traffic, files and the system, made safe to show.
 *
 * <p>In: any text. Out: text of one line without characters that a terminal acts on. Functions without state, for any
 * thread.
 */
@NullMarked
package dev.periplus.text;

import org.jspecify.annotations.NullMarked;
