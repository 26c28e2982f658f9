package dev.periplus.transfer;

import java.util.Arrays;

/**
 * Passes over the setup of SOCKS 4 and 5 (RFC 1928 sections 3 to 6, RFC 1929) and hands on what passes through the proxy. Each
 * side is read by itself: every message tells its length. A side whose setup is none, or not captured, hands on nothing.
 */
final class SocksSetup implements Carrier {
    /** Longer than any setup: a greeting, a login and a request with the longest names. */
    private static final int LONGEST = 2048;

    private static final int MORE = -1;
    private static final int NONE = -2;

    private static final int VERSION_4 = 4;
    private static final int VERSION_5 = 5;
    private static final int LOGIN = 1;
    private static final int HEAD_4 = 8;
    private static final int LEAST_5 = 7;

    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    private final Carrier inside;
    private final int client;
    private final byte[][] setup = {{}, {}};
    private final boolean[] passed = new boolean[2];
    private final boolean[] lost = new boolean[2];

    /** @param client the side that asks */
    SocksSetup(Carrier inside, int client) {
        this.inside = inside;
        this.client = client;
    }

    @Override
    public void bytes(int side, byte[] from, int offset, int length) {
        if (passed[side]) {
            inside.bytes(side, from, offset, length);
        }
        if (passed[side] || lost[side]) {
            return;
        }
        int before = setup[side].length;
        int taken = Math.min(length, LONGEST - before);
        byte[] known = Arrays.copyOf(setup[side], before + taken);
        System.arraycopy(from, offset, known, before, taken);
        int end = side == client ? endOfAsking(known) : endOfAnswer(known);
        setup[side] = known;
        lost[side] = end == NONE || end == MORE && known.length == LONGEST;
        if (end >= 0) {
            passed[side] = true;
            setup[side] = new byte[0];
            int rest = offset + end - before;
            inside.bytes(side, from, rest, offset + length - rest);
        }
    }

    /** Where the setup of the client ends in what it has sent; at or behind what was known before the last packet. */
    private static int endOfAsking(byte[] sent) {
        if (sent.length < 2) {
            return MORE;
        }
        if (sent[0] == VERSION_4) {
            return endOfVersion4(sent);
        }
        int at = 2 + u8(sent, 1);
        if (sent[0] != VERSION_5) {
            return NONE;
        }
        if (at < sent.length && sent[at] == LOGIN) {
            int password = at + 2 < sent.length ? at + 2 + u8(sent, at + 1) : sent.length;
            at = password < sent.length ? password + 1 + u8(sent, password) : sent.length;
        }
        return endOfAddress(sent, at);
    }

    private static int endOfVersion4(byte[] sent) {
        if (sent.length <= HEAD_4) {
            return MORE;
        }
        boolean named = sent[4] == 0 && sent[5] == 0 && sent[6] == 0 && sent[7] != 0;
        int user = zero(sent, HEAD_4);
        if (user < 0 || !named) {
            return user < 0 ? MORE : user + 1;
        }
        int name = zero(sent, user + 1);
        return name < 0 ? MORE : name + 1;
    }

    private static int zero(byte[] sent, int from) {
        for (int at = from; at < sent.length; at++) {
            if (sent[at] == 0) {
                return at;
            }
        }
        return -1;
    }

    private static int endOfAnswer(byte[] sent) {
        if (sent.length < 2) {
            return MORE;
        }
        if (sent[0] == 0) {
            return sent.length < HEAD_4 ? MORE : HEAD_4;
        }
        if (sent[0] != VERSION_5) {
            return NONE;
        }
        boolean login = sent.length > 2 && sent[2] == LOGIN;
        return endOfAddress(sent, login ? 4 : 2);
    }

    /** Where a request or reply of version 5 ends that begins here. */
    private static int endOfAddress(byte[] sent, int at) {
        if (at + LEAST_5 > sent.length) {
            return MORE;
        }
        int address = switch (sent[at + 3]) {
            case IPV4 -> 4;
            case IPV6 -> 16;
            case NAME -> 1 + u8(sent, at + 4);
            default -> NONE;
        };
        int end = at + 4 + address + 2;
        if (sent[at] != VERSION_5 || address == NONE) {
            return NONE;
        }
        return end > sent.length ? MORE : end;
    }

    private static int u8(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    @Override
    public void missing(int side, long count) {
        if (passed[side]) {
            inside.missing(side, count);
        } else {
            lost[side] = true;
        }
    }

    @Override
    public void ended(int side, boolean closed) {
        inside.ended(side, closed);
    }
}
