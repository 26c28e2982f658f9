package dev.periplus.synthetic;

/** The two messages of a DHCP renewal (RFC 2131 section 4.4.5, options by RFC 2132). */
final class Dhcp {
    private static final int REQUEST = 3;
    private static final int ACK = 5;
    private static final long LEASE_SECONDS = 86_400;

    private Dhcp() {}

    static byte[] request(int transaction, String client) {
        return message(1, transaction, client, "0.0.0.0")
                .hex("3501")
                .u8(REQUEST)
                .hex("0c06")
                .ascii("laptop")
                .hex("3704 01 03 06 2a")
                .u8(255)
                .array();
    }

    static byte[] acknowledgement(int transaction, String client, String server) {
        return message(2, transaction, client, client)
                .hex("3501")
                .u8(ACK)
                .hex("3604")
                .raw(Endpoint.address(server))
                .hex("3304")
                .u32(LEASE_SECONDS)
                .hex("0104 ffffff00")
                .hex("0304")
                .raw(Endpoint.address(server))
                .u8(255)
                .array();
    }

    private static Bytes message(int operation, int transaction, String client, String yours) {
        return new Bytes()
                .u8(operation)
                .u8(1)
                .u8(6)
                .u8(0)
                .u32(transaction)
                .u32(0)
                .raw(Endpoint.address(client))
                .raw(Endpoint.address(yours))
                .zeros(8)
                .hex("0200")
                .raw(Endpoint.address(client))
                .zeros(10 + 64 + 128)
                .hex("63825363");
    }
}
