/**
 * Commands: one class each. Options become immutable settings here, and the packet path is wired here.
 */
@NullMarked
package dev.periplus.cli;

import org.jspecify.annotations.NullMarked;
