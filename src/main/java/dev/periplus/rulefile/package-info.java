/**
 * Rule files, whatever they hold: YAML with line numbers, folders that add to the packaged files or override them, and
 * what the build packs of them.
 *
 * <p>In: folders of a user, resources of the jar. Out: nodes, bytes and lists of entries for the readers of other
 * packages; every error of a folder at once, as {@code file:line: message}. Used by one thread at a time.
 */
@NullMarked
package dev.periplus.rulefile;

import org.jspecify.annotations.NullMarked;
