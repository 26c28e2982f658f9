/**
 * Finds the process that owned a port, from the sockets of this host, polled while it captures, and from saved output
 * of {@code ss}, {@code netstat}, {@code lsof}, PowerShell and {@code tasklist}.
 *
 * <p>In: files, read on the caller's thread; the system's tables, polled on a daemon thread of this package. Out: for a
 * {@link dev.periplus.flow.Flow}, the {@link dev.periplus.sockets.Owner} of each local side, from any thread and
 * without waiting. The only importer of {@code oshi}.
 */
@NullMarked
package dev.periplus.sockets;

import org.jspecify.annotations.NullMarked;
