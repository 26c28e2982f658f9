/**
 * Files as they are written: private to their owner, never through a link that somebody else put there, and under their
 * name only once they are whole. Used by whatever thread writes the file.
 */
@NullMarked
package dev.periplus.file;

import org.jspecify.annotations.NullMarked;
