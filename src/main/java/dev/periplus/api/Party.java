package dev.periplus.api;

/**
 * One side of a flow.
 *
 * @param address IP address as text, or the MAC address of a station in frames without IP
 * @param port 0 to 65535; 0 if the transport has no ports
 * @param packets sent by it
 * @param bytes of these packets, headers included
 * @param payloadBytes of these packets, without headers of the transport
 */
public record Party(String address, int port, long packets, long bytes, long payloadBytes) {}
