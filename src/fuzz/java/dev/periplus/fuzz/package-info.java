/**
 * Coverage-guided fuzzing with Jazzer. {@link dev.periplus.fuzz.FuzzTarget} lists the targets; each lies in the package
 * that it attacks, and its Javadoc states what must hold for every input. {@link dev.periplus.fuzz.FuzzRun} runs them,
 * each in a process of its own.
 */
@NullMarked
package dev.periplus.fuzz;

import org.jspecify.annotations.NullMarked;
