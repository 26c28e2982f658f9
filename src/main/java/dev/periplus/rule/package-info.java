/**
 * The rule language: {@code rules/protocols/*.yaml} become signatures, signatures become matchers behind an index.
 *
 * <p>In: YAML. Out: an immutable {@link dev.periplus.rule.RuleSet}, shared by all shards, or every error as {@code
 * file:line: message}.
 */
@NullMarked
package dev.periplus.rule;

import org.jspecify.annotations.NullMarked;
