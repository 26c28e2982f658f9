/**
 * What the command line does, as a library: a review, a comparison, an explanation, a copy of packets. Each operation is a class
 * that takes its settings one by one and then runs on the caller's thread, writing to a {@link dev.periplus.command.Console}.
 *
 * <p>Sentences name options as the command line does. Public types show types of the JDK, of {@code dev.periplus.api} and of
 * this package only; unlike {@code dev.periplus.api} they may change in any release.
 *
 * <p>In: settings. Out: text, files, and an {@link dev.periplus.command.Ending}.
 */
@NullMarked
package dev.periplus.command;

import org.jspecify.annotations.NullMarked;
