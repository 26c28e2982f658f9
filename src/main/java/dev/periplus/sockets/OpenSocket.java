package dev.periplus.sockets;

import java.util.List;

/**
 * A socket as a table shows it.
 *
 * @param listening true for those that take calls; false for UDP
 * @param pids of the processes that hold it; empty where the table names none
 */
record OpenSocket(SocketKey key, boolean listening, List<Long> pids) {}
