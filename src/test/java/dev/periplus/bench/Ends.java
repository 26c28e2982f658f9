package dev.periplus.bench;

/** Source and destination of a packet: IPv4 addresses as integers, and ports. */
record Ends(int source, int sourcePort, int destination, int destinationPort) {
    Ends back() {
        return new Ends(destination, destinationPort, source, sourcePort);
    }
}
