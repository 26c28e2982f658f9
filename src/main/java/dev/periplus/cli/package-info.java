/**
 * The command line, one class for each command: options, help, exit status, the terminal. What a command does is an operation of
 * {@link dev.periplus.command} or {@link dev.periplus.api}; nothing else of Periplus is used here but {@link dev.periplus.text}.
 */
@NullMarked
package dev.periplus.cli;

import org.jspecify.annotations.NullMarked;
