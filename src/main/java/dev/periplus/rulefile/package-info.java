/**
 * Reading of rule files of any kind: YAML with line numbers, folders that add to the packaged files or replace them,
 * and the packs that the build makes of them.
 *
 * <p>In: folders of a user, resources of the jar. Out: nodes, bytes and lists of entries for the readers in other
 * packages; all errors of a folder at once, as {@code file:line: message}. Used by one thread at a time.
 */
@NullMarked
package dev.periplus.rulefile;

import org.jspecify.annotations.NullMarked;
