package dev.periplus.bench;

/** From where to where a packet goes: IPv4 addresses as integers, and ports. */
record Ends(int source, int sourcePort, int destination, int destinationPort) {
    Ends back() {
        return new Ends(destination, destinationPort, source, sourcePort);
    }
}
