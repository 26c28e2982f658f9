/**
 * Commands, one class each. Options become immutable settings here.
 */
@NullMarked
package dev.periplus.cli;

import org.jspecify.annotations.NullMarked;
