/**
 * Explanations for people: who claims a port, why a flow has its label and no other, what is known of a host.
 *
 * <p>In: records, knowledge and captures. Out: wrapped text on a stream, on the caller's thread.
 */
@NullMarked
package dev.periplus.explain;

import org.jspecify.annotations.NullMarked;
