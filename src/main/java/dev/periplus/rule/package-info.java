/**
 * The rule language: reads {@code rules/protocols/*.yaml} into signatures and indexes them for matching.
 *
 * <p>In: YAML, or the pack that the build makes of it. Out: an immutable {@link dev.periplus.rule.RuleSet}, shared by all
 * shards, or all errors as {@code file:line: message}.
 */
@NullMarked
package dev.periplus.rule;

import org.jspecify.annotations.NullMarked;
