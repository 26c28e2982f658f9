/**
 * Drafts rules from what unidentified flows have in common, for an analyst to finish.
 *
 * <p>In: the first messages of unidentified flows, after the captures have been read. Out: groups of them, what is
 * constant in each, and the text of a rule that proves its own examples. Runs on one thread.
 */
@NullMarked
package dev.periplus.draft;

import org.jspecify.annotations.NullMarked;
