package dev.periplus.sockets;

import java.util.List;

/**
 * A socket in a table.
 *
 * @param listening whether it accepts connections; false for UDP
 * @param pids pids of the processes that hold it; empty if the table names none
 */
record OpenSocket(SocketKey key, boolean listening, List<Long> pids) {}
