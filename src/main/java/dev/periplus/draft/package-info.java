/**
 * Drafts of rules: what flows that nobody can name have in common, written down as a rule for an analyst to finish.
 *
 * <p>In: the first messages of unknown flows, after the captures were read. Out: groups of them, what stays constant in
 * each, and the text of a rule that proves its own examples. Runs on one thread.
 */
@NullMarked
package dev.periplus.draft;

import org.jspecify.annotations.NullMarked;
