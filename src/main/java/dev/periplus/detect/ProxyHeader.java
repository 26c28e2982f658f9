package dev.periplus.detect;

import dev.periplus.classify.Fields;
import dev.periplus.classify.Handover;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;

/** Finds the stream after the PROXY protocol header (HAProxy's specification, sections 2.1 and 2.2). */
final class ProxyHeader implements Handover {
    private static final int LONGEST_LINE = 107;
    private static final int FIXED = 16;

    @Override
    public String name() {
        return "proxy-header";
    }

    @Override
    public Start find(Exchange exchange, Fields fields) {
        Said client = exchange.said(Role.CLIENT);
        byte[] bytes = client.bytes();
        if (client.length() > 0 && bytes[0] == 'P') {
            for (int at = 0; at < Math.min(client.length(), LONGEST_LINE); at++) {
                if (bytes[at] == '\n') {
                    return new Start(at + 1, 0);
                }
            }
            return client.length() >= LONGEST_LINE ? Start.NEVER : Start.LATER;
        }
        return client.length() < FIXED ? Start.LATER : new Start(FIXED + TlsRecords.u16(bytes, FIXED - 2), 0);
    }
}
