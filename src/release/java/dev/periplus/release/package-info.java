/**
 * Makes what is released from {@code periplus.jar}: a Java runtime with the program, packages, their manual and their
 * checksums.
 *
 * <p>In: the jar, the launcher and the files of {@code src/release/packages}. Out: {@code target/release}, the same bytes
 * for the same sources and the same JDK. One thread.
 */
@NullMarked
package dev.periplus.release;

import org.jspecify.annotations.NullMarked;
