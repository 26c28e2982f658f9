/**
 * How much memory each table of a run may use. All sizes follow from the heap, so that no input can fill it; what does
 * not fit is dropped and counted by its table.
 */
@NullMarked
package dev.periplus.memory;

import org.jspecify.annotations.NullMarked;
