/** A case as pages over HTTP, for one user on this machine. */
@NullMarked
package dev.periplus.report.serve;

import org.jspecify.annotations.NullMarked;
